"""What Toobit's error codes mean, in both languages, and what a person can do about them."""

from __future__ import annotations

from exchanges.core.errors import (
    AuthError,
    BadRequest,
    ClockSkew,
    InsufficientFunds,
    IpNotAllowed,
    Maintenance,
    NotFound,
    PermissionDenied,
    RateLimited,
    VenueError,
    VenueUnavailable,
)
from exchanges.core.reasons import why
from exchanges.core.venue import Refusal
from exchanges.core.verdict import Pair

_PASTE: Pair = (
    "Copy key and secret again from Toobit, without blanks; if the secret is lost, create a new key.",
    "请在 Toobit 重新复制 API Key 和 Secret（不要带空格）；Secret 丢失时只能新建一个 Key。",
)
_WAIT: Pair = ("Wait a moment; it is tried again by itself.", "请稍候，程序会自动重试。")
_OURS: Pair = (
    "This is a fault of Binnacle; please report it with the code.",
    "这是 Binnacle 的问题，请带上错误码反馈。",
)
_REFRESH: Pair = ("Look at the list again; it has changed meanwhile.", "请刷新列表，状态已经变化。")
_SUPPORT: Pair = ("Ask Toobit support.", "请联系 Toobit 客服。")
_SITE: Pair = ("Look at Toobit's own page.", "请在 Toobit 页面查看。")
_SMALLER: Pair = ("Lower the size or the leverage.", "请减小数量或降低杠杆。")
_FUNDS: Pair = (
    "Transfer USDT into the copy trading account, or lower size or leverage.",
    "请向带单账户划转 USDT，或减小数量、降低杠杆。",
)
_PRICE: Pair = ("Move the price.", "请调整价格。")
_ROUNDING: Pair = ("Round it to the contract's step.", "请按合约步长取整。")
_FLAT: Pair = ("Close positions and cancel orders of this contract first.", "请先平掉该合约的仓位并撤销挂单。")
_CODE: Pair = ("Choose another invitation code.", "请更换邀请码。")
_CLOCK: Pair = (
    "Binnacle measures Toobit's clock again by itself; if this stays, set this machine's clock.",
    "程序会自动重新对时；若持续出现，请校准本机时间。",
)
LEADER_ACCOUNT: Pair = (
    "Be an active lead trader on Toobit, and choose the copy trading account when you create the key.",
    "请先在 Toobit 成为有效带单员，创建 Key 时账户类型选择“跟单”。",
)

