"""What OKX's error codes mean, in both languages, and what a person can do about them."""

from __future__ import annotations

import re

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
    "Copy key and secret again from OKX, without blanks; if the secret is lost, create a new key.",
    "请在 OKX 重新复制 Key 和 Secret（不要带空格）；Secret 丢失时只能新建一个 Key。",
)
_WAIT: Pair = ("Wait a moment; it is tried again by itself.", "请稍候，程序会自动重试。")
_OURS: Pair = (
    "This is a fault of Binnacle; please report it with the code.",
    "这是 Binnacle 的问题，请带上错误码反馈。",
)
_REFRESH: Pair = ("Look at the list again; it has changed meanwhile.", "请刷新列表，状态已经变化。")
_SUPPORT: Pair = ("Ask OKX support.", "请联系 OKX 客服。")
_SMALLER: Pair = ("Lower the size or the leverage.", "请减小数量或降低杠杆。")
_FUNDS: Pair = (
    "Transfer USDT into the trading account, or lower size or leverage.",
    "请向交易账户划转 USDT，或减小数量、降低杠杆。",
)
_FLAT: Pair = (
    "Close all positions, cancel all orders and stop all bots, then try again.",
    "请先平掉全部仓位、撤销全部挂单、停止全部策略，再重试。",
)
_MODE_MENU: Pair = (
    "On OKX: Trade > Trade settings > Trading mode > Account mode > Futures mode > Switch.",
    "在 OKX：交易页 → 交易设置 → 交易模式 → 账户模式 → 合约模式 → 切换。",
)
_POSITION_MENU: Pair = (
    "On OKX: Trade > Trade settings > Position mode > Hedge mode.",
    "在 OKX：交易页 → 交易设置 → 仓位模式 → 双向持仓。",
)
_CLOCK: Pair = (
    "Binnacle measures OKX's clock again by itself; if this stays, set this machine's clock.",
    "程序会自动重新对时；若持续出现，请校准本机时间。",
)
MENU_FUTURES_MODE, MENU_HEDGE_MODE = _MODE_MENU, _POSITION_MENU

