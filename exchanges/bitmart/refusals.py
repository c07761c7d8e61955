"""What BitMart's error codes mean, in both languages, and what a person can do about them."""

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
    RegionBlocked,
    VenueError,
    VenueUnavailable,
)
from exchanges.core.reasons import why
from exchanges.core.venue import Refusal
from exchanges.core.verdict import Pair

_PASTE: Pair = (
    "Copy key, secret and memo again from BitMart; the memo is the text typed when the key was made, capitals and "
    "blanks count.",
    "请在 BitMart 重新复制 Key、Secret 和 Memo；Memo 是创建 Key 时自己填写的文字，区分大小写和空格。",
)
_WAIT: Pair = ("Wait a moment; it is tried again by itself.", "请稍候，程序会自动重试。")
_OURS: Pair = (
    "This is a fault of Binnacle; please report it with the code.",
    "这是 Binnacle 的问题，请带上错误码反馈。",
)
_REFRESH: Pair = ("Look at the list again; it has changed meanwhile.", "请刷新列表，状态已经变化。")
_SUPPORT: Pair = ("Ask BitMart support.", "请联系 BitMart 客服。")
_SMALLER: Pair = ("Lower the size or the leverage.", "请减小数量或降低杠杆。")
_FUNDS: Pair = (
    "Transfer USDT into the futures account, or lower size or leverage.",
    "请向合约账户划转 USDT，或减小数量、降低杠杆。",
)
_RIGHTS: Pair = (
    "On BitMart edit the key: Read-only is always on; tick Future-Trade for the trade key, and never Withdraw.",
    "请在 BitMart 编辑该 Key：只读始终开启；交易 Key 勾选“合约交易”，绝不勾选“提现”。",
)
_ADDRESS: Pair = (
    "Add this machine's public address to the key's IP list on BitMart, save, check again.",
    "请在 BitMart 把本机公网 IP 加入该 Key 的白名单，保存后重新检查。",
)
_CLOCK: Pair = (
    "Binnacle measures BitMart's clock again by itself; if this stays, set this machine's clock.",
    "程序会自动重新对时；若持续出现，请校准本机时间。",
)
_PRICE: Pair = ("Move the price.", "请调整价格。")
_UPDATE: Pair = ("Choose the site without v1 in the settings.", "请在设置中改用非 v1 的站点。")
_LEVERAGE: Pair = (
    "Open with the leverage and margin mode the position already has.",
    "开仓杠杆和保证金模式需与现有仓位一致。",
)
_FLAT: Pair = (
    "Close all futures positions and cancel all their orders, then try again.",
    "请先平掉全部合约仓位、撤销全部挂单，再重试。",
)

