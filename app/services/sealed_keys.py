"""API keys at rest: key, secret and passphrase of one row of `binding_key`, sealed in its owner's vault."""

from __future__ import annotations

from typing import Literal

from sqlalchemy.ext.asyncio import AsyncConnection

from exchanges.core.adapter import Credentials
from exchanges.core.secret import Secret
from store.vault import OpenVault, Place, get_secret, put_secret

KeyKind = Literal["read", "trade"]
"""Which of the two keys of a binding; each lies under the data key of the same name."""

_TABLE = "binding_key"


async def seal(
    connection: AsyncConnection, vault: OpenVault, kind: KeyKind, key_id: str, credentials: Credentials, now_ms: int
) -> None:
    """Keep a key under its row's id.

    Raises:
        VaultLocked: The data key of this kind is not open.
    """
    parts = {
        "api_key": Secret(credentials.api_key),
        "secret": credentials.secret,
        "passphrase": credentials.passphrase,
    }
    for column, value in parts.items():
        await put_secret(connection, vault, kind, Place(_TABLE, column, key_id), value, now_ms)


async def unseal(connection: AsyncConnection, vault: OpenVault, kind: KeyKind, key_id: str) -> Credentials:
    """The key kept under a row's id; hold it only as long as it is used.

    Raises:
        VaultLocked: The data key of this kind is not open.
        NoSecret: Nothing is kept there.
        Refused: What is kept there belongs elsewhere or is damaged.
    """
    api_key = await get_secret(connection, vault, kind, Place(_TABLE, "api_key", key_id))
    secret = Secret(await get_secret(connection, vault, kind, Place(_TABLE, "secret", key_id)))
    passphrase = Secret(await get_secret(connection, vault, kind, Place(_TABLE, "passphrase", key_id)))
    return Credentials(api_key, secret, passphrase)
