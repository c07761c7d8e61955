"""What waits stands behind a place's name: from signing in on, kept fresh, and gone with the person."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from app.screens.frame import FrameScreen
from app.services.waiting import waiting_counts
from app.settings import Settings
from store import claims, inbox
from store.database import Store
from store.tables import Deposit
from tests.e2e.person import Person, at_the_keyboard
from tests.monitor.signed_in import signed_in
from tests.screens.conftest import demo_settings as demo_settings
from tests.screens.people import sign_in, until
from tests.shell.stage import Stage, stage
from tests.store.people import add_binding, add_user

pytestmark = pytest.mark.anyio


async def counted(at: Stage, counts: dict[str, int] | None) -> str:
    """Row 2 after the world has changed and the clock has been looked at."""
    at.app.staged.waiting = counts
    at.clocks.pass_seconds(6)
    await at.app._look_at_the_clock()
    await at.app.workers.wait_for_complete()
    await at.pilot.pause()
    return at.text("#row2")


async def test_counts_stand_behind_the_names_and_follow_at_a_gentle_pace(tmp_path: Path) -> None:
    async with stage(tmp_path) as at:
        assert "7 Inbox  8 Desk" in at.text("#row2")
        assert "7 Inbox 2  8 Desk" in await counted(at, {"inbox": 2, "desk": 0})
        at.app.staged.waiting = {"inbox": 3}
        at.clocks.pass_seconds(1)
        await at.app._look_at_the_clock()
        await at.pilot.pause()
        assert "7 Inbox 2  8 Desk" in at.text("#row2")
        assert "7 Inbox 3" in await counted(at, {"inbox": 3})
        assert "7 Inbox 99+" in await counted(at, {"inbox": 100})
        assert "7 Inbox  8 Desk" in await counted(at, {})


async def test_coming_to_a_screen_counts_at_once(tmp_path: Path) -> None:
    async with stage(tmp_path) as at:
        at.app.staged.waiting = {"desk": 1}
        await at.pilot.press("6")
        await at.app.workers.wait_for_complete()
        await at.pilot.pause()
        assert "8 Desk 1" in at.text("#row2")


async def test_counts_that_cannot_be_read_stay_as_they_were(tmp_path: Path) -> None:
    async with stage(tmp_path) as at:
        await counted(at, {"inbox": 2})
        assert "7 Inbox 2" in await counted(at, None)


@pytest.mark.parametrize("way", ["lock", "log out"])
async def test_nothing_is_counted_for_somebody_who_left(tmp_path: Path, way: str) -> None:
    async with stage(tmp_path) as at:
        await counted(at, {"inbox": 2})
        counting = asyncio.Event()

        async def slow(_session: object) -> dict[str, int]:
            counting.set()
            await asyncio.sleep(0)
            return {"inbox": 5}

        at.app.waiting = slow
        at.app.count_waiting()
        await counting.wait()
        await (at.app.action_lock() if way == "lock" else at.app.leave())
        while at.app._is_counting:
            await at.pilot.pause()
        assert at.app.badges == {}


@pytest.mark.parametrize("language", ["en", "zh"])
async def test_at_eighty_columns_all_places_keep_their_names_beside_two_counts(tmp_path: Path, language: str) -> None:
    async with stage(tmp_path, language=language) as at:
        row = await counted(at, {"inbox": 2, "desk": 1})
        names = ("Positions", "Inbox 2  8", "Desk 1") if language == "en" else ("持仓", "消息 2  8", "运营 1")
        assert all(name in row for name in names)
        await at.pilot.resize_terminal(62, 24)
        await at.pilot.pause()
        folded = at.text("#row2")
        assert all(name in folded for name in names[1:])


async def test_unread_messages_count_for_everybody_and_queues_for_the_operator(store: Store) -> None:
    async with store.write() as connection:
        user_id, other_id = await add_user(connection), await add_user(connection)
        for each in (user_id, user_id, other_id):
            await inbox.tell(connection, each, "referral", {"amount": "1"}, 1)
        await add_binding(connection, other_id, state="pending", uid="1")
    assert await waiting_counts(store, signed_in(user_id)) == {"inbox": 2}
    assert await waiting_counts(store, signed_in(other_id, role="operator")) == {"inbox": 1, "desk": 1}


async def add_deposit(connection: AsyncConnection, tx_hash: str, **values: object) -> None:
    """A proved payment that credited nothing."""
    row = {"id": tx_hash, "chain": "tron", "tx_hash": tx_hash, "log_pos": 0, "token": "T", "raw": "1", "micro": 1}
    row |= {"block": 1, "block_hash": "", "block_ms": 1, "from_address": "T", "to_address": "T", "found_ms": 1}
    await connection.execute(insert(Deposit.__table__).values(**row | {"state": "unmatched", "note": ""} | values))


async def test_deposits_that_nobody_received_count_once_and_only_while_there_is_something_to_decide(
    store: Store,
) -> None:
    async with store.write() as connection:
        user_id = await add_user(connection)
        await add_deposit(connection, "aa", note="no_order")
        await add_deposit(connection, "bb", state="review")
        await add_deposit(connection, "cc", note="dust")
        await add_deposit(connection, "dd", state="returned")
    desk = signed_in(user_id, role="operator")
    assert await waiting_counts(store, desk) == {"inbox": 0, "desk": 2}
    assert await waiting_counts(store, signed_in(user_id)) == {"inbox": 0}
    claim = {"id": "c", "user_id": user_id, "chain": "tron", "tx_hash": "aa", "state": "review"}
    async with store.write() as connection:
        await claims.add(connection, claim | {"created_ms": 1, "looked_ms": 1})
    # It stands beside the claim now: one thing to decide, not two.
    assert await waiting_counts(store, desk) == {"inbox": 0, "desk": 2}
    async with store.write() as connection:
        await claims.settle_deposit(connection, "bb", state="returned")
    assert await waiting_counts(store, desk) == {"inbox": 0, "desk": 1}


async def test_in_the_real_app_a_message_and_a_review_show_up_by_themselves(demo_settings: Settings) -> None:
    async with at_the_keyboard(demo_settings) as me:
        await sign_in(me)
        assert me.app.services is not None
        assert me.app.session is not None
        session, store = me.app.session, me.app.services.store
        async with store.write() as connection:
            await inbox.tell(connection, session.user_id, "referral", {"amount": "1"}, 1)
            await add_binding(connection, session.user_id, state="pending", uid="1")
        await me.sees("7 Inbox 1  8 Desk 1")
        (message,) = await me.app.services.inbox.entries(session)
        await me.app.services.inbox.mark_read(session, message)
        await me.press("6")
        await me.sees("7 Inbox  8 Desk 1")
        await me.press("l")
        await me.sees("Locked for")
        assert me.app.badges == {}
        await until(me, lambda: _shown_places(me) == set(), "drop the places")


def _shown_places(me: Person) -> set[str]:
    return {screen.PLACE for stack in me.app.screen_stacks for screen in stack if isinstance(screen, FrameScreen)} - {
        ""
    }
