"""Mail reaches a real server, is tried again when that helps, and stays readable here when there is no server."""

from __future__ import annotations

import asyncio
import logging
import re
import ssl
from pathlib import Path
from typing import Any

import pytest

from app.services.mail import RETRY_AFTER_MS, MailService
from app.settings import Settings, Smtp
from exchanges.core.secret import Secret
from store.database import Store
from store.tables import Mail
from tests.accounts.house import House, build_house, refusal
from tests.accounts.smtp_server import Postman, contexts, smtp_server
from tests.stores import ManualClock

pytestmark = pytest.mark.anyio
VALUES: dict[str, Any] = {"username": "zhang", "time": "2026-09-21 14:13"}


def settings_for(postman: Postman, tmp_path: Path, **smtp: Any) -> Settings:
    known = {"host": "127.0.0.1", "port": postman.port, "security": "plain", "sender": "binnacle@harbour.example"}
    return Settings(data_dir=tmp_path / "home", smtp=Smtp(**(known | smtp)))


def service(store: Store, clock: ManualClock, settings: Settings, tls: ssl.SSLContext | None = None) -> MailService:
    return MailService(store, settings, clock, tls=tls)


async def send(mail: MailService, recipient: str = "zhang@harbour.example") -> str:
    return await mail.send(recipient, "login-changed", "zh", **VALUES)


async def test_a_mail_counts_as_sent_only_after_the_server_took_it(
    store: Store, store_clock: ManualClock, tmp_path: Path
) -> None:
    async with smtp_server() as postman:
        mail = service(store, store_clock, settings_for(postman, tmp_path))
        mail_id = await send(mail)
        assert await mail.state(mail_id) == "queued"
        assert await mail.deliver_due() == 1
        assert await mail.state(mail_id) == "sent"
    (arrived,) = postman.received
    assert arrived["Subject"] == "登录密码已修改"
    assert arrived["To"] == "zhang@harbour.example"
    assert "账号 zhang 的登录密码" in arrived.get_content()


async def test_what_was_sent_is_not_kept(store: Store, store_clock: ManualClock, tmp_path: Path) -> None:
    async with smtp_server() as postman:
        mail = service(store, store_clock, settings_for(postman, tmp_path))
        await send(mail)
        await mail.deliver_due()
    async with store.read() as connection:
        row = (await connection.execute(Mail.__table__.select())).one()
    assert row.body == ""


async def test_a_registration_by_real_mail(store: Store, store_clock: ManualClock, tmp_path: Path) -> None:
    async with smtp_server() as postman:
        house = build_house(store, store_clock, settings_for(postman, tmp_path))
        running = asyncio.create_task(house.mail.run())
        request = await house.accounts.request_code("register", "zhang@harbour.example", "en")
        await asyncio.wait_for(postman.arrival.wait(), 10)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    code = re.search(r"\d{6}", postman.received[0].get_content()).group()  # type: ignore[union-attr]
    form = await form_without_asking(house, request.id, code)
    await house.accounts.register(form)
    assert not await house.accounts.is_first_start()


async def form_without_asking(house: House, request_id: str, code: str) -> Any:
    from app.services.accounts import Registration
    from tests.accounts.house import LOGIN, TRADE

    return Registration(
        username="zhang",
        nickname="Old Zhang",
        real_name="张三",
        email="zhang@harbour.example",
        request_id=request_id,
        code=code,
        phone="13800138000",
        login_password=LOGIN,
        transaction_password=TRADE,
    )


async def test_a_server_that_is_busy_is_asked_again_later(
    store: Store, store_clock: ManualClock, tmp_path: Path
) -> None:
    async with smtp_server() as postman:
        postman.answers = ["451 try later", "451 try later"]
        mail = service(store, store_clock, settings_for(postman, tmp_path))
        mail_id = await send(mail)
        assert await mail.deliver_due() == 1
        assert await mail.deliver_due() == 0
        for wait_ms in RETRY_AFTER_MS[:2]:
            assert await mail.state(mail_id) == "queued"
            store_clock.advance(wait_ms)
            assert await mail.deliver_due() == 1
        assert await mail.state(mail_id) == "sent"
    assert len(postman.received) == 1


@pytest.mark.parametrize(
    ("recipient", "answers"), [("nobody@harbour.example", []), ("zhang@harbour.example", ["550 refused as spam"])]
)
async def test_a_final_no_is_not_argued_with(
    store: Store, store_clock: ManualClock, tmp_path: Path, recipient: str, answers: list[str]
) -> None:
    async with smtp_server() as postman:
        postman.answers = list(answers)
        mail = service(store, store_clock, settings_for(postman, tmp_path))
        mail_id = await send(mail, recipient)
        await mail.deliver_due()
        assert await mail.state(mail_id) == "failed"
        store_clock.advance(86_400_000)
        assert await mail.deliver_due() == 0


async def test_an_unreachable_server_is_tried_seven_times_then_given_up(
    store: Store, store_clock: ManualClock, tmp_path: Path
) -> None:
    async with smtp_server() as postman:
        settings = settings_for(postman, tmp_path)
    mail = service(store, store_clock, settings)
    mail_id = await send(mail)
    tried = await mail.deliver_due()
    for wait_ms in RETRY_AFTER_MS:
        store_clock.advance(wait_ms)
        tried += await mail.deliver_due()
    assert tried == 7
    assert await mail.state(mail_id) == "failed"


