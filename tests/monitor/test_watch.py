"""The watch over one account, and the journal's writer: faults of the program and of the store."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence

import pytest

from app.services.book import Book
from app.services.journal import Journal
from app.services.metering import Booked, MeteringService
from app.services.watch import Watch
from exchanges.core.adapter import AccountFacts, Counters, KeyFacts, Resume
from exchanges.core.model import Event, Fill, Income, LinkChanged, LinkState
from store.errors import NoSecret, StoreUnavailable
from tests.monitor.harbour import eventually
from tests.monitor.rows import T0, fill, income

pytestmark = pytest.mark.anyio


class BrokenAdapter:
    """An adapter with a fault of its own: after the first event it raises what it is told to."""

    venue = "okx"

    def __init__(self, error: Exception | None) -> None:
        self.counters = Counters()
        self.error = error
        self.is_closed = False

    async def events(self, *, fills_since: Resume) -> AsyncIterator[Event]:
        yield LinkChanged(LinkState.LIVE, T0)
        if self.error is not None:
            raise self.error
        await asyncio.Event().wait()

    async def key_facts(self) -> KeyFacts:
        raise NotImplementedError

    async def account_facts(self) -> AccountFacts:
        raise NotImplementedError

    async def apply_fix(self, fix: str) -> None:
        raise NotImplementedError

    def retry_now(self) -> None: ...

    def audit_soon(self) -> None: ...

    async def aclose(self) -> None:
        self.is_closed = True


class Scene:
    """A watch whose adapters break as scripted."""

    def __init__(self, connect: Callable[[int], BrokenAdapter]) -> None:
        self.book = Book("b1", "main", "okx", "live", now=lambda: T0)
        self.adapters: list[BrokenAdapter] = []
        self.states: list[LinkState] = []
        self.faults: list[Exception] = []
        self.calls = 0
        self._make = connect
        self.watch = Watch(self.book, self._connect, self._take, lambda _, error: self.faults.append(error), lambda: T0)

    async def _connect(self) -> tuple[BrokenAdapter, Resume]:
        self.calls += 1
        self.adapters.append(self._make(self.calls))
        return self.adapters[-1], Resume()

    def _take(self, book: Book, event: Event) -> None:
        book.apply(event)
        if isinstance(event, LinkChanged):
            self.states.append(event.state)


async def run_until(scene: Scene, holds: Callable[[], bool]) -> None:
    task = asyncio.create_task(scene.watch.run())
    try:
        await eventually(holds, lambda: (scene.states, scene.faults))
    finally:
        task.cancel()
        await asyncio.wait([task])


async def test_a_broken_adapter_is_replaced_within_a_second_and_its_sockets_are_closed() -> None:
    scene = Scene(lambda call: BrokenAdapter(KeyError("a bug") if call == 1 else None))
    started = asyncio.get_running_loop().time()
    await run_until(scene, lambda: scene.calls == 2 and scene.states[-1] is LinkState.LIVE)
    assert asyncio.get_running_loop().time() - started < 1.5
    assert [type(error) for error in scene.faults] == [KeyError]
    assert scene.adapters[0].is_closed
    assert scene.adapters[1].is_closed, "also when the watch itself ends"


async def test_after_three_faults_the_account_waits_for_a_person_and_goes_on_when_asked() -> None:
    scene = Scene(lambda call: BrokenAdapter(ValueError("a bug") if call <= 3 else None))
    task = asyncio.create_task(scene.watch.run())
    try:
        await eventually(lambda: scene.book.link.state is LinkState.ATTENTION)
        assert (scene.calls, len(scene.faults)) == (3, 3)
        assert scene.book.link.code == "fault"
        assert "ValueError" in scene.book.link.reason
        scene.watch.retry_now()
        await eventually(lambda: scene.book.link.state is LinkState.LIVE)
    finally:
        task.cancel()
        await asyncio.wait([task])


async def test_an_adapter_that_ends_by_itself_counts_as_broken() -> None:
    class Ending(BrokenAdapter):
        async def events(self, *, fills_since: Resume) -> AsyncIterator[Event]:
            yield LinkChanged(LinkState.LIVE, T0)

    scene = Scene(lambda call: Ending(None) if call == 1 else BrokenAdapter(None))
    await run_until(scene, lambda: scene.calls == 2)
    assert len(scene.faults) == 1


async def test_a_key_that_does_not_open_needs_attention_at_once() -> None:
    def no_key(call: int) -> BrokenAdapter:
        raise NoSecret("gone")

    scene = Scene(no_key)
    await run_until(scene, lambda: scene.book.link.state is LinkState.ATTENTION)
    assert (scene.calls, scene.book.link.code, scene.faults) == (1, "vault", [])


async def test_a_busy_store_is_no_fault_and_is_tried_again() -> None:
    def busy_once(call: int) -> BrokenAdapter:
        if call == 1:
            raise StoreUnavailable("locked")
        return BrokenAdapter(None)

    scene = Scene(busy_once)
    await run_until(scene, lambda: scene.states[-1:] == [LinkState.LIVE])
    assert scene.faults == []
    assert LinkState.DOWN in scene.states


# -- the journal's writer ------------------------------------------------------------------------------------------


class Books(MeteringService):
    """Metering on a store that answers as scripted."""

    def __init__(self, *, busy: int = 0, refused: frozenset[str] = frozenset()) -> None:
        self.busy = busy
        self.refused = refused
        self.booked: list[str] = []

    async def book(self, binding_id: str, fills: Sequence[Fill], incomes: Sequence[Income] = ()) -> Booked:
        ids = [each.id for each in (*fills, *incomes)]
        if self.busy:
            self.busy -= 1
            raise StoreUnavailable("locked")
        if self.refused & set(ids):
            raise OverflowError("does not fit")
        self.booked += ids
        return Booked()


async def test_what_comes_is_booked_in_the_background_in_batches() -> None:
    books = Books()
    journal = Journal(books, gather_s=0)
    task = asyncio.create_task(journal.run())
    for n in range(450):
        journal.put("b1", [fill(str(n))], [])
    journal.put("b2", [], [income("i", "1")])
    await eventually(lambda: not journal.backlog)
    task.cancel()
    await asyncio.wait([task])
    assert books.booked == [*(str(n) for n in range(450)), "i"]


async def test_a_busy_store_loses_nothing_and_keeps_the_order() -> None:
    books = Books(busy=2)
    journal = Journal(books, gather_s=0, retry_s=0)
    task = asyncio.create_task(journal.run())
    journal.put("b1", [fill("1"), fill("2")], [])
    await eventually(lambda: not journal.backlog)
    task.cancel()
    await asyncio.wait([task])
    assert books.booked == ["1", "2"]


async def test_an_entry_that_cannot_be_booked_does_not_hold_up_the_others() -> None:
    books = Books(refused=frozenset({"2"}))
    journal = Journal(books)
    journal.put("b1", [fill("1"), fill("2"), fill("3")], [income("4", "1")])
    assert await journal.flush()
    assert (books.booked, journal.set_aside, journal.backlog) == (["1", "3", "4"], 1, 0)
