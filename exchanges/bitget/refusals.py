"""What Bitget's error codes mean, in both languages, and what a person can do about them."""

from __future__ import annotations

import re
from collections.abc import Iterator

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
    "Copy key and secret again from Bitget, without blanks; if the secret is lost, create a new key.",
    "请在 Bitget 重新复制 Key 和 Secret（不要带空格）；Secret 丢失时只能新建一个 Key。",
)
_WAIT: Pair = ("Wait a moment; it is tried again by itself.", "请稍候，程序会自动重试。")
_OURS: Pair = (
    "This is a fault of Binnacle; please report it with the code.",
    "这是 Binnacle 的问题，请带上错误码反馈。",
)
_REFRESH: Pair = ("Look at the list again; it has changed meanwhile.", "请刷新列表，状态已经变化。")
_SUPPORT: Pair = ("Ask Bitget support.", "请联系 Bitget 客服。")
_SMALLER: Pair = ("Lower the size or the leverage.", "请减小数量或降低杠杆。")
FUNDS: Pair = (
    "Transfer USDT into the futures account, or lower size or leverage.",
    "请向合约账户划转 USDT，或减小数量、降低杠杆。",
)
_FLAT: Pair = (
    "Close all USDT-M positions and cancel all their orders, then try again.",
    "请先平掉全部 U 本位仓位、撤销全部挂单，再重试。",
)
_MODE: Pair = (
    "On Bitget: Futures > settings (top right) > Position mode > Hedge mode.",
    "在 Bitget：合约 → 右上角设置 → 持仓模式 → 双向持仓。",
)
BOXES: Pair = (
    "On Bitget tick for this key: Futures orders, Futures holdings and Spot (unified account: Unified account trade "
    "and management), save, check again.",
    "请在 Bitget 为该 Key 勾选“合约订单”“合约持仓”“现货交易”"
    "（统一账户：“统一账户交易”“统一账户管理”），保存后重新检查。",
)
_ADDRESS: Pair = (
    "Add this machine's public address to the key's IP list on Bitget, save, check again.",
    "请在 Bitget 把本机公网 IP 加入该 Key 的白名单，保存后重新检查。",
)
_CLOCK: Pair = (
    "Binnacle measures Bitget's clock again by itself; if this stays, set this machine's clock.",
    "程序会自动重新对时；若持续出现，请校准本机时间。",
)
_PRICE: Pair = ("Move the price.", "请调整价格。")
MENU_HEDGE_MODE = _MODE