_Row = tuple[str, type[VenueError], str, str, Pair]
_ROWS: tuple[_Row, ...] = (
    # The key.
    ("50111 60005", AuthError, "OKX does not know this API key", "OKX 不认识这个 API Key", _PASTE),
    ("50119 60032", AuthError, "this API key does not exist", "这个 API Key 不存在", (
        "Was the key deleted, or made on another OKX site (www, EEA, US)? Paste again or choose the other site.",
        "Key 是否已删除，或创建于其他站点（全球站、EEA、US）？请重新粘贴或改选站点。")),
    ("50105 60024", AuthError, "the passphrase is wrong", "密码短语 (passphrase) 不正确", (
        "It is the one typed when this key was created, not the login password. Lost? Create a new key.",
        "它是创建这个 Key 时自己填写的密码短语，不是登录密码；忘记只能新建 Key。")),
    ("50113 60007", AuthError, "the secret does not fit the key", "Secret 与 Key 不匹配", _PASTE),
    ("50101", AuthError, "the key belongs to the other environment", "这个 Key 属于另一个环境", (
        "Choose demo trading for a demo key, live for a live key.", "模拟盘 Key 请选择模拟盘，实盘 Key 请选择实盘。")),
    ("50114 60009", AuthError, "OKX refuses the login", "OKX 拒绝了登录", _PASTE),
    ("50100", AuthError, "the key is frozen", "这个 Key 已被冻结", _SUPPORT),
    ("50103 50104 50106 50107", AuthError, "a header of the request is missing", "请求缺少必要的头", _OURS),
    ("50110", IpNotAllowed, "this address is not on the key's IP list", "本机 IP 不在 Key 的白名单里", (
        "Add exactly the address shown to the key's IP list on OKX, save, check again.",
        "请在 OKX 把所示地址原样加入该 Key 的 IP 白名单，保存后重新检查。")),
    ("50121", IpNotAllowed, "OKX does not serve this address", "OKX 不向这个 IP 地址提供服务", _SUPPORT),
    ("50035", IpNotAllowed, "this call wants a key with an IP list", "该操作要求 Key 绑定 IP", (
        "Bind the key to this machine's address.", "请给 Key 绑定本机 IP。")),
    ("50120 50030", PermissionDenied, "the key lacks the permission for this", "这个 Key 没有该操作的权限", (
        "Tick Trade for the key on OKX, save, check again.", "请在 OKX 给该 Key 勾选“交易”权限，保存后重新检查。")),
    ("50059 50060", PermissionDenied, "identity verification is needed first", "需要先完成身份认证", (
        "Finish identity verification on OKX.", "请先在 OKX 完成身份认证。")),
    ("50102 50112 60006", ClockSkew, "the clocks do not agree", "时间不一致", _CLOCK),
    # The venue's load.
    ("50011 50040 50061 60014", RateLimited, "too many requests", "请求过于频繁", _WAIT),
    ("50013", VenueUnavailable, "OKX is busy", "OKX 系统繁忙", _WAIT),
    ("50004 50026 51054", VenueUnavailable, "OKX did not say how it ended", "OKX 未返回结果", _WAIT),
    ("50001", Maintenance, "OKX is under maintenance", "OKX 正在维护", _WAIT),
    # Account set-up.
    ("51070", BadRequest, "the first switch to this mode must be done on the web page or in the app",
     "首次切换到该模式必须在网页或 App 完成", _MODE_MENU),
    ("59000", BadRequest, "the setting cannot change while there are positions, orders or bots",
     "有持仓、挂单或运行中的策略，不能修改设置", _FLAT),
    ("51041", BadRequest, "portfolio margin allows one-way mode only", "组合保证金模式只支持单向持仓", (
        "Switch to futures mode first.", "请先切换到合约模式。")),
    ("51010", BadRequest, "the account mode does not allow this", "当前账户模式不支持该操作", _MODE_MENU),
    ("50072", BadRequest, "isolated margin is not possible in this account mode", "当前账户模式不支持逐仓", _MODE_MENU),
    ("59132", BadRequest, "open orders or bots block the switch", "有挂单或策略，无法切换", _FLAT),
    ("59133", BadRequest, "assets of the account block the switch", "账户资产不满足切换条件", _SUPPORT),
    ("59134", BadRequest, "positions block the switch", "有持仓，无法切换", _FLAT),
    ("59135", BadRequest, "copy trading blocks the switch", "跟单中，无法切换", _FLAT),
    ("59136 59137", BadRequest, "the leverage must be preset or lowered first", "需要先预设或降低杠杆", _SMALLER),
    ("59138 59139", BadRequest, "tier or margin does not allow the switch", "档位或保证金不满足切换条件", _FUNDS),
    ("59102", BadRequest, "the leverage is above the maximum", "杠杆超过上限", _SMALLER),
    ("59105", BadRequest, "the leverage is below the minimum", "杠杆低于下限", ("Raise it.", "请调高。")),
    ("59101 59107 59112", BadRequest, "pending orders block the change", "有挂单，无法调整", (
        "Cancel the pending orders of this contract first.", "请先撤销该合约的挂单。")),
    ("59103 59108 59109", BadRequest, "the margin is too small for the lower leverage", "保证金不足以降低杠杆", _FUNDS),
    ("59104 59106", BadRequest, "the position tier does not allow this leverage", "当前仓位档位不支持该杠杆", _SMALLER),
    ("51039 59111", BadRequest, "not possible in portfolio margin mode", "组合保证金模式不支持该操作", _MODE_MENU),
    ("59501", BadRequest, "there are 50 keys already", "Key 数量已达 50 个上限", (
        "Delete one you do not need.", "请删除不用的 Key。")),
    ("59503", BadRequest, "more than 20 addresses", "IP 超过 20 个", ("Shorten the list.", "请减少 IP 数量。")),
    ("59505", BadRequest, "the passphrase breaks the rule", "密码短语不符合规则", (
        "8-32 characters with lower case, upper case, digit and symbol.", "8-32 位，含小写、大写、数字和符号。")),
    # Orders.
    ("51000", BadRequest, "a parameter is wrong or missing", "参数错误或缺失", _OURS),
    ("51001", NotFound, "OKX does not know this contract", "OKX 没有这个合约", _REFRESH),
    ("51004", BadRequest, "above the position limit at this leverage", "超过该杠杆下的仓位上限", _SMALLER),
    ("51005 51202 51203 51101", BadRequest, "above the largest order size", "超过单笔最大数量", (
        "Split the order.", "请拆分下单。")),
    ("51006", BadRequest, "the price is outside the limits", "价格超出限价范围", ("Move the price.", "请调整价格。")),
    ("51007 51020", BadRequest, "below the smallest size", "低于最小数量", ("Raise the size.", "请增大数量。")),
    ("51121", BadRequest, "the size is no multiple of the step", "数量不是步长的整数倍", (
        "Round it down.", "请向下取整。")),
    ("51008 51127 51131", InsufficientFunds, "the balance is too small", "余额不足", _FUNDS),
    ("51016", BadRequest, "this order id was used before", "该自定义订单号已使用", _REFRESH),
    ("51022 51028 51029 51030", BadRequest, "the contract is paused for a moment",
     "合约暂停交易（交割、结算或收取资金费）", _WAIT),
    ("51037", BadRequest, "the account may only reduce its risk", "账户仅可降低风险", _SUPPORT),
    ("51102", BadRequest, "500 orders wait on this contract already", "该合约挂单已达上限", (
        "Cancel some.", "请撤销部分挂单。")),
    ("51023", NotFound, "there is no such position", "仓位不存在", _REFRESH),
    ("51024 50027 50029", BadRequest, "the account is restricted", "账户受到限制", _SUPPORT),
    ("51046 51047 51048 51049 51050 51051 51052 51053", BadRequest, "the trigger price is on the wrong side",
     "止盈止损价格方向不对", ("Move the trigger price.", "请调整触发价。")),
    ("51088", BadRequest, "there is one for the whole position already", "该仓位已有全部止盈止损单", _REFRESH),
    ("51112", BadRequest, "more than can be closed; closing orders hold the rest", "可平数量不足", (
        "Cancel the closing orders first.", "请先撤销平仓挂单。")),
    ("51116", BadRequest, "the price is beyond the limit", "价格超出限制", ("Move the price.", "请调整价格。")),
    ("51169 51170", BadRequest, "nothing to close in this direction", "该方向没有可平仓位", _REFRESH),
    ("51400 51410 51503", BadRequest, "the order is finished already", "订单已经结束", _REFRESH),
    ("51603", NotFound, "OKX does not know this order", "OKX 没有这个订单", _REFRESH),
    # Streams.
    ("60011", VenueUnavailable, "not logged in on this connection", "该连接尚未登录", _WAIT),
    ("60012 60013 60018 60031", BadRequest, "OKX does not understand the subscription", "OKX 不接受该订阅", _OURS),
    ("64001 64002", BadRequest, "the channel lives at another address", "频道地址不对", _OURS),
    ("60029 64003", PermissionDenied, "the channel is for higher VIP levels", "该频道需要更高 VIP 等级", _SUPPORT),
)  # fmt: skip

