"""What Binance's error codes mean, in both languages, and what a person can do about them."""

from __future__ import annotations

import re

from exchanges.binance.signing import NO_PRIVATE_KEY
from exchanges.core.errors import (
    AuthError,
    BadRequest,
    ClockSkew,
    InsufficientFunds,
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
    "Copy key and secret again from Binance, without blanks; if the secret is lost, create a new key.",
    "请在币安重新复制 API Key 和 Secret Key（不要带空格）；Secret 丢失时只能新建一个 Key。",
)
_WAIT: Pair = ("Wait a moment; it is tried again by itself.", "请稍候，程序会自动重试。")
_OURS: Pair = (
    "This is a fault of Binnacle; please report it with the code.",
    "这是 Binnacle 的问题，请带上错误码反馈。",
)
_REFRESH: Pair = ("Look at the list again; it has changed meanwhile.", "请刷新列表，状态已经变化。")
_SUPPORT: Pair = ("Ask Binance support.", "请联系币安客服。")
_SMALLER: Pair = ("Lower the size or the leverage.", "请减小数量或降低杠杆。")
_FUNDS: Pair = (
    "Transfer USDT into the futures account, or lower size or leverage.",
    "请向合约账户划转 USDT，或减小数量、降低杠杆。",
)
_FLAT: Pair = (
    "Close all positions and cancel all orders, of USDⓈ-M and of COIN-M futures, then try again.",
    "请先平掉全部仓位、撤销全部挂单（U 本位和币本位都要），再重试。",
)
_CLOCK: Pair = (
    "Binnacle measures Binance's clock again by itself; if this stays, set this machine's clock.",
    "程序会自动重新对时；若持续出现，请校准本机时间。",
)
_PRICE: Pair = ("Move the price.", "请调整价格。")
_ROUNDING: Pair = ("Round it to the contract's step.", "请按合约步长取整。")
_CANCEL_CLOSING: Pair = ("Cancel the closing orders first.", "请先撤销平仓挂单。")
_SITE: Pair = ("Look at Binance's own page.", "请在币安页面查看。")
_OPEN_ACCOUNT: Pair = (
    "Open the futures account on Binance, transfer any amount into it, then create a new key.",
    "请先在币安开通合约账户并划入任意金额，然后新建 Key。",
)
_OTHER_ENVIRONMENT: Pair = (
    "Choose demo trading for a key of the testnet, live for a live key.",
    "模拟盘的 Key 请选择模拟盘，实盘 Key 请选择实盘。",
)
MENU_HEDGE_MODE: Pair = (
    "On Binance: Futures > Preference > Position Mode > Hedge Mode.",
    "在币安：合约交易页 → 偏好设置 → 仓位模式 → 双向持仓。",
)
FUTURES_MISSING: Pair = (
    "On Binance: API Management > Edit restrictions > tick Enable Futures > Save. If it is ticked, the key is older "
    "than the futures account: create a new key.",
    "在币安：API 管理 → 编辑权限 → 勾选“允许合约” → 保存。若已勾选，说明 Key 早于合约账户创建，请新建 Key。",
)

