"""Keys as BitMart makes them. The third part is the memo: free text of the person's own, of any length it shows."""

from __future__ import annotations

import random

from exchanges.sandbox.keys import KeyRules

READ_ONLY, FUTURES, WITHDRAW, SUBACCOUNT = "read_only", "futures_trade", "withdraw", "sub_account_transfer"
SPOT, MARGIN = "spot_trade", "margin_trade"
LONGEST_MEMO = 64


def _make(chance: random.Random) -> tuple[str, str]:
    return f"{chance.getrandbits(160):040x}", f"{chance.getrandbits(256):064x}"


RULES = KeyRules(
    permissions=(READ_ONLY, SPOT, MARGIN, FUTURES, WITHDRAW, SUBACCOUNT),
    make=_make,
    always=READ_ONLY,
    passphrase_fits=lambda memo: 0 < len(memo) <= LONGEST_MEMO,
)
