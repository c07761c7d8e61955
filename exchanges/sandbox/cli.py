"""`python tui.py sandbox`: the local servers alone, until interrupted."""

from __future__ import annotations

import asyncio
import json
import signal
import sys
from collections.abc import Sequence
from typing import Any

from exchanges.sandbox.server import Sandbox

TICK_MS = 500
BLOCK_MS = 3_000


def run(venues: Sequence[str], seed: int, as_json: bool) -> int:
    """Serve until SIGINT or SIGTERM.

    Args:
        venues: Names of venues.
        seed: Start of all chance.
        as_json: Print one JSON line instead of readable text.

    Returns:
        The exit status: 0 after an orderly end, 2 when a venue is not known.
    """
    try:
        sandbox = Sandbox(seed=seed, venues=venues, tick_ms=TICK_MS, block_ms=BLOCK_MS)
    except ValueError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    asyncio.run(_serve(sandbox, as_json=as_json))
    return 0


async def _serve(sandbox: Sandbox, *, as_json: bool) -> None:
    leave, loop = asyncio.Event(), asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, leave.set)
    async with sandbox:
        description = sandbox.describe()
        sys.stdout.write((json.dumps(description) if as_json else readable(description)) + "\n")
        sys.stdout.flush()
        await leave.wait()


def readable(description: dict[str, Any]) -> str:
    """The description as lines for people."""
    lines = []
    for name, venue in description["venues"].items():
        lines.append(name)
        lines += [f"  {field:12} {value}" for field, value in venue.items() if isinstance(value, str)]
        for account in venue["accounts"]:
            lines.append(f"  account {account['name']} (uid {account['uid']})")
            lines += [f"    {key['kind']:14} {_key_line(key)}" for key in account["keys"]]
    for name, chain in description["chains"].items():
        lines += [name, *(f"  {field:12} {value}" for field, value in chain.items())]
    lines.append(f"control        {description['control']}")
    return "\n".join(lines)


def _key_line(key: dict[str, str]) -> str:
    return f"{key['api_key']} {key['secret']} {key['passphrase']}"