_Row = tuple[str, type[VenueError], str, str, Pair]
_ROWS: tuple[_Row, ...] = (
    # The key.
    ("40006 40037 30011", AuthError, "Bitget does not know this API key", "Bitget 不认识这个 API Key", (
        "Was the key deleted, or made in the other environment (live or demo)? Paste it again or choose the other one.",
        "Key 是否已删除，或创建于另一个环境（实盘或模拟盘）？请重新粘贴或改选环境。")),
    ("40099", AuthError, "the key belongs to the other environment", "这个 Key 属于另一个环境", (
        "Choose demo trading for a demo key, live for a live key.", "模拟盘 Key 请选择模拟盘，实盘 Key 请选择实盘。")),
    ("40009 30015", AuthError, "the secret does not fit the key", "Secret 与 Key 不匹配", _PASTE),
    ("40012 40036 30012", AuthError, "the passphrase is wrong", "密码短语 (passphrase) 不正确", (
        "It is the one typed when this key was created, not the login password. Lost? Create a new key.",
        "它是创建这个 Key 时自己填写的密码短语，不是登录密码；忘记只能新建 Key。")),
    ("30005", AuthError, "Bitget refuses the login", "Bitget 拒绝了登录", _PASTE),
    ("40014 40040 25620", PermissionDenied, "the key lacks the permission for this",
     "这个 Key 没有该操作的权限", BOXES),
    ("40018 40038", IpNotAllowed, "this address is not on the key's IP list", "本机 IP 不在 Key 的白名单里", _ADDRESS),
    ("22010", IpNotAllowed, "this call wants a key with an IP list", "该操作要求 Key 绑定 IP", _ADDRESS),
    ("40004 40005 40008 40078 40911 30013 30014", ClockSkew, "the clocks do not agree", "时间不一致", _CLOCK),
    ("40084", BadRequest, "this is a classic account", "这是经典账户", _WAIT),
    ("40085 40731", BadRequest, "this is a unified account", "这是统一账户", _WAIT),
    ("40000 40101 40103 40035", RegionBlocked, "Bitget does not serve this region, or identity verification is missing",
     "Bitget 不向该地区提供服务，或尚未完成身份认证", (
         "Look at the account's notices on Bitget.", "请在 Bitget 查看账户通知。")),
    # The venue's load.
    ("429 1001 30006 30007 25004", RateLimited, "too many requests", "请求过于频繁", _WAIT),
    ("40200 40308 40844", Maintenance, "Bitget is under maintenance", "Bitget 正在维护", _WAIT),
    ("40010 40015 40725", VenueUnavailable, "Bitget did not say how it ended", "Bitget 未返回结果", _WAIT),
    ("45009 40879 40880", BadRequest, "Bitget's risk control is at work on this position", "风控或强平处理中", _WAIT),
    # Account set-up.
    ("40774 45021", BadRequest, "the order does not fit the position mode", "委托与持仓模式不符", _MODE),
    ("40920 45117", BadRequest, "the mode cannot change while there are positions or orders",
     "有持仓或挂单，不能修改模式", _FLAT),
    ("40881 45097", BadRequest, "the leverage cannot change while there are orders", "有挂单，不能调整杠杆", (
        "Cancel the open orders of this contract first.", "请先撤销该合约的挂单。")),
    ("40797 45045", BadRequest, "the leverage is above the maximum", "杠杆超过上限", _SMALLER),
    ("40814 40923", BadRequest, "nothing changed", "没有变化", ("", "")),
    ("40893", InsufficientFunds, "the margin is too small for this leverage", "保证金不足以支持该杠杆", FUNDS),
    # Orders.
    ("40762 45120", BadRequest, "above what can be opened with this balance and leverage", "超过可开数量", _SMALLER),
    ("43012 40754 45002 40798 25202 25203", InsufficientFunds, "the balance is too small", "余额不足", FUNDS),
    ("40757 45005 43029 40804", InsufficientFunds, "more than can be closed; closing orders hold the rest",
     "可平数量不足", _REFRESH),
    ("22002 25227 25601", NotFound, "there is no position to close", "没有可平的仓位", _REFRESH),
    ("22001 40768 43001 40109 45057 25204", NotFound, "Bitget does not know this order",
     "Bitget 没有这个订单", _REFRESH),
    ("40817 45055 45031", BadRequest, "the order is finished already", "订单已经结束", _REFRESH),
    ("40786 45034 43118 25212", BadRequest, "this order id was used before", "该自定义订单号已使用", _REFRESH),
    ("45110 45111 43006 43027", BadRequest, "below the smallest size", "低于最小数量", (
        "Raise the size.", "请增大数量。")),
    ("40787 45035 45115", BadRequest, "the price is no multiple of the step", "价格不是步长的整数倍", _PRICE),
    ("40815 40816 22006 22007", BadRequest, "the price is outside the limits", "价格超出限价范围", _PRICE),
    ("40304 40305", BadRequest, "the custom order id is malformed", "自定义订单号不合规则", _OURS),
    ("40808 40017 400172 43011 25236", BadRequest, "a parameter is wrong or missing", "参数错误或缺失", _OURS),
    # Streams.
    ("30004", VenueUnavailable, "not logged in on this connection", "该连接尚未登录", _WAIT),
    ("30001 30002 30003 30016", BadRequest, "Bitget does not understand the subscription",
     "Bitget 不接受该订阅", _OURS),
)  # fmt: skip

