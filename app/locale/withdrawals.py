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
    "withdrawals.title": ("Withdraw", "提现"),
    "withdrawals.help": (
        "Unused compute can be paid out in USDT, to an address of your own list. A new address waits before it can be "
        "used, and you get a mail when one is added: should it not be you, remove it. The amount is set aside at once; "
        "the operator pays by hand, names the transaction, and the chain must confirm it.",
        "未使用的算力可以以 USDT 提现到您白名单中的地址。新增地址需要等待一段时间才能使用，并会发邮件通知您："
        "如非本人操作，请移除它。"
        "申请后金额立即冻结，由运营方手动支付并填写交易哈希，且须得到链上证实。",
    ),
    "withdrawals.lead": (
        "{free} USDT are free to withdraw; the least is {least}.",
        "可提现 {free} USDT，最少 {least}。",
    ),
    "withdrawals.addresses": ("Your addresses", "提现白名单"),
    "withdrawals.addresses.none": ("none yet: n adds one", "暂无，按 n 添加"),
    "withdrawals.requests": ("Withdrawals", "提现记录"),
    "withdrawals.requests.none": ("none yet", "暂无"),
    "withdrawals.usable": ("can be used", "可用"),
    "withdrawals.waits": ("can be used from {when} UTC on", "{when}（UTC）起可用"),
    "withdrawals.state.waiting": ("waits for the operator", "等待运营方处理"),
    "withdrawals.state.paid": ("paid", "已支付"),
    "withdrawals.state.refused": ("refused, given back", "已拒绝并退回"),
    "withdrawals.state.canceled": ("taken back", "已撤回"),
    "withdrawals.request": ("withdraw", "提现"),
    "withdrawals.request-help": ("Withdraw to the address under the cursor", "提现到光标所在的地址"),
    "withdrawals.request.explain": (
        "The amount is set aside at once and cannot be spent. The operator pays it by hand; "
        "if it is refused, it comes back.",
        "金额会立即冻结，不能再使用。由运营方手动支付；若被拒绝，金额会退回。",
    ),
    "withdrawals.to": ("to {label}, {chain}:", "提现到 {label}，{chain}："),
    "withdrawals.amount": ("Amount (USDT)", "金额（USDT）"),
    "withdrawals.add": ("add address", "添加地址"),
    "withdrawals.add-help": ("Put an address on your list", "把地址加入白名单"),
    "withdrawals.add.explain": (
        "Only addresses of this list can be paid. A new one can be used after {hours} hours, so that you have time to "
        "notice when somebody else adds one.",
        "只能提现到白名单中的地址。新地址在 {hours} 小时后可用，以便您发现他人添加的地址。",
    ),
    "withdrawals.address": ("Address", "地址"),
    "withdrawals.address.hint": ("paste it; its checksum is looked at", "请粘贴，系统会检查校验码"),
    "withdrawals.label": ("Name", "名称"),
    "withdrawals.label.hint": ("for you: my wallet", "便于辨认，例如：我的钱包"),
    "withdrawals.remove": ("remove", "移除"),
    "withdrawals.remove-help": ("Remove the address, or take the request back", "移除地址，或撤回申请"),
    "withdrawals.remove.title": ("Remove {label} from your list?", "从白名单移除 {label}？"),
    "withdrawals.cancel.title": ("Take withdrawal {number} back?", "撤回提现 {number}？"),
    "withdrawals.cancel.means": ("{amount} USDT become compute again.", "{amount} USDT 会退回算力。"),
    "withdrawals.yes": ("Yes", "是"),
    "withdrawals.no": ("No, keep it", "不，保留"),
    "withdrawals.copy": ("copy", "复制"),
    "withdrawals.copy-help": ("Copy the address, or the transaction that paid", "复制地址或支付的交易哈希"),
    "withdrawals.no-address": ("choose an address of your list", "请选择白名单中的地址"),
    "withdrawals.checking": ("Checking ...", "正在核对……"),
    "withdrawals.added": ("The address is on your list.", "地址已加入白名单。"),
    "withdrawals.requested": (
        "Withdrawal {number} of {amount} USDT is asked for.",
        "已申请提现 {number}：{amount} USDT。",
    ),
}
