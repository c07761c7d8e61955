"""The vault: who opens what, and what never opens."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from sqlalchemy import select, update

from store.database import Store, new_id
from store.errors import (
    Conflict,
    NoSecret,
    NoVault,
    PepperMissing,
    Refused,
    VaultLocked,
    WeakKdf,
    WeakSecret,
    WrongPassword,
)
from store.tables import Base, VaultSlot, VaultValue
from store.vault import (
    KdfParams,
    OpenVault,
    Place,
    Vaults,
    destroy_secrets,
    get_secret,
    load_pepper,
    make_pepper,
    new_recovery_code,
    put_secret,
    read_recovery_code,
)
from tests.store.people import Typed, add_user
from tests.stores import ManualClock

pytestmark = pytest.mark.anyio

SLOTS, VALUES = VaultSlot.__table__, VaultValue.__table__
CHEAP = KdfParams(memory_kib=64, iterations=1, lanes=1)
LOGIN, TRADE = Typed("correct horse 电池 staple"), Typed("another Phrase for money")
RECOVERY = Typed(new_recovery_code())
SECRET, PASSPHRASE = Typed("AKsecretSECRETsecret0123456789"), Typed("Pass-phrase#1")
READ_KEY = Place("binding_key", "secret", new_id())
TRADE_KEY = Place("binding_key", "secret", new_id())


@pytest.fixture
def vaults(store: Store) -> Vaults:
    return Vaults(store, CHEAP, testing=True)


async def with_vault(store: Store, vaults: Vaults, name: str = "") -> tuple[str, OpenVault]:
    """A user with a vault, open with both keys."""
    async with store.write() as connection:
        user_id = await add_user(connection, name)
    change, vault = await vaults.create_vault(user_id, LOGIN, TRADE, RECOVERY)
    async with store.write() as connection:
        await change.apply(connection, 1)
    return user_id, vault


async def with_secrets(store: Store, vaults: Vaults) -> tuple[str, OpenVault]:
    user_id, vault = await with_vault(store, vaults)
    async with store.write() as connection:
        await put_secret(connection, vault, "read", READ_KEY, SECRET, 1)
        await put_secret(connection, vault, "trade", TRADE_KEY, PASSPHRASE, 1)
    return user_id, vault


async def read_secret(store: Store, vault: OpenVault) -> str:
    async with store.read() as connection:
        return await get_secret(connection, vault, "read", READ_KEY)


async def trade_secret(store: Store, vault: OpenVault) -> str:
    async with store.read() as connection:
        return await get_secret(connection, vault, "trade", TRADE_KEY)


async def test_the_login_password_opens_read_secrets_but_not_trading_ones(store: Store, vaults: Vaults) -> None:
    user_id, _ = await with_secrets(store, vaults)
    vault = await vaults.open_with_password(user_id, LOGIN)
    assert await read_secret(store, vault) == SECRET.text
    assert not vault.has_trade
    with pytest.raises(VaultLocked) as refusal:
        await trade_secret(store, vault)
    assert refusal.value.kind == "trade"


async def test_the_transaction_password_opens_trading_secrets_for_five_minutes(
    store: Store, vaults: Vaults, store_clock: ManualClock
) -> None:
    user_id, _ = await with_secrets(store, vaults)
    vault = await vaults.open_with_password(user_id, LOGIN)
    await vaults.open_trade(vault, TRADE)
    assert await trade_secret(store, vault) == PASSPHRASE.text
    key = vault.key("trade").bytes
    store_clock.advance(299_999)
    assert vault.trade_left_ms == 1
    store_clock.advance(1)
    assert not vault.has_trade
    assert key == bytes(32)
    with pytest.raises(VaultLocked):
        await trade_secret(store, vault)


async def test_a_clock_that_goes_backwards_does_not_keep_the_trade_key_open(
    store: Store, vaults: Vaults, store_clock: ManualClock
) -> None:
    _, vault = await with_vault(store, vaults)
    store_clock.advance(-1)
    assert not vault.has_trade


async def test_locking_overwrites_both_keys(store: Store, vaults: Vaults) -> None:
    _, vault = await with_secrets(store, vaults)
    keys = vault.key("read").bytes, vault.key("trade").bytes
    vault.lock()
    assert keys == (bytes(32), bytes(32))
    assert not vault.is_open
    with pytest.raises(VaultLocked):
        await read_secret(store, vault)
    with pytest.raises(VaultLocked):
        await vaults.open_trade(vault, TRADE)


async def test_passwords_do_not_stand_in_for_each_other(store: Store, vaults: Vaults) -> None:
    user_id, vault = await with_vault(store, vaults)
    for wrong in (Typed("wrong"), Typed(""), TRADE, RECOVERY):
        with pytest.raises(WrongPassword):
            await vaults.open_with_password(user_id, wrong)
    with pytest.raises(WrongPassword):
        await vaults.open_trade(vault, LOGIN)


async def test_a_password_is_the_same_however_its_accents_were_typed(store: Store, vaults: Vaults) -> None:
    async with store.write() as connection:
        user_id = await add_user(connection)
    change, _ = await vaults.create_vault(user_id, Typed("caf\u00e9 au lait"), TRADE, RECOVERY)
    async with store.write() as connection:
        await change.apply(connection, 1)
    await vaults.check_password(user_id, "read", Typed("cafe\u0301 au lait"))


async def test_a_user_without_a_vault_is_told_apart_from_a_wrong_password(store: Store, vaults: Vaults) -> None:
    with pytest.raises(NoVault):
        await vaults.open_with_password("nobody", LOGIN)
    await vaults.waste(LOGIN)


async def test_the_database_holds_no_secret_in_any_form_that_can_be_searched(store: Store, vaults: Vaults) -> None:
    await with_secrets(store, vaults)
    planted = [LOGIN, TRADE, RECOVERY, SECRET, PASSPHRASE, Typed(read_recovery_code(RECOVERY.text))]
    needles = [form for secret in planted for form in (secret.text.encode(), secret.text.encode().hex().encode())]
    everything = bytearray()
    async with store.read() as connection:
        for table in Base.metadata.sorted_tables:
            for row in await connection.execute(select(table)):
                for value in row:
                    everything += bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
                    everything += b"\n"
    if store.dialect == "sqlite":
        file = Path(str(store.url.database))
        everything += file.read_bytes() + Path(f"{file}-wal").read_bytes()
    assert len(everything) > 500
    assert not [needle for needle in needles if needle in everything]


async def test_every_sealing_gives_another_envelope(store: Store, vaults: Vaults) -> None:
    _, vault = await with_vault(store, vaults)
    assert vault.seal("read", READ_KEY, SECRET) != vault.seal("read", READ_KEY, SECRET)


async def test_an_envelope_opens_only_at_its_own_place(store: Store, vaults: Vaults) -> None:
    _, vault = await with_vault(store, vaults)
    envelope = vault.seal("read", READ_KEY, SECRET)
    assert vault.open("read", READ_KEY, envelope) == SECRET.text
    for place in (
        READ_KEY._replace(row_id=new_id()),
        READ_KEY._replace(column="passphrase"),
        READ_KEY._replace(table="binding"),
        Place("binding_keysecret", "", READ_KEY.row_id),
    ):
        with pytest.raises(Refused):
            vault.open("read", place, envelope)
    with pytest.raises(Refused):
        vault.open("trade", READ_KEY, envelope)


async def test_an_envelope_of_another_user_does_not_open(store: Store, vaults: Vaults) -> None:
    _, mine = await with_vault(store, vaults)
    _, theirs = await with_vault(store, vaults)
    with pytest.raises(Refused):
        mine.open("read", READ_KEY, theirs.seal("read", READ_KEY, SECRET))


async def test_a_single_changed_bit_anywhere_is_refused(store: Store, vaults: Vaults) -> None:
    _, vault = await with_vault(store, vaults)
    envelope = vault.seal("read", READ_KEY, SECRET)
    for at in range(len(envelope)):
        damaged = bytearray(envelope)
        damaged[at] ^= 1
        with pytest.raises(Refused):
            vault.open("read", READ_KEY, bytes(damaged))
    for short in (b"", envelope[:20], envelope[:-1]):
        with pytest.raises(Refused):
            vault.open("read", READ_KEY, short)


@pytest.mark.parametrize("column", ["bound_row", "bound_column", "user_id"])
async def test_ciphertexts_swapped_inside_the_database_are_refused(store: Store, vaults: Vaults, column: str) -> None:
    """Two rows exchange their envelopes: another row, another column, another user."""
    _, mine = await with_vault(store, vaults)
    _, theirs = await with_vault(store, vaults)
    here = READ_KEY
    there = {
        "bound_row": READ_KEY._replace(row_id=new_id()),
        "bound_column": READ_KEY._replace(column="passphrase"),
        "user_id": READ_KEY._replace(row_id=new_id()),
    }[column]
    other = theirs if column == "user_id" else mine
    async with store.write() as connection:
        await put_secret(connection, mine, "read", here, SECRET, 1)
        await put_secret(connection, other, "read", there, PASSPHRASE, 1)
        rows = (await connection.execute(select(VALUES.c.id, VALUES.c.envelope))).all()
        for row, envelope in zip(rows, reversed([row.envelope for row in rows]), strict=True):
            await connection.execute(update(VALUES).where(VALUES.c.id == row.id).values(envelope=envelope))
    async with store.read() as connection:
        for vault, place in ((mine, here), (other, there)):
            with pytest.raises(Refused):
                await get_secret(connection, vault, "read", place)


async def test_slots_swapped_between_users_open_nothing(store: Store, vaults: Vaults) -> None:
    """Both have the same password, so only the binding to the user keeps the slots apart."""
    mine, _ = await with_vault(store, vaults)
    theirs, _ = await with_vault(store, vaults)
    async with store.write() as connection:
        slots = (await connection.execute(select(SLOTS).where(SLOTS.c.key_kind == "read"))).all()
        for slot in slots:
            twin = next(s for s in slots if s.user_id != slot.user_id and s.slot_kind == slot.slot_kind)
            content = {"key_id": twin.key_id, "salt": twin.salt, "verifier": twin.verifier, "wrapped": twin.wrapped}
            await connection.execute(update(SLOTS).where(SLOTS.c.id == slot.id).values(content))
    for user_id in (mine, theirs):
        with pytest.raises(WrongPassword):
            await vaults.open_with_password(user_id, LOGIN)
        with pytest.raises(WrongPassword):
            await vaults.open_with_recovery_code(user_id, RECOVERY)


async def test_a_slot_does_not_open_as_one_of_another_kind(store: Store, vaults: Vaults) -> None:
    """The login password must not open the trading key after the rows' labels were exchanged."""
    user_id, vault = await with_vault(store, vaults)
    password_slots = (SLOTS.c.user_id == user_id) & (SLOTS.c.slot_kind == "password")
    async with store.write() as connection:
        slots = (await connection.execute(select(SLOTS).where(password_slots))).all()
        for slot in slots:
            twin = next(s for s in slots if s.id != slot.id)
            content = {name: getattr(twin, name) for name in ("key_id", "salt", "verifier", "wrapped")}
            await connection.execute(update(SLOTS).where(SLOTS.c.id == slot.id).values(content))
    vault.lock_trade()
    with pytest.raises(Refused):
        await vaults.open_trade(vault, LOGIN)


