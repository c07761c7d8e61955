"""The login of a WebSocket connection."""

from __future__ import annotations

from typing import Any

from exchanges.sandbox.bitget.auth import Caller, check_address, find_caller, signed_right
from exchanges.sandbox.bitget.errors import BitgetError
from exchanges.sandbox.faults import Faults
from exchanges.sandbox.venue import Venue

WINDOW_S = 30
LONGEST_STAMP = 19
TEXTS = {
    30001: "channel does not exist",
    30002: "illegal request",
    30003: "invalid op",
    30004: "User needs to log in",
    30005: "Login failed",
    30006: "request too many",
    30007: "request over limit,connection close",
    30011: "invalid ACCESS_KEY",
    30012: "invalid ACCESS_PASSPHRASE",
    30013: "invalid ACCESS_TIMESTAMP",
    30014: "Request timestamp expired",
    30015: "Invalid sign",
    30016: "Param error",
}
"""The stream's own codes."""


class LoginRefused(Exception):
    """The login's code and text."""

    def __init__(self, code: int, text: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.text = text or TEXTS.get(code, TEXTS[30005])


def check_login(venue: Venue, faults: Faults, environment: str, arg: dict[str, Any]) -> Caller:
    """Whose key it is; the time is in seconds here.

    Args:
        venue: Holds keys and clock.
        faults: May refuse every login.
        environment: "live" or "demo", told by the address.
        arg: The one argument of the `login` operation.

    Raises:
        LoginRefused: With Bitget's code, the first that applies.
    """
    fault = faults.use("refuse_login")
    if fault is not None:
        raise LoginRefused(fault.number("code", 30005), fault.text("msg"))
    stamp = str(arg.get("timestamp", ""))
    if not (stamp.isascii() and stamp.isdigit() and len(stamp) <= LONGEST_STAMP):
        raise LoginRefused(30013)
    if abs(venue.clock() / 1000 - int(stamp)) > WINDOW_S:
        raise LoginRefused(30014)
    try:
        caller = find_caller(venue, str(arg.get("apiKey", "")), environment)
    except BitgetError:
        raise LoginRefused(30011) from None
    if arg.get("passphrase") != caller.key.passphrase:
        raise LoginRefused(30012)
    if not signed_right(caller.key, f"{stamp}GET/user/verify", str(arg.get("sign", ""))):
        raise LoginRefused(30015)
    try:
        check_address(venue, caller.key)
    except BitgetError as error:
        raise LoginRefused(30005, error.text) from None
    return caller
