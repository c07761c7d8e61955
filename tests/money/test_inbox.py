"""Messages, notices, and what is unread."""

from __future__ import annotations

import pytest

from app.locale.catalogue import set_language
from app.locale.inbox import TEXTS
from store import inbox
from tests.accounts.house import refusal
from tests.money.bank import WRONG, Bank, second

pytestmark = pytest.mark.anyio


async def test_a_notice_is_read_by_everybody_in_their_language_and_counted_until_opened(bank: Bank) -> None:
    await bank.inbox.announce(bank.operator, ("Pause", "No trading on Sunday."), ("暂停", "周日暂停交易。"), second())
    assert await bank.inbox.unread(bank.ada) == await bank.inbox.unread(bank.bo) == 1
    [notice] = await bank.inbox.entries(bank.ada)
    assert (notice.title, notice.body) == ("Pause", "No trading on Sunday.")
    set_language("zh")
    assert (await bank.inbox.entries(bank.ada))[0].title == "暂停"
    set_language("en")
    await bank.inbox.mark_read(bank.ada, notice)
    await bank.inbox.mark_read(bank.ada, notice)
    assert (await bank.inbox.unread(bank.ada), await bank.inbox.unread(bank.bo)) == (0, 1)
    await bank.inbox.withdraw(bank.operator, notice.id)
    assert await bank.inbox.entries(bank.bo) == []
    assert (await refusal(bank.inbox.withdraw(bank.operator, notice.id))).key == "notices.error.gone"


async def test_who_comes_later_finds_old_notices_read(bank: Bank) -> None:
    await bank.inbox.announce(bank.operator, ("Pause", "No trading on Sunday."), ("", ""), second())
    bank.clock.advance(61_000)
    _, cem = await bank.house.member(bank.operator, "cem")
    assert len(await bank.inbox.entries(cem)) == 1
    assert await bank.inbox.unread(cem) == 0


async def test_a_message_is_for_one_person(small_bank: Bank) -> None:
    bank = small_bank
    async with bank.sea.store.write() as connection:
        await inbox.tell(connection, bank.ada.user_id, "referral", {"amount": "5"}, bank.clock.ms)
    [entry] = await bank.inbox.entries(bank.ada)
    await bank.inbox.mark_read(bank.bo, entry)
    assert await bank.inbox.unread(bank.ada) == 1
    await bank.inbox.mark_read(bank.ada, entry)
    assert await bank.inbox.unread(bank.ada) == 0
    assert {entry.title_key, entry.body_key} <= TEXTS.keys()
    assert await bank.inbox.entries(bank.bo) == []


async def test_notices_that_are_half_or_not_the_operators_are_refused(small_bank: Bank) -> None:
    bank = small_bank
    for call, key in (
        (bank.inbox.announce(bank.operator, ("", ""), ("", ""), second()), "notices.error.empty"),
        (bank.inbox.announce(bank.operator, ("Title", ""), ("", ""), second()), "notices.error.half"),
        (bank.inbox.announce(bank.operator, ("Title", "Text"), ("", "正文"), second()), "notices.error.half"),
        (bank.inbox.announce(bank.operator, ("Title", "Text"), ("", ""), WRONG), "account.error.transaction_wrong"),
        (bank.inbox.announce(bank.ada, ("Title", "Text"), ("", ""), second()), "desk.only-operator"),
        (bank.inbox.withdraw(bank.ada, "x"), "desk.only-operator"),
    ):
        assert (await refusal(call)).key == key


async def test_the_audit_log_is_read_and_proved_by_the_operator(small_bank: Bank) -> None:
    bank = small_bank
    lines = await bank.audit.lines(bank.operator, limit=3)
    assert [line.seq for line in lines] == sorted((line.seq for line in lines), reverse=True)
    older = await bank.audit.lines(bank.operator, limit=3, before=lines[-1].seq)
    assert older[0].seq == lines[-1].seq - 1
    assert {"captain", "ada"} <= {line.actor for line in await bank.audit.lines(bank.operator)}
    assert (await bank.audit.verify(bank.operator)).is_whole
    assert (await refusal(bank.audit.lines(bank.ada))).key == "desk.only-operator"
    assert (await refusal(bank.audit.verify(bank.ada))).key == "desk.only-operator"