async def test_changing_a_password_replaces_one_slot_and_touches_no_secret(store: Store, vaults: Vaults) -> None:
    user_id, _ = await with_secrets(store, vaults)
    slots, secrets = await rows_of(store)
    new = Typed("a brand new password")
    change = await vaults.rewrap(user_id, "read", LOGIN, new)
    async with store.write() as connection:
        await change.apply(connection, 2)
    slots_after, secrets_after = await rows_of(store)
    assert secrets_after == secrets
    assert len(slots_after) == len(slots) == 4
    assert len(slots_after - slots) == 1
    with pytest.raises(WrongPassword):
        await vaults.open_with_password(user_id, LOGIN)
    assert await read_secret(store, await vaults.open_with_password(user_id, new)) == SECRET.text


async def test_the_transaction_password_changes_in_the_same_way(store: Store, vaults: Vaults) -> None:
    user_id, _ = await with_secrets(store, vaults)
    with pytest.raises(WrongPassword):
        await vaults.rewrap(user_id, "trade", LOGIN, Typed("new"))
    change = await vaults.rewrap(user_id, "trade", TRADE, Typed("new money phrase"))
    async with store.write() as connection:
        await change.apply(connection, 2)
    vault = await vaults.open_with_password(user_id, LOGIN)
    await vaults.open_trade(vault, Typed("new money phrase"))
    assert await trade_secret(store, vault) == PASSPHRASE.text


