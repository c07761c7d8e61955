"""A real EVM node behind TRON's interface, with payments on it, for clients that run outside of the tests.

`python -m tests.chains.played_tron` prints one JSON line as `tui.py sandbox --json` does, and what was paid beside it,
and serves until it is ended. It ends with 69 (no service) and a sentence where the node cannot be had.
"""

from __future__ import annotations

import asyncio
import json
import sys
from typing import Any

from exchanges.core.clock import now_ms
from tests.chains.anvil import NoAnvil
from tests.chains.contracts import SELECTORS
from tests.chains.evm_world import EvmWorld, evm_world
from tests.chains.tron_facade import PAY_MANY, base58, tron_facade

NO_SERVICE = 69


def make_payments(evm: EvmWorld) -> dict[str, Any]:
    """One of each kind that becomes solid, and one that is only in a block."""
    usdt, to = evm.contracts.usdt, evm.deposit
    settled = [
        _sent(evm.pay(1_370_000), "transfer", [1_370_000]),
        _sent(evm.pay_for(5), "transferFrom", [5]),
        _sent(evm.pay_many((usdt, to, 7), (usdt, to, 9)), "", [7, 9]),
        _sent(evm.pay(11, sender=evm.penniless), "transfer", []),
    ]
    evm.settle()
    fresh = _sent(evm.pay(13), "transfer", [13])
    evm.mine()
    return {"to": base58(to), "balance": 1_370_000 + 5 + 7 + 9 + 13, "settled": settled, "fresh": fresh}


def _sent(tx: str, function: str, raws: list[int]) -> dict[str, Any]:
    return {"tx_id": tx, "selector": SELECTORS.get(function, PAY_MANY), "raws": raws, "ok": bool(raws)}


async def serve(evm: EvmWorld) -> None:
    payments = make_payments(evm)
    async with tron_facade(evm) as url:
        tron = {"rest": url, "usdt": base58(evm.contracts.usdt), "wallet": base58(evm.wallet)}
        print(json.dumps({"chains": {"tron": tron}, "payments": payments}), flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    try:
        with evm_world("tron", now_ms) as made:
            asyncio.run(serve(made))
    except NoAnvil as reason:
        print(f"A real EVM node is needed: {reason}.", file=sys.stderr)
        sys.exit(NO_SERVICE)
