"""What Gate itself tells of a key and its account, outside CrossEx."""

from __future__ import annotations

from exchanges.sandbox.gate_crossex.errors import CrossexError
from exchanges.sandbox.gate_crossex.key_rules import PRODUCTS
from exchanges.sandbox.gate_crossex.requests import Call
from exchanges.sandbox.gate_crossex.words import Row


def main_keys(call: Call) -> Row:
    """The key that asks; refused where keys may not look at themselves."""
    if not call.manners.introspection:
        raise CrossexError("FORBIDDEN")
    key = call.key
    return {
        "state": 1,
        "mode": 1,
        "name": key.label,
        "currency_pairs": [],
        "user_id": int(call.account.uid),
        "ip_whitelist": list(key.ips),
        "perms": [
            {"name": product, "read_only": f"{product}:write" not in key.permissions}
            for product in PRODUCTS
            if {f"{product}:read", f"{product}:write"} & set(key.permissions)
        ],
        "key": "",
        "created_at": str(key.created_ms // 1000),
        "updated_at": str(key.created_ms // 1000),
        "last_access": str(call.venue.clock() // 1000),
    }


def detail(call: Call) -> Row:
    if not call.manners.introspection:
        raise CrossexError("FORBIDDEN")
    return {
        "user_id": int(call.account.uid),
        "ip_whitelist": list(call.key.ips),
        "currency_pairs": [],
        "key": {"mode": 1},
        "tier": 3,
        "copy_trading_role": 0,
    }