async def rows_of(store: Store) -> tuple[set[object], set[object]]:
    async with store.read() as connection:
        slots = {tuple(row) for row in await connection.execute(select(SLOTS))}
        secrets = {tuple(row) for row in await connection.execute(select(VALUES))}
    return slots, secrets


async def test_of_two_password_changes_at_once_only_one_is_applied(store: Store, vaults: Vaults) -> None:
    user_id, _ = await with_vault(store, vaults)
    first = await vaults.rewrap(user_id, "read", LOGIN, Typed("first new password"))
    second = await vaults.rewrap(user_id, "read", LOGIN, Typed("second new password"))
    async with store.write() as connection:
        await first.apply(connection, 2)
    with pytest.raises(Conflict):
        async with store.write() as connection:
            await second.apply(connection, 2)
    await vaults.open_with_password(user_id, Typed("first new password"))


async def test_the_recovery_code_opens_everything_and_gives_new_passwords(store: Store, vaults: Vaults) -> None:
    user_id, _ = await with_secrets(store, vaults)
    vault = await vaults.open_with_recovery_code(user_id, Typed(f" {RECOVERY.text.lower().replace('-', ' ')}\n"))
    assert await read_secret(store, vault) == SECRET.text
    assert await trade_secret(store, vault) == PASSPHRASE.text
    new_login, new_trade, new_code = Typed("new login phrase"), Typed("new trade phrase"), Typed(new_recovery_code())
    change = await vaults.renew(vault, login_password=new_login, transaction_password=new_trade, recovery_code=new_code)
    async with store.write() as connection:
        await change.apply(connection, 2)
    again = await vaults.open_with_password(user_id, new_login)
    await vaults.open_trade(again, new_trade)
    assert (await read_secret(store, again), await trade_secret(store, again)) == (SECRET.text, PASSPHRASE.text)
    await vaults.open_with_recovery_code(user_id, new_code)
    for attempt in (
        vaults.open_with_password(user_id, LOGIN),
        vaults.open_trade(again, TRADE),
        vaults.open_with_recovery_code(user_id, RECOVERY),
        vaults.open_with_recovery_code(user_id, Typed(new_recovery_code())),
    ):
        with pytest.raises(WrongPassword):
            await attempt


