"""Every wrong choice at the venue's key page is caught, and told in both languages with what to do."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any

import pytest
from sqlalchemy import select

from app.locale.catalogue import set_language, t
from app.services.errors import Refused
from app.services.sealed_keys import KeyKind
from exchanges.core.errors import BadRequest
from store.tables import VaultValue
from tests.bindings.wizard import begin, check, paste, ready_to_send, with_read_key
from tests.monitor.harbour import Harbour

pytestmark = pytest.mark.anyio
NO_SUCH_KEY = "00000000-0000-4000-8000-000000000000"

READ_MISTAKES: dict[str, tuple[str, str, dict[str, str], str, str, str]] = {
    "the trade key": ("main", "trade", {}, "read_only", "this key may do more than read: Trade", "不止只读权限：交易"),
    "a key that may withdraw": (
        "main",
        "withdraw",
        {},
        "no_withdraw",
        "may WITHDRAW; Binnacle keeps no key that can move money out",
        "可以提现",
    ),
    "bound to another address": (
        "main",
        "read_wrong_ip",
        {},
        "address",
        "OKX sees us come from 203.0.113.7",
        "OKX 看到的本机 IP 是 203.0.113.7",
    ),
    "wrong passphrase": (
        "main",
        "read",
        {"passphrase": "Wrong#Pass2026"},
        "credentials",
        "the passphrase is wrong",
        "密码短语 (passphrase) 不正确",
    ),
    "wrong secret": (
        "main",
        "read",
        {"secret": "0" * 32},
        "credentials",
        "the secret does not fit the key",
        "Secret 与 Key 不匹配",
    ),
    "unknown key": (
        "main",
        "read",
        {"api_key": NO_SUCH_KEY},
        "credentials",
        "this API key does not exist",
        "这个 API Key 不存在",
    ),
    "a demo key for a live account": (
        "main",
        "demo_read",
        {},
        "environment",
        "this is a demo trading key, and live was chosen",
        "这是模拟盘 Key，而当前选择的是实盘",
    ),
}

TRADE_MISTAKES: dict[str, tuple[str, str, dict[str, str], str, str, str]] = {
    "the read-only key again": (
        "main",
        "read",
        {},
        "keys_differ",
        "this is the same key as the read-only key pasted before",
        "这与之前粘贴的只读API是同一个密钥",
    ),
    "without an address": (
        "main",
        "trade_no_ip",
        {},
        "address",
        "the key is not bound to any IP address",
        "没有绑定 IP",
    ),
    "bound to another address": (
        "main",
        "trade_wrong_ip",
        {},
        "address",
        "OKX sees us come from 203.0.113.7",
        "OKX 看到的本机 IP 是 203.0.113.7",
    ),
    "a key that may withdraw": (
        "main",
        "withdraw",
        {},
        "no_withdraw",
        "may WITHDRAW",
        "可以提现",
    ),
    "a key of another account": (
        "second",
        "trade",
        {},
        "same_account",
        "belongs to account",
        "而只读 Key 属于",
    ),
    "wrong passphrase": (
        "main",
        "trade",
        {"passphrase": "Wrong#Pass2026"},
        "credentials",
        "the passphrase is wrong",
        "不正确",
    ),
}

ACCOUNT_TROUBLES: dict[str, tuple[str, str, str, str]] = {
    "one-way mode": (
        "oneway",
        "hedge_mode",
        "position mode is one-way mode; hedge mode is needed",
        "仓位模式是单向持仓，需要双向持仓",
    ),
    "spot mode": (
        "spotmode",
        "futures_mode",
        "account mode is spot mode; futures mode is needed",
        "账户模式是现货模式，需要合约模式",
    ),
    "too little equity": (
        "poor",
        "equity",
        "200.00 USDT in the trading account; at least 1,000 is needed",
        "交易账户只有 200.00 USDT，至少需要 1,000",
    ),
    "one-way with something open": (
        "busy",
        "hedge_mode",
        "position mode is one-way mode",
        "仓位模式是单向持仓",
    ),
}


@pytest.mark.parametrize("mistake", READ_MISTAKES)
async def test_a_wrong_read_only_key_is_told_and_goes_no_further(here: Harbour, mistake: str) -> None:
    account, seeded, instead, name, english, chinese = READ_MISTAKES[mistake]
    draft = await begin(here)
    report = await paste(here, draft.id, "read", account, seeded, **instead)
    await _is_told(here, draft.id, report, name, english, chinese)


@pytest.mark.parametrize("mistake", TRADE_MISTAKES)
async def test_a_wrong_trade_key_is_told_and_goes_no_further(here: Harbour, mistake: str) -> None:
    account, seeded, instead, name, english, chinese = TRADE_MISTAKES[mistake]
    draft = await with_read_key(here)
    report = await paste(here, draft.id, "trade", account, seeded, **instead)
    await _is_told(here, draft.id, report, name, english, chinese)


async def _is_told(here: Harbour, draft_id: str, report: Any, name: str, english: str, chinese: str) -> None:
    line = check(report, name)
    assert line.outcome == "no"
    assert english in line.text[0]
    assert chinese in line.text[1]
    assert all(line.cure), "it says what to do, in both languages"
    view = await here.bindings.draft(here.session, draft_id)
    assert not view.can_next
    for language, words in (("en", "the venue says: "), ("zh", "交易所答复：")):
        set_language(language)  # type: ignore[arg-type]
        reason = (await here.bindings.draft(here.session, draft_id)).why_not
        assert reason is not None
        assert words in t(reason.key, **reason.values)
    set_language("en")
    with pytest.raises(Refused):
        await here.bindings.advance(here.session, draft_id)


@pytest.mark.parametrize("trouble", ACCOUNT_TROUBLES)
async def test_an_account_that_is_not_ready_is_told_with_either_key(here: Harbour, trouble: str) -> None:
    account, name, english, chinese = ACCOUNT_TROUBLES[trouble]
    draft = await begin(here)
    read = check(await paste(here, draft.id, "read", account, "read"), name)
    assert (await here.bindings.advance(here.session, draft.id)).step == "trade_key"
    await here.unlock_trade()
    trade = check(await paste(here, draft.id, "trade", account, "trade"), name)
    for line in (read, trade):
        assert line.outcome == "no"
        assert english in line.text[0]
        assert chinese in line.text[1]
        assert all(line.cure)
    with pytest.raises(Refused) as refused:
        await here.bindings.advance(here.session, draft.id)
    assert refused.value.key == "binding.why.not_ok"


async def test_a_live_key_for_a_demo_account_is_told(here: Harbour) -> None:
    draft = await begin(here, "demo")
    line = check(await paste(here, draft.id, "read", "main", "read"), "environment")
    assert (line.outcome, line.text) == (
        "no",
        ("this is a live key, and demo trading was chosen", "这是实盘 Key，而当前选择的是模拟盘"),
    )


async def test_a_right_demo_key_passes_for_a_demo_account(here: Harbour) -> None:
    draft = await begin(here, "demo")
    assert (await paste(here, draft.id, "read", "main", "demo_read")).ok


async def test_the_venue_out_of_reach_is_a_line_of_the_report_and_can_be_asked_again(here: Harbour) -> None:
    draft = await begin(here)
    await here.okx.fault("http", status=503, count=0, body="html")
    report = await paste(here, draft.id, "read", "main", "read")
    assert check(report, "reach").outcome == "no"
    assert check(report, "credentials").outcome == "unverified"
    await here.okx.heal()
    assert (await here.bindings.recheck(here.session, draft.id, "read")).ok


async def test_an_account_bound_by_somebody_else_is_refused_without_saying_by_whom(here: Harbour) -> None:
    other = await here.somebody_else()
    await other.approved("main")
    draft = await begin(here)
    line = check(await paste(here, draft.id, "read", "main", "read"), "not_bound")
    assert (line.outcome, line.text) == (
        "no",
        ("this account is bound here by somebody else", "该账户在本平台已被他人绑定"),
    )
    assert not (await here.bindings.draft(here.session, draft.id)).can_next


async def test_an_account_of_ones_own_that_is_bound_already_is_named(here: Harbour) -> None:
    await here.approved("main")
    draft = await begin(here)
    line = check(await paste(here, draft.id, "read", "main", "read"), "not_bound")
    assert line.text == ("you have bound this account already, as OKX main", "您已经绑定过这个账户，名称为 OKX main")


# -- what can be mended from here ----------------------------------------------------------------------------------


async def test_one_way_mode_is_mended_by_the_trade_key_in_one_call(here: Harbour) -> None:
    draft = await with_read_key(here, "oneway")
    offered = check(await paste(here, draft.id, "trade", "oneway", "trade"), "hedge_mode")
    assert offered.fix == "hedge_mode"
    assert offered.fix_call == 'POST /api/v5/account/set-position-mode {"posMode":"long_short_mode"}'
    assert (await here.bindings.fix(here.session, draft.id, offered.fix)).ok
    view = await here.bindings.draft(here.session, draft.id)
    assert view.can_next
    assert view.keys["read"].report is not None
    assert view.keys["read"].report.ok


async def test_both_modes_are_mended_one_after_the_other(here: Harbour) -> None:
    draft = await with_read_key(here, "spotready")
    await paste(here, draft.id, "trade", "spotready", "trade")
    report = await here.bindings.fix(here.session, draft.id, "futures_mode")
    assert check(report, "futures_mode").outcome == "ok"
    assert (await here.bindings.fix(here.session, draft.id, "hedge_mode")).ok


async def test_the_first_switch_to_futures_mode_is_done_on_the_site_and_then_checked_again(here: Harbour) -> None:
    draft = await with_read_key(here, "spotmode")
    await paste(here, draft.id, "trade", "spotmode", "trade")
    with pytest.raises(BadRequest) as refused:
        await here.bindings.fix(here.session, draft.id, "futures_mode")
    assert refused.value.code == "51070"
    await here.okx.post("/okx/accounts/spotmode/level", level="2")
    await here.okx.post("/okx/accounts/spotmode/position-mode", mode="long_short_mode")
    assert (await here.bindings.recheck(here.session, draft.id, "trade")).ok


async def test_what_the_report_does_not_offer_cannot_be_changed(here: Harbour) -> None:
    draft = await with_read_key(here)
    await paste(here, draft.id, "trade", "main", "trade")
    with pytest.raises(Refused, match=r"binding\.error\.no_fix"):
        await here.bindings.fix(here.session, draft.id, "hedge_mode")


async def test_money_moved_into_the_trading_account_is_seen_at_the_next_check(here: Harbour) -> None:
    draft = await with_read_key(here, "poor")
    await paste(here, draft.id, "trade", "poor", "trade")
    await here.okx.post("/okx/accounts/poor/transfer", amount="1500")
    assert (await here.bindings.recheck(here.session, draft.id, "trade")).ok


async def refusal(call: Coroutine[Any, Any, object]) -> Refused:
    with pytest.raises(Refused) as told:
        await call
    return told.value


async def edit_key(here: Harbour, seeded: str, **fields: object) -> None:
    """As on the venue's own site."""
    api_key = here.okx.key("main", seeded)["api_key"]
    (await here.okx.http.patch(f"/okx/accounts/main/keys/{api_key}", json=fields)).raise_for_status()


