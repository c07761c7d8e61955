"""Codes as people get them: through a real mail server, read out of the mail that arrived, and typed in."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from app import locations
from app.services.accounts import Registration
from app.services.email_codes import CodeRequest, EmailCodes
from app.services.errors import Refused
from app.services.server_key import load_server_key
from app.settings import Settings, Smtp
from store.database import Store
from tests.accounts.house import LOGIN, TRADE, House, build_house, refusal
from tests.accounts.smtp_server import Postman, smtp_server
from tests.stores import ManualClock

pytestmark = pytest.mark.anyio
ADDRESS = "zhang@harbour.example"
WRONG = "000000"


@dataclass
class Post:
    """A house whose mail goes out by SMTP, and the server that takes it."""

    house: House
    postman: Postman

    @property
    def codes(self) -> EmailCodes:
        """As the account service checks them."""
        key = load_server_key(locations.server_key_file(self.house.settings.data_dir))
        return EmailCodes(self.house.store, self.house.mail, key, self.house.clock)

    async def ask(self, purpose: str = "register", address: str = ADDRESS) -> CodeRequest:
        """Ask for a code as the page does, and let the queue work."""
        request = await self.house.accounts.request_code(purpose, address, "en")  # type: ignore[arg-type]
        await self.house.mail.deliver_due()
        return request

    def read(self) -> str:
        """The code in the newest mail that arrived."""
        found = re.search(r"\b\d{6}\b", self.postman.received[-1].get_content())
        assert found is not None
        return found.group()

    async def is_accepted(self, request: CodeRequest, code: str, purpose: str = "register") -> bool:
        try:
            await self.codes.check(purpose, ADDRESS, request.id, code)  # type: ignore[arg-type]
        except Refused:
            return False
        return True


@pytest.fixture
async def post(store: Store, store_clock: ManualClock, tmp_path: Path) -> AsyncIterator[Post]:
    async with smtp_server() as postman:
        smtp = Smtp(host="127.0.0.1", port=postman.port, security="plain", sender="binnacle@harbour.example")
        yield Post(build_house(store, store_clock, Settings(data_dir=tmp_path / "home", smtp=smtp)), postman)


async def test_the_code_that_arrived_registers_an_account(post: Post) -> None:
    request = await post.ask()
    form = Registration(
        username="zhang",
        nickname="Old Zhang",
        real_name="张三",
        email=ADDRESS,
        request_id=request.id,
        code=post.read(),
        phone="13800138000",
        login_password=LOGIN,
        transaction_password=TRADE,
    )
    await post.house.accounts.register(form)
    assert await post.house.mail.state(request.mail_id) == "sent"
    assert post.postman.received[0]["To"] == ADDRESS


async def test_a_code_sent_again_makes_the_first_mail_worthless(post: Post) -> None:
    first, first_code = await post.ask(), post.read()
    assert (await refusal(post.ask())).key == "account.error.code_too_soon"
    assert len(post.postman.received) == 1
    post.house.clock.advance(61_000)
    second, second_code = await post.ask(), post.read()
    assert len(post.postman.received) == 2
    assert not await post.is_accepted(first, first_code)
    assert await post.is_accepted(second, second_code)


async def test_a_mail_read_after_ten_minutes_is_too_late(post: Post) -> None:
    request = await post.ask()
    post.house.clock.advance(600_000)
    refused = await refusal(post.codes.check("register", ADDRESS, request.id, post.read()))
    assert (refused.key, refused.values) == ("account.error.code_expired", {"minutes": 10})


async def test_the_sixth_try_fails_even_with_the_code_that_arrived(post: Post) -> None:
    request = await post.ask()
    code = post.read()
    wrong = WRONG if code != WRONG else "111111"
    told = [await refusal(post.codes.check("register", ADDRESS, request.id, wrong)) for _ in range(5)]
    assert [refused.values.get("left") for refused in told] == [4, 3, 2, 1, None]
    assert (await refusal(post.codes.check("register", ADDRESS, request.id, code))).key == "account.error.code_void"


async def test_a_code_mailed_for_one_purpose_serves_no_other(post: Post) -> None:
    request = await post.ask("register")
    refused = await refusal(post.codes.check("email", ADDRESS, request.id, post.read()))
    assert refused.key == "account.error.code_not_requested"
    assert await post.is_accepted(request, post.read())  # Where it belongs it is still good.


async def test_a_code_whose_mail_was_postponed_arrives_later_and_is_good(post: Post) -> None:
    post.postman.answers = ["451 try later"]
    request = await post.ask()
    assert post.postman.received == []
    assert await post.house.mail.state(request.mail_id) == "queued"
    post.house.clock.advance(5_000)
    await post.house.mail.deliver_due()
    assert await post.is_accepted(request, post.read())


async def test_an_address_without_a_mailbox_is_known_to_have_failed(post: Post) -> None:
    request = await post.ask(address="nobody@harbour.example")
    assert await post.house.mail.state(request.mail_id) == "failed"
    assert post.postman.received == []


async def test_a_stranger_gets_a_mail_that_tells_nothing_to_whoever_asked(post: Post) -> None:
    request = await post.ask("recover")
    assert not re.search(r"\b\d{6}\b", post.postman.received[0].get_content())
    assert not await post.is_accepted(request, WRONG, "recover")