@pytest.mark.parametrize("security", ["tls", "starttls"])
async def test_mail_and_password_go_through_tls(
    store: Store, store_clock: ManualClock, tmp_path: Path, security: str
) -> None:
    server, client = contexts(tmp_path)
    offered = {"implicit_tls": server} if security == "tls" else {"starttls": server}
    async with smtp_server(**offered) as postman:
        settings = settings_for(
            postman, tmp_path, security=security, username="captain", password=Secret("open-sesame")
        )
        mail = service(store, store_clock, settings, client)
        mail_id = await send(mail)
        await mail.deliver_due()
        assert await mail.state(mail_id) == "sent"
    assert postman.logins == [b"captain"]


async def test_without_the_tls_that_was_asked_for_nothing_is_sent(
    store: Store, store_clock: ManualClock, tmp_path: Path
) -> None:
    async with smtp_server() as postman:
        settings = settings_for(
            postman, tmp_path, security="starttls", username="captain", password=Secret("open-sesame")
        )
        mail = service(store, store_clock, settings)
        mail_id = await send(mail)
        await mail.deliver_due()
        assert await mail.state(mail_id) == "queued"
    assert (postman.received, postman.logins) == ([], [])


async def test_a_server_with_an_unknown_certificate_gets_nothing(
    store: Store, store_clock: ManualClock, tmp_path: Path
) -> None:
    server, _ = contexts(tmp_path)
    async with smtp_server(starttls=server) as postman:
        mail = service(store, store_clock, settings_for(postman, tmp_path, security="starttls"))
        await send(mail)
        await mail.deliver_due()
    assert postman.received == []


async def test_two_processes_on_one_queue_send_each_mail_once(
    store: Store, store_clock: ManualClock, tmp_path: Path
) -> None:
    async with smtp_server() as postman:
        settings = settings_for(postman, tmp_path)
        mails = [service(store, store_clock, settings) for _ in range(2)]
        for number in range(15):
            await send(mails[0], f"zhang{number}@harbour.example")
        await asyncio.gather(*(mail.deliver_due() for mail in mails))
    assert len(postman.received) == 15
    assert len({message["To"] for message in postman.received}) == 15


async def test_neither_code_nor_password_is_logged(
    store: Store, store_clock: ManualClock, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="app")
    async with smtp_server() as postman:
        postman.answers = ["451 later", "550 your code 123456 is spam"]
        settings = settings_for(postman, tmp_path, username="captain", password=Secret("open-sesame"))
        mail = service(store, store_clock, settings)
        await mail.send("zhang@harbour.example", "code-register", "en", code="123456", minutes=10, until="14:23")
        await mail.deliver_due()
        store_clock.advance(RETRY_AFTER_MS[0])
        await mail.deliver_due()
    assert "mail" in caplog.text
    for secret in ("123456", "open-sesame", "zhang@"):
        assert secret not in caplog.text


async def test_the_operator_sees_how_mail_goes_and_never_what_it_says(
    store: Store, store_clock: ManualClock, tmp_path: Path
) -> None:
    async with smtp_server() as postman:
        house = build_house(store, store_clock, Settings(data_dir=tmp_path / "home"))
        operator = await house.operator()
        _, user = await house.member(operator)
        mail = service(store, store_clock, settings_for(postman, tmp_path))
        store_clock.advance(1)
        await send(mail, "nobody@harbour.example")
        await mail.deliver_due()
        store_clock.advance(1)
        postman.answers = ["451 later"]
        await send(mail)
        await mail.deliver_due()
        waiting, given_up, *_ = await mail.queue(operator)
        assert (waiting.state, waiting.attempts, waiting.trouble) == ("queued", 1, "SMTPDataError, 451")
        assert (given_up.state, given_up.recipient) == ("failed", "nobody@harbour.example")
        assert "550" in given_up.trouble
        assert not hasattr(waiting, "body")
        assert (await refusal(mail.queue(user))).key == "desk.only-operator"


# -- the local outbox ------------------------------------------------------------------------------------------------


async def test_without_a_server_mail_stays_in_the_outbox_newest_first(house: House) -> None:
    for recipient in ("a@harbour.example", "b@harbour.example"):
        mail_id = await send(house.mail, recipient)
        house.clock.advance(1)
    assert await house.mail.state(mail_id) == "local"
    assert [mail.recipient for mail in await house.mail.outbox()] == ["b@harbour.example", "a@harbour.example"]


async def test_the_outbox_is_for_the_very_first_start_and_then_for_the_operator(house: House) -> None:
    await send(house.mail)
    assert await house.mail.outbox()
    operator = await house.operator()
    _, user = await house.member(operator)
    assert await house.mail.outbox(session=operator)
    for session in (None, user):
        assert (await refusal(house.mail.outbox(session=session))).key == "account.error.operator_only"


async def test_in_the_demo_everybody_reads_the_outbox(store: Store, store_clock: ManualClock, tmp_path: Path) -> None:
    house = build_house(store, store_clock, Settings(data_dir=tmp_path / "home", demo=True))
    await house.operator()
    assert await house.mail.outbox()


async def test_mail_is_written_in_the_language_of_its_reader(house: House) -> None:
    operator = await house.operator()
    await house.accounts.update_profile(operator, language="zh")
    for language, words in (("en", "Your code"), ("zh", "验证码")):
        house.clock.advance(61_000)
        await house.accounts.request_code("recover", "captain@harbour.example", language)  # type: ignore[arg-type]
        assert words in await house.newest_mail("captain@harbour.example")


async def test_an_unknown_mail_has_no_state(house: House) -> None:
    assert (await refusal(house.mail.state("nothing"))).key == "account.error.unknown_mail"
