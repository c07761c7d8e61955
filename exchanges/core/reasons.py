"""Why a call or a link failed, in both languages, for errors without a code of the venue."""

from __future__ import annotations

from exchanges.core.errors import (
    AuthError,
    BadRequest,
    ClockSkew,
    InsufficientFunds,
    IpNotAllowed,
    Maintenance,
    NotFound,
    OutcomeUnknown,
    PermissionDenied,
    RateLimited,
    RegionBlocked,
    VenueError,
    VenueUnavailable,
)
from exchanges.core.verdict import Pair

_AGAIN: Pair = ("It is tried again by itself.", "程序会自动重试。")
_NETWORK: Pair = ("Look at this machine's network; it is tried again by itself.", "请检查本机网络；程序会自动重试。")

BY_CODE: dict[str, tuple[Pair, Pair]] = {
    "dns": (("the venue's name is not found (DNS)", "无法解析交易所域名 (DNS)"), _NETWORK),
    "refused": (("connection refused", "连接被拒绝"), _NETWORK),
    "timeout": (("no answer in time", "响应超时"), _NETWORK),
    "reset": (("connection lost", "连接中断"), _NETWORK),
    "handshake": (("no secure connection could be made", "未能建立安全连接"), _NETWORK),
    "network": (("network error", "网络错误"), _NETWORK),
    "silent": (("no sign of life on the stream", "数据流没有响应"), _AGAIN),
    "mute": (("the stream keeps silent about changes", "数据流漏报变动"), _AGAIN),
    "ack": (("a subscription was not confirmed", "订阅未得到确认"), _AGAIN),
    "garbage": (("unreadable frames", "收到无法解析的数据"), _AGAIN),
    "proxy": (
        ("the proxy does not work", "代理不可用"),
        ("Look at the proxy settings of this machine, not at the venue.", "请检查本机的代理设置，与交易所无关。"),
    ),
    "tls": (
        ("the venue's certificate cannot be trusted", "交易所证书不可信"),
        (
            "Someone may be listening, or this machine's clock or certificates are wrong. Nothing is sent meanwhile.",
            "可能有人监听，或本机时间、证书有误。按重试键之前不会再发送任何数据。",
        ),
    ),
}
"""Codes made by us (`rest.reason_of`, `stream`), each with (what happened, what to do)."""

_BY_KIND: tuple[tuple[type[VenueError], tuple[Pair, Pair]], ...] = (
    (
        OutcomeUnknown,
        (
            ("the answer was lost; it may or may not have happened", "响应丢失，结果未知"),
            ("The venue is asked what became of it; do not send it again.", "程序会向交易所查询结果，请勿重复提交。"),
        ),
    ),
    (
        RegionBlocked,
        (
            ("the venue does not serve this address or region", "交易所不向该地址或地区提供服务"),
            ("Ask the venue which regions it serves.", "请向交易所确认服务地区。"),
        ),
    ),
    (Maintenance, (("the venue is under maintenance", "交易所维护中"), _AGAIN)),
    (RateLimited, (("too many requests", "请求过于频繁"), _AGAIN)),
    (ClockSkew, (("the clocks do not agree", "时间不一致"), _AGAIN)),
    (AuthError, (("the venue refuses this key", "交易所拒绝了这个 Key"), ("Paste the key again.", "请重新粘贴 Key。"))),
    (
        IpNotAllowed,
        (
            ("this address is not allowed for the key", "本机 IP 不被允许"),
            ("Add the address to the key.", "请把该 IP 加入白名单。"),
        ),
    ),
    (
        PermissionDenied,
        (("the key lacks the permission", "Key 没有该权限"), ("Change the key's permissions.", "请修改 Key 的权限。")),
    ),
    (
        InsufficientFunds,
        (("the balance is too small", "余额不足"), ("Add funds or lower the size.", "请充值或减小数量。")),
    ),
    (NotFound, (("the venue does not know it", "交易所没有该记录"), ("Look at the list again.", "请刷新列表。"))),
    (BadRequest, (("the venue refused the request", "交易所拒绝了请求"), ("", ""))),
    (VenueUnavailable, (("the venue does not answer", "交易所无响应"), _AGAIN)),
)
_UNREADABLE: tuple[Pair, Pair] = (
    ("the venue answered something we cannot read", "交易所返回了无法识别的内容"),
    ("Its interface may have changed; look for a newer Binnacle.", "接口可能已变更，请检查 Binnacle 是否有新版本。"),
)


def why(error: VenueError) -> tuple[Pair, Pair]:
    """(what happened, what to do) from our own code or the kind of the error."""
    if error.code in BY_CODE:
        return BY_CODE[error.code]
    return next((texts for kind, texts in _BY_KIND if isinstance(error, kind)), _UNREADABLE)