async def test_a_recovery_code_that_is_not_ours_is_not_taken(store: Store, vaults: Vaults) -> None:
    with pytest.raises(WeakSecret):
        await vaults.create_vault("someone", LOGIN, TRADE, Typed("1234"))


async def test_a_recovery_code_reads_the_same_with_letters_that_look_like_digits() -> None:
    assert read_recovery_code("o1il-0ABC def") == "01110ABCDEF"


async def test_without_the_recovery_code_a_reset_destroys_every_secret(store: Store, vaults: Vaults) -> None:
    user_id, _ = await with_secrets(store, vaults)
    change, vault = await vaults.create_vault(user_id, Typed("fresh login"), Typed("fresh trade"), RECOVERY)
    async with store.write() as connection:
        await change.apply(connection, 2)
    slots, secrets = await rows_of(store)
    assert (len(slots), secrets) == (4, set())
    with pytest.raises(NoSecret):
        await read_secret(store, vault)
    await vaults.open_with_password(user_id, Typed("fresh login"))


async def test_a_forgotten_transaction_password_costs_the_trading_secrets_only(store: Store, vaults: Vaults) -> None:
    user_id, _ = await with_secrets(store, vaults)
    vault = await vaults.open_with_password(user_id, LOGIN)
    code = Typed(new_recovery_code())
    change = await vaults.replace_trade_key(vault, Typed("fresh trade phrase"), code)
    async with store.write() as connection:
        await change.apply(connection, 2)
    await vaults.open_trade(vault, Typed("fresh trade phrase"))
    assert await read_secret(store, vault) == SECRET.text
    with pytest.raises(NoSecret):
        await trade_secret(store, vault)
    recovered = await vaults.open_with_recovery_code(user_id, code)
    assert await read_secret(store, recovered) == SECRET.text


async def test_a_secret_can_be_replaced_and_destroyed(store: Store, vaults: Vaults) -> None:
    user_id, vault = await with_secrets(store, vaults)
    async with store.write() as connection:
        await put_secret(connection, vault, "read", READ_KEY, Typed("newer"), 2)
    assert await read_secret(store, vault) == "newer"
    async with store.write() as connection:
        await destroy_secrets(connection, user_id, READ_KEY.table, READ_KEY.row_id)
    with pytest.raises(NoSecret):
        await read_secret(store, vault)