_Row = tuple[str, type[VenueError], str, str, Pair]
_ROWS: tuple[_Row, ...] = (
    # The key.
    ("-2015", AuthError, "Toobit does not accept this key from here: it is unknown, bound to other addresses, or "
     "lacks the permission", "Toobit 拒绝了这个 Key：Key 不存在、绑定了其他 IP，或没有该权限", (
        "Is it pasted whole and not deleted? Is this machine's address on its IP list? Toobit does not tell which.",
        "请核对：Key 是否完整、未被删除；本机 IP 是否在其白名单里。Toobit 不会说明具体原因。")),
    ("-2014 -1107", AuthError, "this is no API key of Toobit", "API Key 格式不对", _PASTE),
    ("-1022", AuthError, "the secret does not fit the key", "Secret 与 Key 不匹配", _PASTE),
    ("-1002", AuthError, "the key is missing or not authorised", "缺少 Key 或未授权", _PASTE),
    ("-2017", AuthError, "the key has expired", "该 Key 已过期", (
        "Renew it on Toobit, or create a new key.", "请在 Toobit 续期，或新建一个 Key。")),
    ("-2018", AuthError, "Toobit's risk control has suspended the key", "该 Key 已被 Toobit 风控暂停", _SUPPORT),
    ("-1023", IpNotAllowed, "this account's keys must be bound to IP addresses", "该账户的 Key 必须绑定 IP", (
        "Edit the key on Toobit and bind this machine's addresses.", "请在 Toobit 编辑该 Key，绑定本机 IP。")),
    ("-1020", PermissionDenied, "the key may only read, or the account does not know this action",
     "该 Key 只有只读权限，或账户不支持该操作", (
        "Trade with a key that has the trading permission.", "请使用有交易权限的 Key。")),
    ("-1005 -1204", PermissionDenied, "the key lacks the permission", "该 Key 没有权限", (
        "Change the key's permissions on Toobit.", "请在 Toobit 修改该 Key 的权限。")),
    ("-120041", PermissionDenied, "this is no account of an active lead trader", "不是有效的带单员账户",
     LEADER_ACCOUNT),
    ("-1153 -1157 -1214 -1215", PermissionDenied, "the account may not trade this contract now",
     "该账户目前不能交易该合约", _SITE),
    ("-1021", ClockSkew, "the clocks do not agree", "时间不一致", _CLOCK),
    # The venue's load and state.
    ("-1003", RateLimited, "too many requests from this address", "本机 IP 请求过于频繁", _WAIT),
    ("-1015", RateLimited, "too many orders", "下单过于频繁", _WAIT),
    ("-1016 -1031", Maintenance, "Toobit is under maintenance", "Toobit 正在维护", _WAIT),
    ("-1151", Maintenance, "the contract is not open for trading", "该合约尚未开放交易", _SITE),
    ("-1000 -1001", VenueUnavailable, "Toobit failed without a reason", "Toobit 内部错误", _WAIT),
    ("-1006 -1007 -1146 -1147", VenueUnavailable, "Toobit did not say how it ended", "Toobit 未返回结果", _WAIT),
    # What is not there.
    ("-2013 -1143", NotFound, "Toobit does not know this order", "订单不存在", _REFRESH),
    ("-1139", NotFound, "the order is filled already", "订单已成交", _REFRESH),
    ("-1142", NotFound, "the order is cancelled already", "订单已撤销", _REFRESH),
    ("-1121", NotFound, "Toobit does not know this contract", "没有这个合约", _REFRESH),
    ("-1125", NotFound, "the key of the stream has expired", "数据流密钥已过期", _WAIT),
    ("-1171", NotFound, "Toobit does not know this account", "账户不存在", _SITE),
    ("-3145", NotFound, "there is no such position, or closing orders hold it", "没有该仓位，或已被平仓挂单占用",
     _REFRESH),
    ("-32045", NotFound, "this person does not follow you", "跟随关系不存在", _REFRESH),
    ("-120047", NotFound, "Toobit does not know you as a lead trader", "带单员不存在", LEADER_ACCOUNT),
    ("-120067", NotFound, "Toobit has no limits for your lead trader level", "等级配置不存在", _SUPPORT),
    # The lead trader's settings.
    ("-120072", BadRequest, "the settings break the limits of your lead trader level", "带单设置超出当前等级的限制", (
        "Look at the limits of your level on Toobit: profit share, smallest assets and amounts.",
        "请在 Toobit 查看当前等级的限制：分润比例、最低跟单资产和金额。")),
    ("-120078", BadRequest, "the pause does not fit: its end is missing or before its start", "冷却时间窗口不合法", (
        "Give an end that is not before the start.", "请填写结束时间，且不早于开始时间。")),
    ("-120073", BadRequest, "private leading with a profit share of your own cannot be made public",
     "私域且自定义过分润比例，不能切换为公域", _SUPPORT),
    ("-120055", BadRequest, "the follower holds copied positions", "该跟随者有跟单仓位，不能移除", (
        "Try again when the follower's copied positions are closed.", "请等该跟随者的跟单仓位平仓后再试。")),
    ("-32090", BadRequest, "a contract that is led right now cannot be switched off", "仍有带单中订单的交易对不能取消",
     _FLAT),
    ("-32093", BadRequest, "open positions do not fit this margin mode", "当前持仓不满足仓位模式切换条件", _FLAT),
    ("-120510", BadRequest, "the invitation code is taken", "邀请码重复", _CODE),
    ("-120511", BadRequest, "the invitation code is not decent", "邀请码包含敏感内容", _CODE),
    ("-120512", BadRequest, "the invitation code needs 6 to 10 letters and digits", "邀请码须为 6 到 10 位且不含中文",
     _CODE),
    # Orders and settings of a contract.
    ("-1131 -3110 -3130 -1408", InsufficientFunds, "the balance is too small", "余额不足", _FUNDS),
    ("-1132 -1133 -1134 -1137", BadRequest, "price or size is no multiple of its step", "价格或数量不符合步长",
     _ROUNDING),
    ("-1135", BadRequest, "above the largest order size", "超过单笔最大数量", ("Split the order.", "请拆分下单。")),
    ("-1136 -1140", BadRequest, "below the smallest order", "低于最小下单量", ("Raise the size.", "请增大数量。")),
    ("-1138 -1195 -1196 -1197 -1198 -1199 -1200 -1201 -1202 -1203", BadRequest, "the price is outside the limits",
     "价格超出限价范围", _PRICE),
    ("-1141", BadRequest, "this order id is in use", "该自定义订单号已使用", _REFRESH),
    ("-1193", BadRequest, "too many open orders", "挂单数量已达上限", ("Cancel some.", "请撤销部分挂单。")),
    ("-1148 -1156 -1165 -1166 -1213", BadRequest, "the order cannot be made so", "订单不符合规则", _SITE),
    ("-1161", BadRequest, "this margin cannot be taken out", "不能减少该保证金", _SMALLER),
    ("-3125 -3126 -3131", BadRequest, "this leverage is not possible now", "当前不能使用该杠杆", _SMALLER),
    ("-3128", BadRequest, "positions or orders block the change of the margin mode", "有持仓或挂单，无法切换保证金模式",
     _FLAT),
    ("-3002 -3132 -3148 -3149", BadRequest, "refused by the risk limits", "超出风险限额", _SMALLER),
    ("-1100 -1101 -1102 -1103 -1104 -1105 -1106 -1111 -1112 -1114 -1115 -1116 -1117 -1118 -1119 -1120 -1127 -1128 "
     "-1130", BadRequest, "a parameter is wrong or missing", "参数错误或缺失", _OURS),
    ("-10001 -10002 -10004 -100010 -100011 -100012", BadRequest, "Toobit has no such prices", "没有该行情", _REFRESH),
)  # fmt: skip

