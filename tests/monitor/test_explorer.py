"""Read calls of the explorer: made with the bound read key, and nothing else is ever sent."""

from __future__ import annotations

from collections.abc import AsyncIterator
from decimal import Decimal
from pathlib import Path

import pytest

from app.services.errors import Refused
from app.services.explorer import NO_BINDING, Call, ExplorerService, tree_of
from store.database import Store
from tests.monitor.harbour import Harbour, harbour

pytestmark = pytest.mark.anyio


@pytest.fixture
async def here(sqlite_store: Store, tmp_path: Path) -> AsyncIterator[Harbour]:
    async with harbour(sqlite_store, tmp_path) as made:
        yield made


def named(explorer: ExplorerService, name: str) -> Call:
    return next(call for call in explorer.calls() if call.id == name)


async def test_a_reading_call_is_made_with_the_read_key_of_the_account(here: Harbour) -> None:
    binding_id = await here.approved("main")
    explorer = ExplorerService(here.store, here.venues)
    call = named(explorer, "okx account/config")
    (caller,) = await explorer.callers(here.session, "okx")
    assert caller.binding_id == binding_id
    answer = await explorer.send(here.session, call, binding_id, {"unused": "  "})
    assert isinstance(answer, tuple)
    row = dict(answer[0][1])
    assert row["uid"] == here.okx.accounts["main"]["uid"]
    assert "read_only" in row["perm"]


async def test_nothing_that_changes_something_is_sent(here: Harbour) -> None:
    binding_id = await here.approved("main")
    explorer = ExplorerService(here.store, here.venues)
    writing = [call for call in explorer.calls() if not call.may_be_sent]
    assert writing
    before = await here.okx.truth("main")
    for call in writing:
        with pytest.raises(Refused):
            await explorer.send(here.session, call, binding_id, {})
    assert (await here.okx.truth("main"))["orders"] == before["orders"]


async def test_a_signed_call_needs_an_account_of_ones_own(here: Harbour) -> None:
    explorer = ExplorerService(here.store, here.venues)
    call = named(explorer, "okx account/balance")
    for binding_id in (NO_BINDING, "somebody else's"):
        with pytest.raises(Refused):
            await explorer.send(here.session, call, binding_id, {})


def test_an_answer_is_harmless_text_in_a_tree_of_bounded_size() -> None:
    answer = [{"a\x1b[2J": Decimal("1E-8"), "b": None, "c": [True], "d": {}}, *range(500)]
    tree = tree_of(answer)
    assert isinstance(tree, tuple)
    assert dict(tree[0][1]) == {"a\\x1b[2J": "0.00000001", "b": "null", "c": (("0", "true"),), "d": ()}
    assert tree[-1] == ("...", "+301")
