"""Editing what a person told about themselves."""

from __future__ import annotations

import pytest

from exchanges.core.secret import Secret
from tests.accounts.house import LOGIN, House, refusal

pytestmark = pytest.mark.anyio


async def test_a_profile_shows_what_was_registered(house: House) -> None:
    profile = await house.accounts.profile(await house.operator())
    assert (profile.username, profile.real_name, profile.phone) == ("captain", "张三", "+8613800138000")
    assert (profile.email, profile.role, profile.language) == ("captain@harbour.example", "operator", "en")


async def test_some_fields_change_and_the_others_stay(house: House) -> None:
    session = await house.operator()
    profile = await house.accounts.update_profile(session, nickname="老张", contact="WX: zhang", language="zh")
    assert (profile.nickname, profile.contact, profile.language) == ("老张", "WX: zhang", "zh")
    assert profile.real_name == "张三"
    assert session.nickname == "老张"


async def test_a_look_belongs_to_the_person_and_comes_along_to_every_login(house: House) -> None:
    session = await house.operator()
    assert await house.accounts.look(session) == {}
    await house.accounts.keep_look(session, {"palette": "light", "red_up": True, "flash": False})
    again = await house.accounts.login("captain", LOGIN)
    assert await house.accounts.look(again) == {"palette": "light", "red_up": True, "flash": False}


async def test_a_bad_field_is_named_and_nothing_changes(house: House) -> None:
    session = await house.operator()
    told = await refusal(house.accounts.update_profile(session, nickname="New", phone="abc"))
    assert (told.key, told.field) == ("account.error.phone_shape", "phone")
    assert (await house.accounts.profile(session)).nickname == "Old Zhang"


async def test_a_new_address_needs_its_code_and_the_login_password_and_the_old_one_is_told(house: House) -> None:
    session = await house.operator()
    request_id, code = await house.code("email", "new@harbour.example")
    told = await refusal(house.accounts.change_email(session, Secret("wrong"), "new@harbour.example", request_id, code))
    assert (told.key, told.field) == ("account.error.password_wrong", "password")
    profile = await house.accounts.change_email(session, LOGIN, "new@harbour.example", request_id, code)
    assert profile.email == "new@harbour.example"
    assert "another address" in await house.newest_mail("captain@harbour.example")


async def test_the_code_for_one_address_does_not_bring_another(house: House) -> None:
    session = await house.operator()
    request_id, code = await house.code("email", "new@harbour.example")
    told = await refusal(house.accounts.change_email(session, LOGIN, "other@harbour.example", request_id, code))
    assert told.key == "account.error.code_not_requested"