async def sealed(here: Harbour) -> list[tuple[str, str]]:
    """(row, column) of every secret of a binding's key that lies in the vault."""
    async with here.store.read() as connection:
        rows = await connection.execute(
            select(VaultValue.bound_row, VaultValue.bound_column).where(VaultValue.bound_table == "binding_key")
        )
    return [(row.bound_row, row.bound_column) for row in rows]


async def test_a_key_edited_on_the_site_is_accepted_at_the_next_check(here: Harbour) -> None:
    draft = await with_read_key(here)
    await paste(here, draft.id, "trade", "main", "trade_no_ip")
    await edit_key(here, "trade_no_ip", ips=["203.0.113.7"])
    assert (await here.bindings.recheck(here.session, draft.id, "trade")).ok


@pytest.mark.parametrize("kind", ["read", "trade"])
async def test_a_key_that_may_move_money_out_is_forgotten_at_once_and_only_its_verdict_stays(
    here: Harbour, kind: KeyKind
) -> None:
    draft = await (begin(here) if kind == "read" else with_read_key(here))
    before = await sealed(here)
    report = await paste(here, draft.id, kind, "main", "withdraw")
    assert await sealed(here) == before
    line = check(report, "no_withdraw")
    assert line.outcome == "no"
    assert "then paste it again" in line.cure[0]
    assert "重新粘贴" in line.cure[1]
    view = await here.bindings.draft(here.session, draft.id)
    key = view.keys[kind]
    assert key.is_forgotten
    assert key.report is not None
    assert check(key.report, "no_withdraw").cure == line.cure
    assert f"{kind}_key" not in view.steps_done
    told = await refusal(here.bindings.recheck(here.session, draft.id, kind))
    assert told.key == "binding.error.forgotten"


