"""The test contracts, compiled, and how calls to them are written.

To compile them again after a change: `npm install solc@0.8.37` in an empty folder, give its standard-JSON interface
`Tokens.sol` with the optimiser on (200 runs), `evmVersion` "paris" and no metadata, and keep `evm.bytecode.object` of
each contract in `Tokens.json`, beside the source's SHA-256.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[1] / "data" / "evm"
COMPILED: dict[str, Any] = json.loads((FOLDER / "Tokens.json").read_text())

SELECTORS = {
    "transfer": "a9059cbb",
    "transferFrom": "23b872dd",
    "approve": "095ea7b3",
}


def word(value: int | str) -> str:
    """A number or an address as 32 bytes in hex."""
    return f"{value:064x}" if isinstance(value, int) else value.lower().removeprefix("0x").rjust(64, "0")


def call(name: str, *values: int | str) -> str:
    """Call data of a function whose arguments are all one word long."""
    return "0x" + SELECTORS[name] + "".join(word(value) for value in values)


def batch(selector: str, *lists: list[Any]) -> str:
    """Call data of a function whose arguments are all lists of words."""
    heads, tails, offset = "", "", 32 * len(lists)
    for values in lists:
        heads += word(offset)
        tails += word(len(values)) + "".join(word(value) for value in values)
        offset += 32 * (1 + len(values))
    return "0x" + selector + heads + tails
