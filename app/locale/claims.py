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
    "claims.open": ("claim a payment", "认领付款"),
    "claims.open-help": (
        "A payment was not credited: find it by its transaction hash",
        "付款未入账：用交易哈希查找",
    ),
    "claims.title": ("Claims", "认领单"),
    "claims.help": (
        "Paid, but not credited? Paste the transaction hash from your wallet or exchange. The chain is asked at once: "
        "a payment that fits an order of yours is credited by itself, everything else goes to the operator with the "
        "chain's proof beside it. A hash is public, so it alone proves nothing: if two people claim one payment, "
        "nobody is credited before the operator decided.",
        "已付款但没有入账？请粘贴钱包或交易所提供的交易哈希，系统会立即向链上查询：与您的订单完全相符的付款自动入账，"
        "其余连同链上证明交由运营方审核。哈希是公开信息，单凭它不能证明归属：若两人认领同一笔付款，运营方处理前都不会入账。",
    ),
    "claims.tx": ("Transaction hash", "交易哈希"),
    "claims.tx.hint": (
        "64 characters; your wallet or exchange shows it",
        "64 位，可带 0x；钱包或交易所的转账记录中可以看到",
    ),
    "claims.words": ("Your words", "补充说明"),
    "claims.words.hint": ("optional: which exchange, which amount", "可不填：从哪个交易所转出、金额多少"),
    "claims.file": ("claim it", "认领"),
    "claims.file-help": ("Claim this transaction", "认领这笔交易"),
    "claims.asking": ("Asking the chain ...", "正在向链上查询……"),
    "claims.yours": ("Your claims", "您的认领单"),
    "claims.none": (
        "None yet. A payment you claim stands here until it is credited or refused.",
        "暂无。您认领的付款会列在这里，直到入账或被拒绝。",
    ),
    "claims.column.time": ("Time (UTC)", "时间（UTC）"),
    "claims.column.tx": ("Transaction", "交易"),
    "claims.column.amount": ("USDT", "USDT"),
    "claims.column.state": ("State", "状态"),
    "claims.state.watching": ("watched: not final yet", "等待链上确认"),
    "claims.state.review": ("with the operator", "等待运营方审核"),
    "claims.state.frozen": ("on hold: claimed twice", "已冻结：有两人认领"),
    "claims.state.credited": ("credited", "已入账"),
    "claims.state.refused": ("refused", "已拒绝"),
    "claims.finding.unknown": (
        "The chain does not know it yet. It is looked for again and again for two days.",
        "链上还没有这笔交易，系统会在两天内反复查询。",
    ),
    "claims.finding.unreachable": (
        "The node does not answer just now. It is asked again by itself.",
        "节点暂时没有响应，系统会自动重试。",
    ),
    "claims.finding.not_final": (
        "Seen, but it may still be reversed. It goes on by itself when it is final.",
        "已看到，但尚未最终确认；确认后会自动继续。",
    ),
    "claims.finding.failed": ("The chain says that this transaction failed.", "链上显示这笔交易失败。"),
    "claims.finding.not_ours": (
        "It paid no USDT to our address on this network; another token of that name is not USDT.",
        "它没有在该网络上向我们的地址支付 USDT；同名的其他代币不是 USDT。",
    ),
    "claims.finding.dust": ("It paid less than 1 USDT.", "金额不足 1 USDT。"),
    "claims.finding.found": ("The payment is proved by the chain.", "付款已由链上证实。"),
    "claims.finding.contested": (
        "Somebody else claims it too. The operator asks for a proof, such as the exchange's record.",
        "另有人也认领了它。运营方会要求提供证明，例如交易所的提币记录。",
    ),
    "claims.finding.already": ("This payment was credited before, to another account.", "这笔付款此前已计入其他账户。"),
    "claims.finding.returned": ("This payment was paid back by the operator.", "这笔付款已由运营方退回。"),
    "claims.reason": ("The operator's reason: {reason}", "运营方的理由：{reason}"),
}
