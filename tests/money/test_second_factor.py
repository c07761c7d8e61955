"""The second factor: the vectors of RFC 6238, a code counts once, and withdrawals ask for it."""

from __future__ import annotations

import asyncio

import pytest

from app.services import one_time_codes
from app.services.errors import Refused
from exchanges.core.secret import Secret
from tests.accounts.house import LOGIN, refusal
from tests.money.bank import WRONG, Bank, second
from tests.topups.world import HOUR_MS

pytestmark = pytest.mark.anyio
SEED = b"12345678901234567890"


@pytest.mark.parametrize(
    ("time_s", "code"),
    [
        (59, "94287082"),
        (1111111109, "07081804"),
        (1111111111, "14050471"),
        (1234567890, "89005924"),
        (2000000000, "69279037"),
        (20000000000, "65353130"),
    ],
)
def test_codes_are_those_of_rfc_6238(time_s: int, code: str) -> None:
    assert one_time_codes.code_at(SEED, time_s // 30, 8) == code


def test_a_code_of_the_neighbouring_steps_is_accepted_and_no_other() -> None:
    now_ms = 1_234_567_890_000
    step = now_ms // 30_000
    accepted = [
        one_time_codes.step_of(one_time_codes.code_at(SEED, step + apart), SEED, now_ms) for apart in range(-3, 4)
    ]
    assert accepted == [None, None, step - 1, step, step + 1, None, None]


def test_the_seed_is_spelled_as_authenticators_take_it() -> None:
    assert one_time_codes.spelled(SEED) == "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    assert one_time_codes.unspelled(one_time_codes.spelled(SEED)) == SEED
    assert one_time_codes.uri("ABC", "zhang.wei") == "otpauth://totp/Binnacle:zhang.wei?secret=ABC"


async def switched_on(bank: Bank) -> bytes:
    setup = await bank.factor.begin(bank.ada, second())
    seed = one_time_codes.unspelled(setup.seed.reveal())
    await bank.factor.confirm(bank.ada, code(bank, seed))
    return seed


def code(bank: Bank, seed: bytes) -> str:
    return one_time_codes.code_at(seed, bank.clock.ms // 30_000)


async def test_it_is_on_with_the_first_right_code_and_every_code_counts_once(bank: Bank) -> None:
    assert (await refusal(bank.factor.begin(bank.ada, WRONG))).key == "account.error.transaction_wrong"
    seed = await switched_on(bank)
    assert await bank.factor.is_on(bank.ada)
    assert not await bank.factor.is_on(bank.bo)
    used = bank.factor.demand(bank.ada, code(bank, seed))
    assert (await refusal(used)).key == "factor.error.wrong"
    bank.clock.advance(30_000)
    calls = [bank.factor.demand(bank.ada, code(bank, seed)) for _ in range(5)]
    outcomes = await asyncio.gather(*calls, return_exceptions=True)
    assert sum(outcome is None for outcome in outcomes) == 1
    await bank.factor.demand(bank.bo, "")
    assert (await refusal(bank.factor.begin(bank.ada, second()))).key == "factor.error.on"


async def test_guessing_codes_costs_waits(small_bank: Bank) -> None:
    seed = await switched_on(small_bank)
    small_bank.clock.advance(60_000)
    for _ in range(5):
        wrong = f"{(int(code(small_bank, seed)) + 1) % 10**6:06}"
        assert (await refusal(small_bank.factor.demand(small_bank.ada, wrong))).field == "totp"
    slow = await refusal(small_bank.factor.demand(small_bank.ada, code(small_bank, seed)))
    assert slow.key == "account.error.throttled"


async def test_withdrawals_and_their_addresses_ask_for_it(small_bank: Bank) -> None:
    bank = small_bank
    await bank.topped_up(bank.ada)
    seed = await switched_on(bank)
    bank.clock.advance(30_000)
    wallet = bank.sea.tron.node.address("ada's wallet")
    without = bank.withdrawals.add_address(bank.ada, "tron", wallet, "", second())
    assert (await refusal(without)).key == "factor.error.shape"
    await bank.withdrawals.add_address(bank.ada, "tron", wallet, "", second(), code(bank, seed))
    bank.clock.advance(24 * HOUR_MS)
    await bank.signed_in_again()
    [address] = await bank.withdrawals.addresses(bank.ada)
    without = bank.withdrawals.request(bank.ada, address.id, "50", second(), "000000 ")
    assert (await refusal(without)).field == "totp"
    await bank.withdrawals.request(bank.ada, address.id, "50", second(), code(bank, seed))


async def test_it_is_switched_off_with_password_and_code(small_bank: Bank) -> None:
    bank = small_bank
    seed = await switched_on(bank)
    bank.clock.advance(30_000)
    assert (await refusal(bank.factor.remove(bank.ada, second(), ""))).field == "totp"
    await bank.factor.remove(bank.ada, second(), code(bank, seed))
    assert not await bank.factor.is_on(bank.ada)
    assert (await bank.actions())[-1] == "factor.off"


async def test_a_vault_started_anew_loses_it_and_makes_payout_addresses_wait_again(small_bank: Bank) -> None:
    bank = small_bank
    wallet = bank.sea.tron.node.address("ada's wallet")
    await bank.withdrawals.add_address(bank.ada, "tron", wallet, "", second())
    await switched_on(bank)
    bank.clock.advance(30 * HOUR_MS)
    request_id, mailed = await bank.house.code_later("recover", "ada@harbour.example")
    fresh, trade = Secret("Windward-chart-55-brass"), Secret("Leeward-sextant-56-oak")
    await bank.house.accounts.start_over("ada@harbour.example", request_id, mailed, fresh, trade)
    bank.ada = await bank.house.accounts.login("ada", fresh)
    assert not await bank.factor.is_on(bank.ada)
    [address] = await bank.withdrawals.addresses(bank.ada)
    assert address.usable_ms == bank.clock.ms + 24 * HOUR_MS
    with pytest.raises(Refused):
        await bank.house.accounts.login("ada", LOGIN)
