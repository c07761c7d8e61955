"""Several calls at once."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from exchanges.core.errors import VenueError

T = TypeVar("T")


async def together(*calls: Coroutine[Any, Any, T]) -> list[T]:
    """Run the calls at once and answer their results in order; the first failure ends the others.

    Raises:
        VenueError: The first of them, plain, not as a group.
    """
    try:
        async with asyncio.TaskGroup() as tasks:
            running = [tasks.create_task(call) for call in calls]
    except BaseExceptionGroup as group:
        told, others = group.split(VenueError)
        if told is None or others is not None:
            raise
        raise first_of(told) from None
    return [task.result() for task in running]


def first_of(group: BaseExceptionGroup[VenueError]) -> VenueError:
    """The first error of a group, however deep it sits."""
    return leaves_of(group)[0]


def leaves_of(group: BaseExceptionGroup[VenueError]) -> list[VenueError]:
    """All errors of a group, in order."""
    found: list[VenueError] = []
    for each in group.exceptions:
        found.extend(leaves_of(each) if isinstance(each, BaseExceptionGroup) else [each])
    return found