REFUSALS: dict[str, Refusal] = {
    code: Refusal(error, (english, chinese), cure)
    for codes, error, english, chinese, cure in _ROWS
    for code in codes.split()
}

OUTCOME_UNKNOWN = frozenset({"50004", "50026", "51054"})
"""Answers to a write that leave open whether it happened."""

_UNKNOWN = Refusal(BadRequest, ("OKX refused the request", "OKX 拒绝了请求"))

BLOCKERS: dict[str, Pair] = {
    "asset_validation": ("assets that the mode does not allow", "不支持的资产"),
    "pending_orders": ("open orders", "未完成的挂单"),
    "pending_algos": ("conditional orders or bots", "未完成的策略委托或交易机器人"),
    "isolated_margin": ("isolated margin positions", "逐仓杠杆仓位"),
    "isolated_contract": ("isolated contract positions", "逐仓合约仓位"),
    "contract_long_short": ("hedge mode positions", "双向持仓的合约仓位"),
    "cross_margin": ("cross margin positions", "全仓杠杆仓位"),
    "cross_option_buyer": ("bought options in cross margin", "全仓期权买方仓位"),
    "isolated_option": ("isolated option positions", "逐仓期权仓位"),
    "growth_fund": ("trial funds", "体验金"),
    "all_positions": ("open positions", "全部仓位"),
    "spot_lead_copy_only_simple_single": ("spot copy trading", "现货跟单"),
    "stop_spot_custom": ("custom spot copy trading", "自定义现货跟单"),
    "stop_futures_custom": ("custom futures copy trading", "自定义合约跟单"),
    "lead_portfolio": ("leading a portfolio", "带单组合"),
    "futures_smart_sync": ("smart sync copy trading", "智能同步跟单"),
    "vip_fixed_loan": ("a fixed-term VIP loan", "VIP 定期借币"),
    "repay_borrowings": ("borrowings to repay", "需要归还的借币"),
    "compliance_restriction": ("a compliance restriction", "合规限制"),
    "compliance_kyc2": ("identity verification level 2", "需要完成二级身份认证"),
}
"""What stands in the way of an account mode switch, by the venue's word (`unmatchedInfoCheck[].type`)."""

_SEEN_IP = re.compile(r"Your IP (\S+?),? is not included")
_REFUSED_IP = re.compile(r"IP address \((\S+?)\)")


def refusal(code: str) -> Refusal:
    """What a code means; one we do not know is a request refused."""
    return REFUSALS.get(code, _UNKNOWN)


def explain(error: VenueError) -> tuple[Pair, Pair]:
    """(what happened, what to do) of any error of the adapter, in both languages."""
    known = REFUSALS.get(error.code)
    return (known.text, known.cure) if known else why(error)


def seen_ip(message: str) -> str:
    """The address the venue says it saw us come from, IPv4 or IPv6; empty when the message names none."""
    found = _SEEN_IP.search(message) or _REFUSED_IP.search(message)
    return found.group(1) if found else ""
