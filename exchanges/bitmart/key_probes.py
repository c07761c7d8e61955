"""What a key may do, found out by harmless tries, since BitMart tells it of no key (sheet of probes, section "Keys").

Reads look at the key alone, so that secret and memo only show at a login or at a signed call.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from exchanges.bitmart import table
from exchanges.bitmart.codec import BitmartWire, subscription
from exchanges.bitmart.hosts import BitmartHosts
from exchanges.core.adapter import Credentials, KeyFacts, Right
from exchanges.core.errors import BadRequest, NotFound, PermissionDenied, VenueError
from exchanges.core.network import Family
from exchanges.core.rest import Rest
from exchanges.core.stream import Stream, Timing

UNTOLD = frozenset({Right.WITHDRAW, Right.TRANSFER, Right.SUBACCOUNT, Right.C2C})
"""Nothing harmless proves that a key lacks these."""


async def key_facts(
    rest: Rest,
    credentials: Credentials,
    hosts: BitmartHosts,
    venue_ms: Callable[[], int],
    *,
    is_demo: bool,
    timing: Timing | None = None,
    family: Family = "any",
) -> KeyFacts:
    """Try the key: a read, a login, a signed read of those who may trade, a read of those who may withdraw.

    Raises:
        VenueError: The venue refuses the key, or does not answer.
    """
    await rest.call(table.ASSETS)
    await log_in(credentials, hosts.ws_private, venue_ms, timing=timing, family=family)
    rights = {Right.READ}
    if await _may_trade(rest):
        rights.add(Right.TRADE)
    if not is_demo and await _may_withdraw(rest):
        rights.add(Right.WITHDRAW)
    return KeyFacts(
        uid="",
        main_uid="",
        permissions=frozenset(),
        rights=frozenset(rights),
        ip_list=None,
        label="",
        untold=UNTOLD - rights,
    )


async def log_in(
    credentials: Credentials,
    url: str,
    venue_ms: Callable[[], int],
    *,
    timing: Timing | None = None,
    family: Family = "any",
) -> None:
    """Log in on the private socket and leave again: proves that secret and memo are the key's.

    Raises:
        AuthError: They are not; the venue does not say which.
    """
    ready = asyncio.Event()
    stream = Stream(
        url,
        BitmartWire(credentials, venue_ms),
        (subscription("futures/asset"),),
        on_data=lambda _: None,
        on_ready=ready.set,
        timing=timing,
        family=family,
    )
    running, waiting = asyncio.create_task(stream.run()), asyncio.create_task(ready.wait())
    try:
        await asyncio.wait((running, waiting), return_when=asyncio.FIRST_COMPLETED)
        if running.done():
            await running
    finally:
        for task in (running, waiting):
            task.cancel()
        await asyncio.gather(running, waiting, return_exceptions=True)


async def _may_trade(rest: Rest) -> bool:
    """A signed list of own transfers belongs to the trading right; nothing moves."""
    try:
        await rest.call(table.TRANSFERS, body={"page": 1, "limit": 10})
    except PermissionDenied:
        return False
    except (BadRequest, NotFound):
        return True  # It was let through, and disliked for something else.
    return True


async def _may_withdraw(rest: Rest) -> bool:
    """The quota of withdrawals is told to those who may withdraw; any other answer proves nothing."""
    try:
        await rest.call(table.WITHDRAW_CHARGE, {"currency": "USDT"})
    except VenueError:
        return False
    return True