_CLASSES: tuple[_Row, ...] = (
    ("40001-40003 40011 40041 40049 49000", AuthError,
     "key, signature or passphrase is wrong", "密钥、签名或口令错误", _PASTE),
    ("40753 49003", PermissionDenied, "the key lacks the permission for this", "这个 Key 没有该操作的权限", BOXES),
    ("40013 40016 40022-40026 40030 40031 40061 40062 40068 40100 40301 40710 40752 40760 40772 40807 40916 45019 "
     "45107 45108 49005 49022 50012 50013 50015 50019 50021 50023 50064", PermissionDenied,
     "the account or its region is restricted", "账户状态或地区受限", _SUPPORT),
    ("40047 40918 43036 45129", RateLimited, "too many requests", "请求过于频繁", _WAIT),
    ("31007 31054 40054 40819 43004 43020 43025 43033 45015", NotFound,
     "there is no such order or record", "订单或记录不存在", _REFRESH),
    ("31008 40709 40759 40767 40780 40783 40837 40838 40891 43023 43043 45008 45014", NotFound,
     "there is no such position", "无可操作的仓位", _REFRESH),
    ("22004 22005 31019 40072 40102 40404 40716 40778 40806 40822 42016 43048 43049 45025 50001-50005 50024 50032 "
     "50033 50036 50037 50039", NotFound, "the pair or coin is not supported", "交易对或币种不支持", _REFRESH),
    ("00001 00171 00172 20001 22003 31002 31003 31028 40007 40019 40020 40034 40053 40056-40059 40070 40303 40306 "
     "40402 40407-40409 40704 40705 40707 40708 40724 40779 40805 40811-40813 40902 40912 40913 40924 40925 41100 "
     "41101 41103 43058 43060 43061 43067 43111 43123 43125 45026 45124 48001 48002 50011 50049 50061 50063 60001 "
     "60006", BadRequest,
     "a parameter is wrong or missing", "参数错误或缺失", _OURS),
    ("22008 22009 31012 31013 31017 31018 31022 31053 32038 40748 40749 40763 40809 40810 40820 40821 40887 40888 "
     "40895 40921 43007-43010 43028 43032 43034 43035 43037-43042 45010 45051 45052 45103 45104 45112-45114 49024 "
     "49026 50016-50018 50034 50040 50042 50046 50047 50052-50054", BadRequest,
     "price or size breaks the rules", "价格或数量不符合规则", _PRICE),
    ("31004 31005 31014 31015 40735-40742 40829-40836 40896 40915 40917 43013-43016 43022 43024 45060-45068 45122 "
     "45127 45128", BadRequest, "the take-profit or stop-loss price breaks the rules",
     "止盈止损价格不符合规则", _PRICE),
    ("40715 40750 40751 40761 40876 40877 40889 40890 40899 43005 43128 45091 45116 45118 50048", BadRequest,
     "above the largest size or number of orders", "超过最大委托或可开数量", _SMALLER),
    ("12001 40711-40713 40755 40756 40758 40765 40799-40803 40826 40901 43117 45003 45004 45006 45007 45012 45047 "
     "45123 49023 50020 50035 50038 50041 50045 60013", InsufficientFunds,
     "the balance is too small", "余额不足", FUNDS),
    ("12002 12003 13007 40850 40928 43122 45121 46013 50022 50066", BadRequest,
     "Bitget's risk control is at work on this position", "风控或强平处理中", _WAIT),
    ("40309 40845 41113 50028 50065", NotFound, "the pair is delisted", "交易对已下架", _REFRESH),
    ("31016 31021 31027 40400 40795 40823-40825 40842 40846 40878 40907-40910 40919 41114 43059 43115 43119 43120 "
     "45043 45119 50025-50027 50029-50031", Maintenance,
     "Bitget is busy or under maintenance", "系统维护或繁忙", _WAIT),
    ("40401 40714 40726 40727 40729 40730 40743 40764 40766 40769 40771 40773 40775 40796 40818 40839 40847 40854 "
     "40862 40863 40872-40875 40883-40886 40922 43021 43026 43050 43051 45011 45013 45016 45018 45020 45044 45056 "
     "45099-45102 45109 45125 45126 50014 50050 50060 50062", BadRequest,
     "the state of the account or order does not allow it", "状态冲突或重复提交", _REFRESH),
    ("40770 40776 40777 40781 40782 40784 40785 40788-40794 40828 40840 40841 40843 40856 40903-40906 43002 43003 "
     "45001 45017 45023 45024 49040 50010 50043 50044 50051 50055-50058", VenueUnavailable,
     "Bitget failed inside", "交易所内部错误", _WAIT),
    ("11000 13001-13005 13008 13009 31001 31006 31009-31011 31020 31023-31026 31029-31052 40021 40027-40029 40032 "
     "40033 40039 40043 40045 40048 40051 40052 40055 40060 40063-40067 40069 40071 40104 40199 40728 40732-40734 "
     "40744-40747 40827 40848 40849 40851-40853 40855 40857-40861 40864-40871 40882 40892 40894 40897 40898 40900 "
     "40914 42013-42015 43017 43044-43047 43052-43057 43062-43066 43068 43069 43112-43114 43116 43121 43124 43126 "
     "43127 45075 45081 45089 45098 45106 47001-47003 49001 49002 49004 49006-49011 49020 49021 49025 49030 50059 "
     "60002-60005 60007-60012 60014-60047 70001 70002", BadRequest,
     "this belongs to another product of Bitget", "不适用的业务错误", _SUPPORT),
)  # fmt: skip
"""The venue's common table of codes by class; the rows above say more of those people will meet."""


def _codes(text: str) -> Iterator[str]:
    """`40001-40003 40011` one by one."""
    for part in text.split():
        first, _, last = part.partition("-")
        for number in range(int(first), int(last or first) + 1):
            yield f"{number:0{len(first)}d}"


REFUSALS: dict[str, Refusal] = {
    code: Refusal(error, (english, chinese), cure)
    for codes, error, english, chinese, cure in (*_CLASSES, *_ROWS)
    for code in _codes(codes)
}

UNCHANGED = frozenset({"40814", "40923"})
"""Answers to a change of settings that mean: it was so already."""
ENDED = frozenset({"40817", "45055", "45031", "50062"})
"""Answers to a cancel that mean, as `NotFound` does: there is nothing to cancel any more."""

_UNKNOWN = Refusal(BadRequest, ("Bitget refused the request", "Bitget 拒绝了请求"))
_SEEN_IP = re.compile(r"\bIP\b[^0-9a-fA-F]{0,20}((?:\d{1,3}\.){3}\d{1,3}|[0-9a-fA-F:]*:[0-9a-fA-F:]+)", re.IGNORECASE)


def refusal(code: str) -> Refusal:
    """What a code means; one we do not know is a request refused."""
    return REFUSALS.get(code, _UNKNOWN)


def explain(error: VenueError) -> tuple[Pair, Pair]:
    """(what happened, what to do) of any error of the adapter, in both languages."""
    known = REFUSALS.get(error.code)
    return (known.text, known.cure) if known else why(error)


def seen_ip(message: str) -> str:
    """The address the venue says it saw us come from; empty when the message names none, as is usual at Bitget."""
    found = _SEEN_IP.search(message)
    return found.group(1) if found else ""
