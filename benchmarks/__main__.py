"""Runs every benchmark of this folder, one after the other: `python -m benchmarks [name ...]`."""

from __future__ import annotations

import sys
from importlib import import_module
from pkgutil import iter_modules

import benchmarks


def main(wanted: list[str]) -> None:
    """Each module's `main()` prints what it measured; a name picks one."""
    names = sorted(module.name for module in iter_modules(benchmarks.__path__) if not module.name.startswith("_"))
    for name in wanted or names:
        print(f"== {name}")
        import_module(f"benchmarks.{name}").main()
        print()


if __name__ == "__main__":
    main(sys.argv[1:])
