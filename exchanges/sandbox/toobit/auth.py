"""Who asks: header, timestamp, signature, address, rights; refused in the venue's words."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from exchanges.sandbox.keys import address_allowed
from exchanges.sandbox.state import Account, Key
from exchanges.sandbox.toobit.errors import ToobitError
from exchanges.sandbox.toobit.house import House
from exchanges.sandbox.toobit.key_rules import TRADE, looks_like_a_key

Security = Literal["none", "read", "trade"]
"""none; read: signed (USER_DATA, USER_STREAM); trade: signed, and not for keys that may only read."""
AHEAD_MS = 1_000
WINDOW_MS, LONGEST_WINDOW_MS = 5_000, 60_000
_SIGNATURE = re.compile(r"(?:^|&)signature=([^&]*)")


@dataclass(frozen=True, slots=True)
class Sent:
    """A request as it came over the wire."""

    method: str
    query: str
    body: str
    is_json: bool
    params: Mapping[str, str]

    @property
    def signature(self) -> str:
        found = _SIGNATURE.search(self.query) or (None if self.is_json else _SIGNATURE.search(self.body))
        return found[1] if found else ""

    def payload(self, *, with_body: bool) -> str:
        """What the client signed: query and body glued together, without signature and without line ends."""
        query = _SIGNATURE.sub("", self.query)
        if self.is_json:
            return query + "".join(self.body.splitlines()) if with_body else query
        return query + _SIGNATURE.sub("", self.body)


def identify(house: House, api_key: str, security: Security, sent: Sent) -> tuple[Account, Key]:
    """The account behind a call that passed every check.

    Raises:
        ToobitError: -1107, -2014, -1102, -1130, -1021, -2015, -1022, -2017, -2018, -1023, -1020.
    """
    if not api_key:
        raise ToobitError(-1107)
    if not looks_like_a_key(api_key):
        raise ToobitError(-2014)
    check_clock(house, sent.params)
    found = house.find(api_key)
    if found is None:
        raise ToobitError(-2015)
    account, key = found
    if not sent.signature:
        raise ToobitError(-1102, param="signature")
    with_body = house.put_signs_body or sent.method != "PUT"
    made = hmac.new(key.secret.encode(), sent.payload(with_body=with_body).encode(), hashlib.sha256).hexdigest()
    if not hmac.compare_digest(made.encode(), sent.signature.encode()):
        raise ToobitError(-1022)
    if key.is_expired(house.venue.clock()):
        raise ToobitError(-2017)
    if account.facts.get("suspended") == "true":
        raise ToobitError(-2018)
    if not address_allowed(house.venue.egress_ip, key.ips):
        raise ToobitError(-2015)
    if not key.ips and account.facts.get("must_bind") == "true":
        raise ToobitError(-1023)
    if security == "trade" and TRADE not in key.permissions:
        raise ToobitError(-1020)
    return account, key


def check_clock(house: House, params: Mapping[str, str]) -> None:
    """`timestamp` within `recvWindow`, and hardly ahead.

    Raises:
        ToobitError: -1102, -1130, -1021.
    """
    stamp, window = params.get("timestamp", ""), params.get("recvWindow", "") or str(WINDOW_MS)
    if not re.fullmatch(r"\d{1,16}", stamp):
        raise ToobitError(-1102, param="timestamp")
    if not re.fullmatch(r"\d{1,6}", window) or int(window) > LONGEST_WINDOW_MS:
        raise ToobitError(-1130, param="recvWindow")
    now = house.venue.clock()
    if int(stamp) >= now + AHEAD_MS:
        raise ToobitError(-1021, "Timestamp for this request was 1000ms ahead of the server's time.")
    if now - int(stamp) > int(window):
        raise ToobitError(-1021)