_Row = tuple[str, type[VenueError], str, str, Pair]
_ROWS: tuple[_Row, ...] = (
    # The key.
    ("-2015", AuthError, "Binance does not accept this key from here: it is unknown, bound to other addresses, or "
     "lacks the permission", "币安拒绝了这个 Key：Key 不存在、绑定了其他 IP，或没有该权限", (
        "Is it pasted whole, not deleted, and made for this environment? Is this machine's address on its IP list?",
        "请核对：Key 是否完整、未被删除、属于当前环境；本机 IP 是否在其白名单里。")),
    ("-2014", AuthError, "this is no API key of Binance", "API Key 格式不对", _PASTE),
    ("-2008", AuthError, "Binance does not know this API key", "币安不认识这个 API Key", _PASTE),
    ("-2017", AuthError, "the keys of this account are locked", "该账户的 Key 已被锁定", _SUPPORT),
    ("-1022", AuthError, "the secret does not fit the key", "Secret 与 Key 不匹配", _PASTE),
    ("-1002", AuthError, "the key is missing or not authorised", "缺少 Key 或未授权", _PASTE),
    (NO_PRIVATE_KEY, AuthError, "the private key cannot be read", "私钥无法识别", (
        "Paste the whole private key (Ed25519 or RSA, PKCS#8, without a password), from BEGIN to END.",
        "请粘贴完整的私钥（Ed25519 或 RSA，PKCS#8 格式，无密码），从 BEGIN 到 END。")),
    ("-1021 -5028", ClockSkew, "the clocks do not agree", "时间不一致", _CLOCK),
    ("-4088", PermissionDenied, "the account may not place this order", "该账户没有下单权限", _SITE),
    ("-4402 -4403 -4206", BadRequest, "not allowed in your region", "所在地区不允许该操作", _SITE),
    ("-4192", BadRequest, "the account is in its cooling-off period", "账户处于冷静期", _SITE),
    ("-1109 -4109", BadRequest, "the futures account is not open or not active", "合约账户未开通或未激活",
     _OPEN_ACCOUNT),
    # The venue's load.
    ("-1003", RateLimited, "too many requests from this address", "本机 IP 请求过于频繁", _WAIT),
    ("-1015", RateLimited, "too many orders", "下单过于频繁", _WAIT),
    ("-1001 -1008", VenueUnavailable, "Binance is busy", "币安系统繁忙", _WAIT),
    ("-1000 -1006 -1007", VenueUnavailable, "Binance did not say how it ended", "币安未返回结果", _WAIT),
    ("-1016", Maintenance, "Binance is under maintenance", "币安正在维护", _WAIT),
    ("-1125", NotFound, "the key of the stream has expired", "数据流密钥已过期", _WAIT),
    # Account set-up.
    ("-4059 -4046", BadRequest, "nothing to change", "无需修改", _REFRESH),
    ("-4067", BadRequest, "open orders block the change of the position mode", "有挂单，无法切换仓位模式", _FLAT),
    ("-4068 -4531", BadRequest, "positions block the change of the position mode", "有持仓，无法切换仓位模式", _FLAT),
    ("-4047", BadRequest, "open orders block the change of the margin mode", "有挂单，无法切换保证金模式", _FLAT),
    ("-4048", BadRequest, "a position blocks the change of the margin mode", "有持仓，无法切换保证金模式", _FLAT),
    ("-4168", BadRequest, "isolated margin is not possible in multi-assets mode", "联合保证金模式不支持逐仓", _SITE),
    ("-4167 -4169 -4170 -4171 -4172", BadRequest, "the multi-assets mode does not allow this",
     "联合保证金模式不允许该操作", _SITE),
    ("-4028", BadRequest, "the leverage is outside the limits", "杠杆超出范围", _SMALLER),
    ("-2028", InsufficientFunds, "the margin is too small for this leverage", "保证金不足以使用该杠杆", _FUNDS),
    ("-4161", BadRequest, "leverage cannot be lowered with an isolated position", "有逐仓仓位，不能降低杠杆",
     _SMALLER),
    ("-4202 -4203 -4205 -4209", BadRequest, "the account may not use this leverage", "账户不能使用该杠杆", _SMALLER),
    # Orders.
    ("-2018 -2019", InsufficientFunds, "the balance is too small", "余额不足", _FUNDS),
    ("-4164", BadRequest, "below the smallest order value", "低于最小下单金额", ("Raise the size.", "请增大数量。")),
    ("-1111 -4014 -4023 -4013", BadRequest, "price or size is no multiple of its step", "价格或数量不符合步长",
     _ROUNDING),
    ("-4003 -4004", BadRequest, "below the smallest size", "低于最小数量", ("Raise the size.", "请增大数量。")),
    ("-4005", BadRequest, "above the largest order size", "超过单笔最大数量", ("Split the order.", "请拆分下单。")),
    ("-4016 -4024 -4131", BadRequest, "the price is outside the limits", "价格超出限价范围", _PRICE),
    ("-2021 -4142", BadRequest, "the order would trigger at once", "会立即触发", (
        "Put the trigger on the other side of the price.", "请把触发价设在现价的另一侧。")),
    ("-2022 -4118", BadRequest, "nothing left to close, or closing orders hold it", "没有可平数量，或已被平仓挂单占用",
     _CANCEL_CLOSING),
    ("-2024", BadRequest, "the position is too small", "仓位不足", _REFRESH),
    ("-4061 -4062", BadRequest, "the position side does not fit the position mode", "持仓方向与仓位模式不符",
     MENU_HEDGE_MODE),
    ("-2011 -2013", NotFound, "Binance does not know this order, or it is finished", "订单不存在或已经结束", _REFRESH),
    ("-1121", NotFound, "Binance does not know this contract", "币安没有这个合约", _REFRESH),
    ("-2025", BadRequest, "too many open orders", "挂单数量已达上限", ("Cancel some.", "请撤销部分挂单。")),
    ("-4116", BadRequest, "this order id is in use", "该自定义订单号已使用", _REFRESH),
    ("-4015", BadRequest, "the order id is not allowed", "自定义订单号不合规则", _OURS),
    ("-2027 -4400 -4401 -4189 -4087", BadRequest, "above the position limit; only reducing is allowed",
     "超过仓位上限，只能减仓", _SMALLER),
    ("-4140 -4141", BadRequest, "the contract is not open for this", "该合约当前不可交易", _SITE),
    ("-4105 -4106 -4107 -4137 -4138 -4120", BadRequest, "the order is not made as Binance wants it",
     "订单参数组合不正确", _OURS),
    ("-5021 -5022 -5041", BadRequest, "the order could not be placed on its terms", "订单条件无法满足", _PRICE),
    ("-5024 -5025 -5026 -5027 -5029 -5043 -5047", BadRequest, "the order cannot be modified", "订单不能修改", _REFRESH),
    ("-1100 -1101 -1102 -1104 -1105 -1106 -1115 -1116 -1117 -1130", BadRequest, "a parameter is wrong or missing",
     "参数错误或缺失", _OURS),
)  # fmt: skip