async def test_a_key_that_was_forgotten_is_accepted_when_it_is_edited_and_pasted_again(here: Harbour) -> None:
    draft = await with_read_key(here)
    await paste(here, draft.id, "trade", "main", "withdraw")
    back = await here.bindings.back(here.session, draft.id)
    assert back.step == "trade_key"
    assert not back.can_next
    await edit_key(here, "withdraw", perms=["trade"])
    assert (await paste(here, draft.id, "trade", "main", "withdraw")).ok
    assert not (await here.bindings.draft(here.session, draft.id)).keys["trade"].is_forgotten


async def test_a_good_key_that_may_withdraw_by_the_time_it_is_sent_is_forgotten_too(here: Harbour) -> None:
    draft = await ready_to_send(here)
    await edit_key(here, "trade", perms=["trade", "withdraw"])
    told = await refusal(here.bindings.submit(here.session, draft.id, accepted=True))
    assert told.key == "binding.error.not_green"
    view = await here.bindings.draft(here.session, draft.id)
    assert (view.step, view.keys["trade"].is_forgotten) == ("trade_check", True)
    assert {row for row, _ in await sealed(here)} != set()
    told = await refusal(here.bindings.recheck(here.session, draft.id, "trade"))
    assert told.key == "binding.error.forgotten"