_Row = tuple[str, type[VenueError], str, str, Pair]
_ROWS: tuple[_Row, ...] = (
    # The key.
    ("30001 30002", AuthError, "BitMart does not know this API key", "BitMart 不认识这个 API Key", (
        "Was the key deleted, or made in the other environment (live or demo)? Paste it again or choose the other one.",
        "Key 是否已删除，或创建于另一个环境（实盘或模拟盘）？请重新粘贴或改选环境。")),
    ("30003", AuthError, "BitMart has frozen this account", "BitMart 已冻结该账户", _SUPPORT),
    ("30004 30005", AuthError, "memo or secret does not fit the key", "Memo 或 Secret 与 Key 不匹配", _PASTE),
    ("access", AuthError, "BitMart refuses the login: memo or secret does not fit the key",
     "BitMart 拒绝登录：Memo 或 Secret 与 Key 不匹配", _PASTE),
    ("30011", AuthError, "the key has expired", "该 Key 已过期", (
        "Make a new key on BitMart, or renew this one there.", "请在 BitMart 续期，或新建一个 Key。")),
    ("30012 30019", PermissionDenied, "the key lacks the permission for this", "这个 Key 没有该操作的权限", _RIGHTS),
    ("30010 40006", IpNotAllowed, "this address is not on the key's IP list", "本机 IP 不在 Key 的白名单里", _ADDRESS),
    ("30006 30007 30008 40008 40013 40039", ClockSkew,
     "the clocks do not agree (or BitMart was asked too often)", "时间不一致（或请求过于频繁）", _CLOCK),
    ("40046", PermissionDenied, "the account has no futures yet", "账户未开通合约", (
        "Open the futures account on BitMart first.", "请先在 BitMart 开通合约账户。")),
    ("40047", RegionBlocked, "BitMart does not serve this country or region", "您所在的国家和地区不提供服务", (
        "Ask BitMart which regions it serves.", "请向 BitMart 确认服务地区。")),
    # The venue's load.
    ("30013", RateLimited, "too many requests", "请求过于频繁", _WAIT),
    ("30017", RateLimited, "BitMart has suspended this account's requests for asking too often",
     "因违反限流规则，请求被暂时拒绝", _SUPPORT),
    ("30014", VenueUnavailable, "BitMart is not available", "BitMart 服务不可用", _WAIT),
    ("30016", Maintenance, "BitMart is under maintenance", "BitMart 正在维护", _WAIT),
    ("40012", VenueUnavailable, "BitMart failed inside, or an order's leverage or margin mode is not the position's",
     "BitMart 系统错误（下单时可能是杠杆或保证金模式与仓位不一致）", _LEVERAGE),
    ("later", VenueUnavailable, "BitMart cannot log anybody in at the moment", "BitMart 暂时无法登录", _WAIT),
    ("login", VenueUnavailable, "not logged in on this connection", "该连接尚未登录", _WAIT),
    ("topic", BadRequest, "BitMart does not know this channel", "BitMart 没有该频道", _OURS),
    ("30030", Maintenance, "the first generation of this API is switched off", "合约 V1 接口已下线", _UPDATE),
    ("30031", Maintenance, "BitMart has switched this call off", "该接口已下线", _OURS),
    # The account and its orders.
    ("30000 40010", NotFound, "BitMart does not know this call", "找不到请求的接口", _OURS),
    ("30018 40007 40009 40011", BadRequest, "a parameter is wrong or missing", "参数错误或缺失", _OURS),
    ("40001", NotFound, "there is no such account", "账号不存在", _SUPPORT),
    ("40002", NotFound, "there is no such transfer", "划转单号不存在", _REFRESH),
    ("40003", BadRequest, "this request number was used before", "划转单号已存在", _REFRESH),
    ("40004", RateLimited, "the account is beyond its limits", "账号超过限制", _WAIT),
    ("40005", BadRequest, "too many decimals", "划转数量超出小数限制", _SMALLER),
    ("40014", Maintenance, "the contract is delisted", "合约已下架", _REFRESH),
    ("40015", Maintenance, "trading of the contract is paused", "合约已暂停交易", _WAIT),
    ("40016 40023 40024 40025", BadRequest, "refused for risk: the position would be liquidated or short of margin",
     "风控拒绝：会触发强平或保证金不足", _SMALLER),
    ("40017", BadRequest, "a position cannot be opened and closed at once", "不能同时开仓和平仓", _REFRESH),
    ("40018 40021", NotFound, "there is no such position", "仓位不存在或已平仓", _REFRESH),
    ("40019 40026", BadRequest, "the position is being liquidated", "仓位正在强平", _REFRESH),
    ("40020", InsufficientFunds, "more than can be closed; closing orders hold the rest", "可平数量不足", _REFRESH),
    ("40022", BadRequest, "the position is not isolated, or cannot become cross", "不能全仓，或仓位不是逐仓", _REFRESH),
    ("40027 42000", InsufficientFunds, "the balance is too small", "余额不足", _FUNDS),
    ("40028", BadRequest, "above the largest size, or too many plan orders", "下单数量或计划委托数超过上限", _SMALLER),
    ("40029", BadRequest, "the leverage is above the maximum", "杠杆超过上限", _SMALLER),
    ("40030", BadRequest, "the leverage is too small", "杠杆过小", _LEVERAGE),
    ("40040", BadRequest, "the leverage is not the position's", "杠杆倍数不合法，或与仓位不一致", _LEVERAGE),
    ("40031", BadRequest, "the trigger price is too far away", "现价与触发价偏差太大", _PRICE),
    ("40032 40033", BadRequest, "the plan order lives too long or too short", "计划委托的有效期过长或过短", _OURS),
    ("40034", NotFound, "BitMart lists no such contract", "交易对不存在", _REFRESH),
    ("40035 40037", NotFound, "BitMart does not know this order", "BitMart 没有这个订单", _REFRESH),
    ("40036", BadRequest, "the order is finished already", "订单已经结束", _REFRESH),
    ("40038", BadRequest, "BitMart has no such K-line step", "K线间隔不存在", _OURS),
    ("40041 40042 40045", BadRequest, "side, type or margin mode of the order is not allowed",
     "订单方向、类型或开仓类型不合法", _OURS),
    ("40043", BadRequest, "price or size is no multiple of its step", "价格或数量精度不合法", _PRICE),
    ("40044", BadRequest, "price or size is out of range", "价格或数量超出范围", _PRICE),
    ("40048 40049", BadRequest, "the custom order id is malformed", "自定义订单号不合规则", _OURS),
    ("40050", BadRequest, "this order id was used before", "该自定义订单号已使用", _REFRESH),
    ("40059", BadRequest, "the position mode cannot change while there are positions or orders",
     "有持仓或挂单，不能修改持仓模式", _FLAT),
)  # fmt: skip

REFUSALS: dict[str, Refusal] = {
    code: Refusal(error, (english, chinese), cure)
    for codes, error, english, chinese, cure in _ROWS
    for code in codes.split()
}
"""By code; `access`, `later`, `login` and `topic` are our names for what the streams say in words only."""
ENDED = frozenset({"40036"})
"""Answers to a cancel that mean, as `NotFound` does: there is nothing to cancel any more."""
DOUBTFUL = frozenset({"30014", "40012"})
"""Answers that do not say whether a write happened."""
_WORDS = (
    ("temporarily unavailable", "later"),
    ("auth failed", "access"),
    ("access failed", "access"),
    ("authen", "login"),
    ("not exist", "topic"),
)
_UNKNOWN = Refusal(BadRequest, ("BitMart refused the request", "BitMart 拒绝了请求"))


def refusal(code: str) -> Refusal:
    """What a code means; one we do not know is a request refused."""
    return REFUSALS.get(code, _UNKNOWN)


def stream_code(words: str) -> str:
    """The name of what a stream refuses in words; empty for words nobody knows."""
    told = words.lower()
    return next((code for part, code in _WORDS if part in told), "")


def explain(error: VenueError) -> tuple[Pair, Pair]:
    """(what happened, what to do) of any error of the adapter, in both languages."""
    known = REFUSALS.get(error.code)
    return (known.text, known.cure) if known else why(error)