REFUSALS: dict[str, Refusal] = {
    code: Refusal(error, (english, chinese), cure)
    for codes, error, english, chinese, cure in _ROWS
    for code in codes.split()
}

KEY_REFUSED = "-2015"
OTHER_ENVIRONMENT = "other_environment"
"""The cure of a key that this environment refuses and the other one accepts."""
OUTCOME_UNKNOWN = frozenset({"-1000", "-1006", "-1007"})
"""Answers to a write that leave open whether it happened."""
NOTHING_HAPPENED = frozenset({"-1001", "-1008"})
STREAM_EXPIRED = "-1125"

_UNKNOWN = Refusal(BadRequest, ("Binance refused the request", "币安拒绝了请求"))
_SEEN_IP = re.compile(r"request ip: ?([0-9A-Fa-f.:]+)")
_BANNED = re.compile(r"banned until (\d{13})")


def refusal(code: str) -> Refusal:
    """What a code means; one we do not know is a request refused."""
    return REFUSALS.get(code, _UNKNOWN)


def explain(error: VenueError) -> tuple[Pair, Pair]:
    """(what happened, what to do) of any error of the adapter, in both languages."""
    if error.cure == OTHER_ENVIRONMENT:
        return REFUSALS[KEY_REFUSED].text, _OTHER_ENVIRONMENT
    if error.code == KEY_REFUSED and isinstance(error, PermissionDenied):
        return ("the key works, but not for futures", "Key 有效，但没有合约权限"), FUTURES_MISSING
    known = REFUSALS.get(error.code)
    if known is None:
        return why(error)
    if error.code == KEY_REFUSED and error.seen_ip:
        cure = (
            f"{known.cure[0]} Binance sees us come from {error.seen_ip}.",
            f"{known.cure[1]}币安看到的本机 IP 是 {error.seen_ip}。",
        )
        return known.text, cure
    return known.text, known.cure


def seen_ip(message: str) -> str:
    """The address the venue says it saw us come from, IPv4 or IPv6; empty when the message names none."""
    found = _SEEN_IP.search(message)
    return found.group(1).rstrip(".") if found else ""


def banned_until_ms(message: str) -> int | None:
    """When a ban of this address ends, as the message tells."""
    found = _BANNED.search(message)
    return int(found.group(1)) if found else None
