"""The wizard's way from the first step to an account that streams; dropped lines, gates, review, removal."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.locale.catalogue import LANGUAGES, set_language, t
from app.services.binding_views import STEPS
from app.services.errors import Refused
from exchanges.core.secret import Secret
from store import audit, bindings
from store.database import Store
from store.errors import Conflict
from store.tables import BindingKey, VaultValue
from tests.bindings.wizard import begin, check, paste, ready_to_send, sent, with_read_key
from tests.monitor.harbour import TRADE, USDT, Harbour, eventually, harbour
from tests.monitor.signed_in import signed_in
from tests.store.people import add_binding, add_user

pytestmark = pytest.mark.anyio


@pytest.fixture
async def anywhere(store: Store, tmp_path: Path) -> AsyncIterator[Harbour]:
    """On each of the two databases in turn."""
    async with harbour(store, tmp_path) as made:
        yield made


def told(error: Refused) -> dict[str, str]:
    """The refusal as shown, by language."""
    texts = {}
    for language in LANGUAGES:
        set_language(language)
        texts[language] = t(error.key, **error.values)
    set_language("en")
    return texts


async def secrets_kept(here: Harbour) -> tuple[int, int]:
    """How many keys and how many sealed values there are."""
    async with here.store.read() as connection:
        keys = await connection.scalar(select(func.count()).select_from(BindingKey.__table__))
        return int(keys or 0), int(await connection.scalar(select(func.count()).select_from(VaultValue.__table__)) or 0)


# -- the whole way -------------------------------------------------------------------------------------------------


async def test_from_the_first_step_to_live_positions(anywhere: Harbour) -> None:
    here = anywhere
    await here.monitor.start(here.session)
    draft = await here.bindings.start(here.session, "okx", "live")
    walked = [draft.step]
    draft = await here.bindings.advance(here.session, draft.id)
    walked.append(draft.step)
    report = await paste(here, draft.id, "read", "main", "read")
    assert report.ok, report
    walked.append((await here.bindings.draft(here.session, draft.id)).step)
    walked.append((await here.bindings.advance(here.session, draft.id)).step)
    await here.unlock_trade()
    assert (await paste(here, draft.id, "trade", "main", "trade")).ok
    walked.append((await here.bindings.draft(here.session, draft.id)).step)
    walked.append((await here.bindings.advance(here.session, draft.id)).step)
    await here.bindings.set_strategy(here.session, draft.id, "steady", custom=False, referrer=None)
    draft = await here.bindings.advance(here.session, draft.id)
    walked.append(draft.step)
    assert tuple(walked) == STEPS[1:]
    assert draft.steps_done == STEPS[:-1]
    view = await here.bindings.submit(here.session, draft.id, accepted=True)
    assert (view.state, view.uid) == ("approved", here.okx.accounts["main"]["uid"])
    book = here.monitor.books[view.id]
    await eventually(lambda: book.freshness(here.now()).is_live and len(book.positions) == 4)
    async with here.store.read() as connection:
        assert (await audit.verify(connection)).is_whole


async def test_what_a_draft_shows_needs_no_venue_and_no_secret(here: Harbour) -> None:
    draft = await with_read_key(here)
    key = here.okx.key("main", "read")
    assert draft.title == ("OKX", "欧易 OKX")
    assert draft.keys["read"].last4 == key["api_key"][-4:]
    assert draft.account is not None
    assert (draft.account.position_mode, draft.account.open_positions) == ("long_short_mode", 4)
    assert draft.label == f"OKX {here.okx.accounts['main']['uid'][-4:]}"
    for secret in (key["secret"], key["passphrase"], key["api_key"]):
        assert secret not in repr(draft)


async def test_the_offer_carries_the_venues_own_words_and_passphrase_rule(here: Harbour) -> None:
    offer = here.bindings.venues()[0]
    assert offer.environments == ("live", "demo")
    assert offer.passphrase_rule("Abc1#") == {
        "length": False,
        "lower": True,
        "upper": True,
        "digit": True,
        "symbol": True,
        "characters": True,
    }
    assert [line.name for line in offer.read_key] == [
        "purpose",
        "name",
        "passphrase",
        "ip_list",
        "permissions",
        "confirm",
    ]
    listed = next(line for line in offer.trade_key(("203.0.113.7", "203.0.113.8")) if line.copies)
    assert listed.value == ("203.0.113.7,203.0.113.8", "203.0.113.7,203.0.113.8")
    unknown = next(line for line in offer.trade_key(()) if line.name == "ip_list")
    assert not unknown.copies
    assert "not known yet" in unknown.value[0]


# -- a dropped line ------------------------------------------------------------------------------------------------


async def test_after_a_dropped_line_the_wizard_stands_where_it_stood(anywhere: Harbour) -> None:
    here = anywhere
    before = await ready_to_send(here)
    here.again()
    await here.log_in_again()
    (after,) = await here.bindings.drafts(here.session)
    assert after == before
    await here.unlock_trade()
    assert (await here.bindings.submit(here.session, after.id, accepted=True)).state == "approved"


async def test_a_key_whose_check_was_cut_off_is_kept_and_can_be_checked_later(here: Harbour) -> None:
    draft = await begin(here)
    await here.okx.fault("http", status=503, count=0, body="empty")
    await paste(here, draft.id, "read", "main", "read")
    here.again()
    await here.log_in_again()
    await here.okx.heal()
    (resumed,) = await here.bindings.drafts(here.session)
    assert (resumed.step, resumed.can_next) == ("read_check", False)
    assert (await here.bindings.recheck(here.session, resumed.id, "read")).ok
    assert (await here.bindings.draft(here.session, resumed.id)).can_next


async def test_going_back_loses_nothing(here: Harbour) -> None:
    draft = await ready_to_send(here)
    for _ in STEPS:
        draft = await here.bindings.back(here.session, draft.id)
    assert draft.step == "account"
    assert {"read_key", "read_check", "trade_key", "trade_check"} <= set(draft.steps_done)
    for _ in STEPS[2:]:
        draft = await here.bindings.advance(here.session, draft.id)
    assert (draft.step, draft.can_next) == ("send", True)


async def test_several_drafts_stand_side_by_side_and_one_is_thrown_away_with_its_keys(here: Harbour) -> None:
    first = await with_read_key(here)
    second = await begin(here)
    assert {view.id for view in await here.bindings.drafts(here.session)} == {first.id, second.id}
    await here.bindings.discard(here.session, first.id)
    assert [view.id for view in await here.bindings.drafts(here.session)] == [second.id]
    assert await secrets_kept(here) == (0, 0)


async def test_nobody_sees_or_touches_the_draft_of_another(here: Harbour) -> None:
    draft = await with_read_key(here)
    other = await here.somebody_else()
    with pytest.raises(Refused, match=r"binding\.error\.gone"):
        await other.bindings.draft(other.session, draft.id)
    with pytest.raises(Refused, match=r"binding\.error\.gone"):
        await other.bindings.recheck(other.session, draft.id, "read")
    with pytest.raises(Refused, match=r"binding\.error\.gone"):
        await other.bindings.discard(other.session, draft.id)


# -- pasting -------------------------------------------------------------------------------------------------------


async def test_what_clipboards_add_is_removed_with_a_note(here: Harbour) -> None:
    draft = await begin(here)
    key = here.okx.key("main", "read")
    report = await here.bindings.check_key(
        here.session,
        draft.id,
        "read",
        f" {key['api_key']}\r\n",
        Secret(f"\u200b{key['secret'][:8]}\n{key['secret'][8:]}\u00a0"),
        Secret(f"{key['passphrase']} "),
    )
    assert report.ok
    assert check(report, "pasted").text == (
        "7 characters nobody sees were removed from what was pasted: API key, secret, passphrase",
        "已从粘贴内容中去除 7 个多余字符：API Key、Secret、密码短语",
    )


@pytest.mark.parametrize(
    ("field", "value", "key"),
    [
        ("api_key", " \n ", "binding.error.missing"),
        ("secret", "", "binding.error.missing"),
        ("passphrase", "ＡＢＣabc123#", "binding.error.not_ascii"),
        ("api_key", "x" * 5000, "binding.error.too_long"),
    ],
)
async def test_what_cannot_be_a_key_is_refused_beside_its_field(
    here: Harbour, field: str, value: str, key: str
) -> None:
    draft = await begin(here)
    with pytest.raises(Refused) as refused:
        await paste(here, draft.id, "read", "main", "read", **{field: value})
    assert (refused.value.key, refused.value.field) == (key, field)
    assert await secrets_kept(here) == (0, 0)


async def test_a_key_pasted_again_replaces_the_one_before(here: Harbour) -> None:
    draft = await begin(here)
    await paste(here, draft.id, "read", "main", "read_wrong_ip")
    assert (await paste(here, draft.id, "read", "main", "read")).ok
    assert await secrets_kept(here) == (1, 3)


async def test_the_trade_key_waits_for_the_transaction_password(here: Harbour) -> None:
    draft = await begin(here)
    await paste(here, draft.id, "read", "main", "read")
    await here.bindings.advance(here.session, draft.id)
    with pytest.raises(Refused) as refused:
        await paste(here, draft.id, "trade", "main", "trade")
    assert refused.value.key == "binding.error.trade_locked"
    assert "transaction password" in told(refused.value)["en"]
    assert "交易提现密码" in told(refused.value)["zh"]
    assert (await here.bindings.draft(here.session, draft.id)).keys.keys() == {"read"}


async def test_the_trade_key_waits_for_the_read_only_key(here: Harbour) -> None:
    draft = await begin(here)
    await here.unlock_trade()
    with pytest.raises(Refused, match=r"binding\.error\.read_first"):
        await paste(here, draft.id, "trade", "main", "trade")


async def test_a_read_only_key_of_another_account_puts_the_trade_key_in_doubt(here: Harbour) -> None:
    draft = await ready_to_send(here)
    await paste(here, draft.id, "read", "second", "read")
    view = await here.bindings.draft(here.session, draft.id)
    assert view.keys["trade"].report is None
    assert "trade_check" not in view.steps_done
    report = await here.bindings.recheck(here.session, draft.id, "trade")
    assert check(report, "same_account").outcome == "no"


async def test_nothing_of_a_pasted_key_can_be_read_in_the_database_or_the_log(
    here: Harbour, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    await here.monitor.start(here.session)
    view = await sent(here)
    await eventually(lambda: here.monitor.books[view.id].freshness(here.now()).is_live)
    await here.monitor.stop()
    database = Path(str(here.store.url.database))
    kept = b"".join(file.read_bytes() for file in database.parent.glob(f"{database.name}*"))
    assert view.uid.encode() in kept, "what is no secret is there"
    for kind in ("read", "trade"):
        key = here.okx.key("main", kind)
        for value in (key["api_key"], key["secret"], key["passphrase"]):
            assert value.encode() not in kept
            assert value not in caplog.text


# -- our own address -----------------------------------------------------------------------------------------------


async def test_our_address_is_learned_from_the_venues_refusal(here: Harbour) -> None:
    draft = await with_read_key(here)
    assert (draft.addresses, draft.ip_list) == ((), "")
    await paste(here, draft.id, "trade", "main", "trade_wrong_ip")
    view = await here.bindings.draft(here.session, draft.id)
    assert (view.addresses, view.ip_list) == (("203.0.113.7",), "203.0.113.7")


async def test_configured_addresses_are_shown_and_must_all_be_on_the_key(sqlite_store: Store, tmp_path: Path) -> None:
    addresses = ("203.0.113.7", "203.0.113.8")
    async with harbour(sqlite_store, tmp_path, egress_ips=addresses) as here:
        draft = await with_read_key(here)
        assert draft.ip_list == "203.0.113.7,203.0.113.8"
        line = check(await paste(here, draft.id, "trade", "main", "trade"), "address")
        assert line.outcome == "no"
        assert "lacks 203.0.113.8" in line.text[0]
        assert "缺少 203.0.113.8" in line.text[1]


# -- gates ---------------------------------------------------------------------------------------------------------


async def test_too_little_compute_to_begin_is_refused_with_what_is_missing(sqlite_store: Store, tmp_path: Path) -> None:
    async with harbour(sqlite_store, tmp_path, compute=99 * USDT + 995_000) as here:
        with pytest.raises(Refused) as refused:
            await here.bindings.start(here.session, "okx", "live")
        assert told(refused.value) == {
            "en": "Making keys needs 100 compute and there is 99.99: top up 0.01 more.",
            "zh": "创建密钥需要 100 算力，现有 99.99，还差 0.01，请先充值。",
        }


async def test_compute_spent_meanwhile_stops_before_keys_are_made(here: Harbour) -> None:
    draft = await here.bindings.start(here.session, "okx", "live")
    await here.spend(401 * USDT)
    view = await here.bindings.draft(here.session, draft.id)
    assert view.why_not is not None
    assert view.why_not.key == "binding.why.compute_create"
    with pytest.raises(Refused, match=r"binding\.why\.compute_create"):
        await here.bindings.advance(here.session, draft.id)


async def test_too_little_compute_to_submit_is_refused_and_nothing_is_lost(here: Harbour) -> None:
    draft = await ready_to_send(here)
    await here.spend(406 * USDT)
    with pytest.raises(Refused) as refused:
        await here.bindings.submit(here.session, draft.id, accepted=True)
    assert told(refused.value)["en"].startswith("Submitting needs 95 compute and there is 94.00: top up 1.00 more.")
    assert told(refused.value)["zh"].startswith("提交绑定需要 95 算力，现有 94.00，还差 1.00")
    await here.top_up(USDT)
    assert (await here.bindings.submit(here.session, draft.id, accepted=True)).state == "approved"


async def test_nothing_is_sent_without_accepting_the_risk(here: Harbour) -> None:
    draft = await ready_to_send(here)
    with pytest.raises(Refused) as refused:
        await here.bindings.submit(here.session, draft.id, accepted=False)
    assert (refused.value.key, refused.value.field) == ("binding.error.risk", "accepted")
    assert "risk statement" in told(refused.value)["en"]
    assert "风险声明" in told(refused.value)["zh"]


async def test_the_venue_is_asked_again_at_the_moment_of_sending(here: Harbour) -> None:
    draft = await ready_to_send(here)
    api_key = here.okx.key("main", "trade")["api_key"]
    changed = await here.okx.http.patch(f"/okx/accounts/main/keys/{api_key}", json={"perms": ["trade", "withdraw"]})
    changed.raise_for_status()
    with pytest.raises(Refused) as refused:
        await here.bindings.submit(here.session, draft.id, accepted=True)
    assert refused.value.key == "binding.error.not_green"
    assert "may WITHDRAW" in told(refused.value)["en"]
    view = await here.bindings.draft(here.session, draft.id)
    assert (view.step, view.can_next) == ("trade_check", False)


async def test_a_venue_that_does_not_answer_at_that_moment_stops_the_sending(here: Harbour) -> None:
    draft = await ready_to_send(here)
    await here.okx.fault("http", status=503, count=0, body="html")
    with pytest.raises(Refused):
        await here.bindings.submit(here.session, draft.id, accepted=True)
    assert (await here.bindings.draft(here.session, draft.id)).step == "read_check"


async def test_two_people_who_send_one_account_at_once_bind_it_once(here: Harbour) -> None:
    other = await here.somebody_else()
    drafts = [(each, await ready_to_send(each)) for each in (here, other)]
    outcomes = await asyncio.gather(
        *(each.bindings.submit(each.session, draft.id, accepted=True) for each, draft in drafts),
        return_exceptions=True,
    )
    refused = [outcome for outcome in outcomes if isinstance(outcome, Refused)]
    assert [outcome.key in ("binding.error.taken", "binding.error.not_green") for outcome in refused] == [True]
    assert [outcome.state for outcome in outcomes if not isinstance(outcome, BaseException)] == ["approved"]


async def test_the_database_itself_lets_an_account_be_bound_only_once(store: Store) -> None:
    account = {"venue": "okx", "environment": "live", "uid": "1"}
    async with store.write() as connection:
        user_id = await add_user(connection)
        first, second = [await add_binding(connection, user_id, **account) for _ in range(2)]
        await bindings.change(connection, first, states=("draft",), now_ms=1, state="approved")
        with pytest.raises(Conflict, match="bound already"):
            await bindings.change(connection, second, states=("draft",), now_ms=1, state="pending")
        with pytest.raises(Conflict, match="changed meanwhile"):
            await bindings.change(connection, first, states=("draft",), now_ms=1, state="pending")
        assert (await bindings.by_id(connection, second)).state == "draft"  # type: ignore[union-attr]


# -- review --------------------------------------------------------------------------------------------------------


@pytest.fixture
async def reviewed(sqlite_store: Store, tmp_path: Path) -> AsyncIterator[Harbour]:
    """A deployment where the operator reviews."""
    async with harbour(sqlite_store, tmp_path, review="manual") as made:
        yield made


async def test_with_manual_review_a_binding_waits_and_streams_once_approved(reviewed: Harbour) -> None:
    here = reviewed
    await here.monitor.start(here.session)
    view = await sent(here)
    assert view.state == "pending"
    assert here.monitor.books == {}
    operator = signed_in(here.session.user_id, role="operator")
    (waiting,) = await here.bindings.waiting(operator)
    assert (waiting.id, waiting.owner != "") == (view.id, True)
    await here.bindings.approve(operator, view.id)
    assert view.id in here.monitor.books
    with pytest.raises(Refused, match=r"binding\.error\.not_waiting"):
        await here.bindings.refuse(operator, view.id, "too late")


async def test_a_refused_binding_says_why_and_goes_back_into_the_wizard(reviewed: Harbour) -> None:
    here = reviewed
    binding_id = await here.approved(kinds=("read", "trade"), state="pending")
    operator = signed_in(here.session.user_id, role="operator")
    with pytest.raises(Refused, match=r"binding\.error\.reason_missing"):
        await here.bindings.refuse(operator, binding_id, "  ")
    await here.bindings.refuse(operator, binding_id, "name it, please")
    groups = await here.bindings.bindings(here.session)
    assert [(each.state, each.refusal) for each in groups.other] == [("refused", "name it, please")]
    draft = await here.bindings.reopen(here.session, binding_id)
    assert (draft.step, draft.keys.keys()) == ("send", {"read", "trade"})


async def test_only_the_operator_reviews(reviewed: Harbour) -> None:
    here = reviewed
    binding_id = await here.approved(state="pending")
    with pytest.raises(Refused, match=r"binding\.error\.not_operator"):
        await here.bindings.approve(here.session, binding_id)
    with pytest.raises(Refused, match=r"binding\.error\.not_operator"):
        await here.bindings.waiting(here.session)


# -- afterwards ----------------------------------------------------------------------------------------------------


async def test_removing_needs_the_transaction_password_destroys_the_keys_and_frees_the_account(here: Harbour) -> None:
    binding_id = await here.approved(kinds=("read", "trade"))
    await here.monitor.start(here.session)
    with pytest.raises(Refused, match=r"account\.error\.transaction_wrong"):
        await here.bindings.remove(here.session, binding_id, Secret("not the password"))
    assert binding_id in here.monitor.books
    await here.bindings.remove(here.session, binding_id, TRADE)
    assert here.monitor.books == {}
    assert await secrets_kept(here) == (0, 0)
    groups = await here.bindings.bindings(here.session)
    assert [each.state for each in groups.other] == ["removed"]
    draft = await begin(here)
    assert check(await paste(here, draft.id, "read", "main", "read"), "not_bound").outcome == "ok"


async def test_an_account_is_renamed_and_its_book_follows(here: Harbour) -> None:
    binding_id = await here.approved()
    await here.monitor.start(here.session)
    await here.bindings.rename(here.session, binding_id, "  Nest egg \x1b[2J ")
    assert (await here.bindings.binding(here.session, binding_id)).label == "Nest egg \\x1b[2J"
    assert here.monitor.books[binding_id].label == "Nest egg \\x1b[2J"


async def test_metering_begins_at_the_approval_on_the_venues_clock(here: Harbour) -> None:
    await here.okx.fault("skew", ms=90_000)
    before_ms = here.now()
    view = await sent(here)
    async with here.store.read() as connection:
        row = await bindings.of_owner(connection, here.session.user_id, view.id)
    assert row is not None
    assert row.answers["metered_from_ms"] - before_ms >= 89_000


async def test_the_subsidy_is_lost_with_its_reason(here: Harbour) -> None:
    draft = await ready_to_send(here)
    assert draft.subsidy_lost == ("equity",), "the simulated account holds more than 1,500 USDT"
    draft = await here.bindings.set_strategy(here.session, draft.id, "steady", custom=True, referrer=None)
    assert draft.subsidy_lost == ("custom", "equity")
    with pytest.raises(Refused, match=r"binding\.error\.strategy"):
        await here.bindings.set_strategy(here.session, draft.id, "reckless")
