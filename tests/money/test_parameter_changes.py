"""Wishes for other parameters of a binding."""

from __future__ import annotations

from uuid import uuid4

import pytest

from app.services.parameter_changes import ParameterChangeService
from store import bindings
from tests.accounts.house import refusal
from tests.money.bank import Bank, second

pytestmark = pytest.mark.anyio


async def bound(bank: Bank, state: str = "approved") -> str:
    """A binding of ada's."""
    binding_id, now_ms = uuid4().hex, bank.clock.ms
    row = {"id": binding_id, "user_id": bank.ada.user_id, "venue": "okx", "environment": "demo", "site": ""}
    row |= {"uid": binding_id[:8], "label": "OKX main", "state": state, "step": "send", "strategy": "steady"}
    row |= {"custom_params": False, "answers": {}, "refusal": "", "created_ms": now_ms, "updated_ms": now_ms}
    async with bank.sea.store.write() as connection:
        await bindings.add(connection, row)
    return binding_id


async def is_custom(bank: Bank, binding_id: str) -> bool:
    async with bank.sea.store.read() as connection:
        row = await bindings.by_id(connection, binding_id)
    assert row is not None
    return bool(row.custom_params)


async def test_a_wish_waits_is_refused_with_a_reason_or_granted_and_stays_in_the_history(bank: Bank) -> None:
    binding_id = await bound(bank)
    first = await bank.changes.request(bank.ada, binding_id, "leverage 5", custom=True)
    assert (first.state, first.label, first.old_custom, first.custom) == ("pending", "OKX main", False, True)
    twice = bank.changes.request(bank.ada, binding_id, "leverage 6", custom=True)
    assert (await refusal(twice)).key == "changes.error.pending"
    [waiting] = await bank.changes.waiting(bank.operator)
    assert (waiting.owner, waiting.words) == ("Old Zhang (ada)", "leverage 5")
    await bank.changes.refuse(bank.operator, first.id, "Too much leverage", second())
    assert not await is_custom(bank, binding_id)
    bank.clock.advance(1)
    again = await bank.changes.request(bank.ada, binding_id, "leverage 3", custom=True)
    await bank.changes.approve(bank.operator, again.id, second())
    assert await is_custom(bank, binding_id)
    history = [(view.words, view.state, view.reason) for view in await bank.changes.changes(bank.ada)]
    assert history == [("leverage 3", "approved", ""), ("leverage 5", "refused", "Too much leverage")]
    assert await bank.told(bank.ada) == ["parameters-approved", "parameters-refused"]
    decided = bank.changes.refuse(bank.operator, again.id, "late", second())
    assert (await refusal(decided)).key == "changes.error.decided"


async def test_a_wish_can_be_taken_back_by_its_owner_alone(small_bank: Bank) -> None:
    bank = small_bank
    wish = await bank.changes.request(bank.ada, await bound(bank), "leverage 5", custom=True)
    assert (await refusal(bank.changes.cancel(bank.bo, wish.id))).key == "changes.error.decided"
    await bank.changes.cancel(bank.ada, wish.id)
    assert (await refusal(bank.changes.cancel(bank.ada, wish.id))).key == "changes.error.decided"
    assert await bank.changes.waiting(bank.operator) == []


async def test_with_automatic_review_a_wish_is_granted_at_once(small_bank: Bank) -> None:
    bank = small_bank
    binding_id = await bound(bank)
    automatic = ParameterChangeService(bank.sea.store, "auto", bank.house.accounts, bank.clock)
    assert (await automatic.request(bank.ada, binding_id, "leverage 5", custom=True)).state == "approved"
    assert await is_custom(bank, binding_id)
    assert (await automatic.request(bank.ada, binding_id, "", custom=False)).state == "approved"
    assert not await is_custom(bank, binding_id)


async def test_wishes_that_make_no_sense_are_refused(small_bank: Bank) -> None:
    bank = small_bank
    binding_id, draft = await bound(bank), await bound(bank, "pending")
    for wish, key in (
        (bank.changes.request(bank.ada, binding_id, "  ", custom=True), "changes.error.words"),
        (bank.changes.request(bank.ada, binding_id, "", custom=False), "changes.error.same"),
        (bank.changes.request(bank.ada, draft, "more", custom=True), "changes.error.not-approved"),
        (bank.changes.request(bank.bo, binding_id, "more", custom=True), "changes.error.not-approved"),
        (bank.changes.waiting(bank.ada), "desk.only-operator"),
        (bank.changes.approve(bank.ada, "x", second()), "desk.only-operator"),
        (bank.changes.refuse(bank.ada, "x", "no", second()), "desk.only-operator"),
    ):
        assert (await refusal(wish)).key == key
