"""The login of a WebSocket connection."""

from __future__ import annotations

from typing import Any

from exchanges.sandbox.faults import Faults
from exchanges.sandbox.okx.auth import Caller, check_address, find_caller, signature
from exchanges.sandbox.okx.errors import OkxError
from exchanges.sandbox.venue import Venue

LOGIN_WINDOW_S = 30
_CODES = {"50111": "60005", "50119": "60032"}
_TEXTS = {
    "60004": "Invalid timestamp",
    "60005": "Invalid apiKey",
    "60006": "Timestamp request expired",
    "60007": "Invalid sign",
    "60009": "Login failed.",
    "60024": "Wrong passphrase",
    "60032": "API key doesn't exist",
}


class LoginRefused(Exception):
    """The login's code and text."""

    def __init__(self, code: str, text: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.text = text or _TEXTS.get(code, "Login failed.")


def check_login(venue: Venue, faults: Faults, environment: str, arg: dict[str, Any]) -> Caller:
    """Whose key it is.

    Args:
        venue: Holds keys and clock.
        faults: May refuse every login.
        environment: "live" or "demo", told by the address.
        arg: The one argument of the `login` operation.

    Raises:
        LoginRefused: With OKX's code, the first that applies.
    """
    fault = faults.use("refuse_login")
    if fault is not None:
        raise LoginRefused(fault.text("code", "60009"))
    stamp = str(arg.get("timestamp", ""))
    if not stamp.replace(".", "", 1).isdigit():
        raise LoginRefused("60004")
    if abs(venue.clock() / 1000 - float(stamp)) > LOGIN_WINDOW_S:
        raise LoginRefused("60006")
    try:
        caller = find_caller(venue, str(arg.get("apiKey", "")), environment)
        if arg.get("passphrase") != caller.key.passphrase:
            raise LoginRefused("60024")
        if arg.get("sign") != signature(caller.key.secret, f"{stamp}GET/users/self/verify"):
            raise LoginRefused("60007")
        check_address(venue, caller.key)
    except OkxError as error:
        code = _CODES.get(error.code, error.code)
        raise LoginRefused(code, _TEXTS.get(code, error.text)) from None
    return caller
