"""Which venues there are; each is loaded when it is asked for."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import cast

from exchanges.core.plugin import Plugin

NAMES: tuple[str, ...] = ("okx", "binance", "bitget", "bitget_margin", "gate_crossex", "toobit", "bitmart")
"""In the order they are shown; each has a package of that name with a module `plugin`."""

_SITES = {"bitget_margin": "bitget"}


def site_of(name: str) -> str:
    """The venue whose site, accounts and keys these are: another product of one company has none of its own."""
    return _SITES.get(name, name)


@cache
def load(name: str) -> Plugin:
    """The venue of that name.

    Raises:
        KeyError: There is none.
    """
    if name not in NAMES:
        raise KeyError(name)
    return cast("Plugin", import_module(f"exchanges.{name}.plugin").PLUGIN)