REFUSALS: dict[str, Refusal] = {
    code: Refusal(error, (english, chinese), cure)
    for codes, error, english, chinese, cure in _ROWS
    for code in codes.split()
}

BAD_SIGNATURE = "-1022"
READ_ONLY = "-1020"
NOT_A_LEADER = "-120041"
MAY_WRITE = frozenset({"-32045", "-120047"})
"""Answers to removing a follower nobody has: the key may write."""
STREAM_EXPIRED = "-1125"
BAD_VALUE = "-1130"
FINISHED = frozenset({"-1139", "-1142"})
HELD_BY_ORDERS = frozenset({"-1131", "-3145"})
"""Answers to a close that mean: nothing is left to close, or waiting orders would close it already."""
OUTCOME_UNKNOWN = frozenset({"-1000", "-1001", "-1006", "-1007", "-1146", "-1147"})
"""Answers to a write that leave open whether it happened."""

_UNKNOWN = Refusal(BadRequest, ("Toobit refused the request", "Toobit 拒绝了请求"))


def refusal(code: str) -> Refusal:
    """What a code means; one we do not know is a request refused."""
    return REFUSALS.get(code, _UNKNOWN)


def explain(error: VenueError) -> tuple[Pair, Pair]:
    """(what happened, what to do) of any error of the adapter, in both languages."""
    known = REFUSALS.get(error.code)
    return why(error) if known is None else (known.text, known.cure)
