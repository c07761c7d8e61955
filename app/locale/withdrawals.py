"""Texts of withdrawals and of the addresses they go to."""

TEXTS: dict[str, tuple[str, str]] = {
    "withdrawals.error.address": ("This is not an address of this network.", "这不是该网络的地址。"),
    "withdrawals.error.address-ours": (
        "This address is ours or the token's: money sent there would be lost.",
        "这是我们自己的地址或代币合约地址，转到那里的钱会丢失。",
    ),
    "withdrawals.error.address-known": ("This address is on your list already.", "该地址已在您的白名单中。"),
    "withdrawals.error.address-gone": ("Choose an address of your list.", "请选择白名单中的地址。"),
    "withdrawals.error.address-waits": (
        "This address is new: it can be used in {hours} h.",
        "该地址刚添加，{hours} 小时后可用。",
    ),
    "withdrawals.error.addresses-full": (
        "Your list has {most} addresses. Remove one first.",
        "白名单已有 {most} 个地址，请先移除一个。",
    ),
    "withdrawals.error.too-much": ("Only {free} USDT are free to withdraw.", "可提现的只有 {free} USDT。"),
    "withdrawals.error.owed": (
        "A share of your profit is still owed; it is taken from compute first.",
        "尚有盈利分成未扣，须先从算力中扣除。",
    ),
    "withdrawals.error.again": ("Please send it once more.", "请再提交一次。"),
    "withdrawals.error.decided": ("It does not wait any more.", "该申请已处理完毕。"),
    "withdrawals.error.tx-used": ("This transaction paid another withdrawal.", "这笔交易已用于另一笔提现。"),
    "withdrawals.error.tx-unknown": (
        "The chain does not know this transaction yet. Wait for its block, then try again.",
        "链上还没有这笔交易，请等它进入区块后再试。",
    ),
    "withdrawals.error.tx-other": (
        "This transaction did not pay {amount} USDT to that address.",
        "这笔交易没有向该地址支付 {amount} USDT。",
    ),
}