async def test_nobody_overwrites_a_secret_of_somebody_else(store: Store, vaults: Vaults) -> None:
    _, mine = await with_secrets(store, vaults)
    _, theirs = await with_vault(store, vaults)
    async with store.write() as connection:
        await put_secret(connection, theirs, "read", READ_KEY, Typed("planted"), 2)
    assert await read_secret(store, mine) == SECRET.text


async def test_a_cheap_slot_is_raised_when_it_is_next_opened(store: Store, vaults: Vaults) -> None:
    user_id, _ = await with_secrets(store, vaults)
    dearer = Vaults(store, KdfParams(memory_kib=128, iterations=2, lanes=1), testing=True)
    assert await read_secret(store, await dearer.open_with_password(user_id, LOGIN)) == SECRET.text
    password_slot = (SLOTS.c.user_id == user_id) & (SLOTS.c.key_kind == "read") & (SLOTS.c.slot_kind == "password")
    async with store.read() as connection:
        row = (await connection.execute(select(SLOTS).where(password_slot))).one()
    assert (row.memory_kib, row.iterations) == (128, 2)
    assert await read_secret(store, await dearer.open_with_password(user_id, LOGIN)) == SECRET.text


@pytest.mark.parametrize(
    "damage",
    [{"memory_kib": 1 << 40}, {"iterations": 0}, {"iterations": 1 << 30}, {"lanes": 1 << 20}, {"salt": b"short"}],
)
async def test_a_damaged_slot_is_refused_before_it_costs_time_or_memory(
    store: Store, vaults: Vaults, damage: dict[str, object]
) -> None:
    user_id, _ = await with_vault(store, vaults)
    async with store.write() as connection:
        await connection.execute(update(SLOTS).where(SLOTS.c.slot_kind == "password").values(damage))
    with pytest.raises(Refused):
        await vaults.open_with_password(user_id, LOGIN)


async def test_a_pepper_is_needed_wherever_it_went_in(store: Store, vaults: Vaults, tmp_path: Path) -> None:
    user_id, _ = await with_secrets(store, vaults)
    pepper = make_pepper(tmp_path / "pepper")
    peppered = Vaults(store, CHEAP, pepper, testing=True)
    assert await read_secret(store, await peppered.open_with_password(user_id, LOGIN)) == SECRET.text
    with pytest.raises(PepperMissing):
        await vaults.open_with_password(user_id, LOGIN)
    other = Vaults(store, CHEAP, make_pepper(tmp_path / "other"), testing=True)
    with pytest.raises(PepperMissing):
        await other.open_with_password(user_id, LOGIN)
    assert await read_secret(store, await vaults.open_with_recovery_code(user_id, RECOVERY)) == SECRET.text


def test_a_pepper_file_that_others_can_read_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "pepper"
    assert make_pepper(file) == load_pepper(file)
    assert file.stat().st_mode & 0o777 == 0o600
    with pytest.raises(FileExistsError):
        make_pepper(file)
    file.chmod(0o644)
    with pytest.raises(PepperMissing):
        load_pepper(file)
    with pytest.raises(PepperMissing):
        load_pepper(tmp_path / "nowhere")


async def test_parameters_below_the_owasp_minimum_are_refused_in_production(store: Store) -> None:
    with pytest.raises(WeakKdf):
        Vaults(store, CHEAP)
    with pytest.raises(WeakKdf):
        Vaults(store, KdfParams(memory_kib=19_455, iterations=2, lanes=1))
    Vaults(store, KdfParams(memory_kib=19_456, iterations=2, lanes=1))
    Vaults(store)


async def test_an_open_vault_shows_and_gives_away_nothing(store: Store, vaults: Vaults) -> None:
    user_id, vault = await with_vault(store, vaults)
    key = vault.key("read")
    assert key.bytes.hex() not in repr((vault, key)) + str(vault) + repr(vault.__dict__)
    for thing in (vault, key):
        with pytest.raises(TypeError):
            pickle.dumps(thing)
    assert user_id in repr(vault)


async def test_the_default_cost_opens_a_vault(store: Store) -> None:
    vaults = Vaults(store)
    user_id, _ = await with_vault(store, vaults)
    await vaults.open_with_password(user_id, LOGIN)
