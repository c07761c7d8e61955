"""A vault that was opened: the data keys of one user in memory."""

from __future__ import annotations

from collections.abc import Callable

from store.errors import VaultLocked
from store.vault.envelope import DataKey, Place, seal, unseal
from store.vault.kdf import HasSecret
from store.vault.slots import KeyKind


class OpenVault:
    """Holds the `read` key until `lock`, and the `trade` key for a few minutes at a time.

    Args:
        user_id: Whose vault; nothing of another user opens with it.
        read: The read key.
        now: The clock, UTC milliseconds.
        trade_ttl_ms: How long the trade key stays.
    """

    def __init__(self, user_id: str, read: DataKey, now: Callable[[], int], trade_ttl_ms: int) -> None:
        self.user_id = user_id
        self._now = now
        self._trade_ttl_ms = trade_ttl_ms
        self._keys: dict[KeyKind, DataKey] = {"read": read}
        self._trade_from_ms = 0

    @property
    def is_open(self) -> bool:
        """False after `lock`."""
        return "read" in self._keys

    @property
    def has_trade(self) -> bool:
        """True while the trade key is open; the first look after its time overwrites it."""
        return self.trade_left_ms > 0

    @property
    def trade_left_ms(self) -> int:
        """How long the trade key stays open; 0 when it is not. A clock that went backwards closes it."""
        if "trade" not in self._keys:
            return 0
        age_ms = self._now() - self._trade_from_ms
        if 0 <= age_ms < self._trade_ttl_ms:
            return self._trade_ttl_ms - age_ms
        self.lock_trade()
        return 0

    def take_trade(self, key: DataKey) -> None:
        """Hold the trade key from now on for its time; overwrites one that was held."""
        if not self.is_open:
            key.wipe()
            raise VaultLocked("read")
        self.lock_trade()
        self._keys["trade"] = key
        self._trade_from_ms = self._now()

    def key(self, kind: KeyKind) -> DataKey:
        """The data key itself, for wrapping it anew.

        Raises:
            VaultLocked: It is not open (any more).
        """
        if kind == "trade" and not self.has_trade:
            raise VaultLocked("trade")
        try:
            return self._keys[kind]
        except KeyError:
            raise VaultLocked(kind) from None

    def seal(self, kind: KeyKind, place: Place, secret: HasSecret) -> bytes:
        """The envelope of a secret for exactly this place.

        Raises:
            VaultLocked: The key is not open (any more).
        """
        key = self.key(kind)
        return seal(key.bytes, key.id, self.user_id, place, secret.reveal().encode())

    def open(self, kind: KeyKind, place: Place, envelope: bytes) -> str:
        """The secret in an envelope; wrap it at once in a type that does not show it.

        Raises:
            VaultLocked: The key is not open (any more).
            Refused: The envelope belongs elsewhere or is damaged.
        """
        key = self.key(kind)
        value = unseal(key.bytes, key.id, self.user_id, place, envelope)
        text = value.decode()
        value[:] = bytes(len(value))
        return text

    def lock_trade(self) -> None:
        """Overwrite the trade key."""
        if (key := self._keys.pop("trade", None)) is not None:
            key.wipe()

    def lock(self) -> None:
        """Overwrite all keys; the vault must be opened anew."""
        for key in self._keys.values():
            key.wipe()
        self._keys.clear()

    def __repr__(self) -> str:
        return f"OpenVault({self.user_id}, {'open' if self.is_open else 'locked'})"

    def __reduce__(self) -> tuple[type[OpenVault], tuple[str]]:
        raise TypeError("an OpenVault is not pickled")
