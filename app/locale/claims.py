"""Texts of claims."""

TEXTS: dict[str, tuple[str, str]] = {
    "claims.error.chain": ("Choose the network the payment was made on.", "请选择付款所用的网络。"),
    "claims.error.hash": (
        "This is not a transaction hash: it has 64 characters, 0-9 and a-f.",
        "这不是交易哈希：应为 64 位，由 0-9 和 a-f 组成。",
    ),
    "claims.error.too-many": (
        "You filed {most} claims within a day. Try again tomorrow.",
        "您一天内已提交 {most} 个认领单，请明天再试。",
    ),
    "claims.error.open": ("You claim this transaction already; see below.", "您已认领这笔交易，请看下方。"),
    "claims.error.gone": ("There is no such claim.", "没有这个认领单。"),
    "claims.error.decided": ("Somebody decided about it meanwhile.", "已有人处理过了。"),
    "claims.error.nothing-left": ("Nothing of this transaction is left to credit.", "这笔交易已没有可入账的金额。"),
    "claims.error.claimed": (
        "Somebody claims this transaction: decide the claim instead.",
        "有人认领了这笔交易：请处理认领单。",
    ),
}
