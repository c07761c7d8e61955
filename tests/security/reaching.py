"""Everything that can be reached from an object without looking into stack frames."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from types import FrameType, FunctionType, MemberDescriptorType, MethodType, ModuleType, TracebackType
from typing import Any

_OPAQUE = (FrameType, FunctionType, MethodType, ModuleType, TracebackType, type)
_PLAIN = (str, bytes, bytearray, int, float, bool, type(None))
MOST = 300_000
"""The tables of all venues are among what is reached."""


def reachable(root: object) -> Iterator[object]:
    """`root` and what its attributes, items, arguments, causes and contexts lead to."""
    waiting, seen = [root], set[int]()
    while waiting:
        found = waiting.pop()
        if id(found) in seen or isinstance(found, _OPAQUE):
            continue
        seen.add(id(found))
        assert len(seen) < MOST, f"{type(root).__name__} leads to half the program"
        yield found
        if not isinstance(found, _PLAIN):
            waiting += _inside(found)


def _inside(found: object) -> Iterator[Any]:
    if isinstance(found, Mapping):
        yield from found.keys()
        yield from found.values()
    elif isinstance(found, list | tuple | set | frozenset):
        yield from found
    if isinstance(found, BaseException):
        yield from (found.args, found.__cause__, found.__context__)
    yield from getattr(found, "__dict__", {}).values()
    for kind in type(found).__mro__:
        for member in kind.__dict__.values():
            # Slots only: asking for an attribute by name could make what is not there yet.
            if isinstance(member, MemberDescriptorType):
                with suppress(AttributeError):
                    yield member.__get__(found)
