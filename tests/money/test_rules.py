"""Numbers the operator changes while the program runs."""

from __future__ import annotations

import pytest

from app.services.rules import RULES, Rules
from tests.accounts.house import refusal
from tests.money.bank import WRONG, Bank, second

pytestmark = pytest.mark.anyio


async def test_a_change_applies_at_once_here_and_soon_elsewhere_and_stands_in_the_audit_log(bank: Bank) -> None:
    elsewhere = Rules(bank.sea.store, bank.sea.settings, bank.house.accounts, bank.clock)
    assert bank.rules.metering.share_percent == 20
    await bank.rules.change(bank.operator, "metering.share_percent", " 15 ", second())
    await bank.rules.change(bank.operator, "gates.submit_compute", "0", second())
    assert (bank.rules.metering.share_percent, bank.rules.gates.submit_compute) == (15, 0)
    assert elsewhere.metering.share_percent == 20
    await elsewhere.refresh()
    assert (elsewhere.metering.share_percent, elsewhere.gates.submit_compute) == (15, 0)
    assert elsewhere.metering.warning_compute == 50
    assert (await bank.actions()).count("rule.changed") == 2


async def test_everybody_is_told_when_the_share_of_profit_changes(small_bank: Bank) -> None:
    bank = small_bank
    await bank.rules.change(bank.operator, "metering.share_percent", "15", second())
    await bank.rules.change(bank.operator, "gates.create_compute", "120", second())
    [notice] = await bank.inbox.entries(bank.ada)
    assert (notice.is_notice, notice.is_read, notice.title) == (True, False, "The share of profit changes")
    assert "15 %" in notice.body
    assert "20 %" in notice.body


async def test_numbers_that_will_not_do_change_nothing(small_bank: Bank) -> None:
    bank = small_bank
    for key, typed in (
        ("metering.share_percent", "101"),
        ("metering.share_percent", "-1"),
        ("metering.share_percent", "1.5"),
        ("withdrawal.minimum", "0"),
        ("gates.create_compute", "٣"),
        ("gates.create_compute", "94"),
        ("gates.submit_compute", "101"),
    ):
        assert (await refusal(bank.rules.change(bank.operator, key, typed, second()))).field == "value"
    wrong = bank.rules.change(bank.operator, "metering.share_percent", "15", WRONG)
    assert (await refusal(wrong)).key == "account.error.transaction_wrong"
    mine = bank.rules.change(bank.ada, "metering.share_percent", "0", second())
    assert (await refusal(mine)).key == "desk.only-operator"
    assert all(view.value == view.default for view in bank.rules.listed())
    assert len(bank.rules.listed()) == len(RULES)
