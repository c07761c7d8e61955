"""A TRON provider: full node, solidity node and indexer behind one address."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from exchanges.chains.provider_http import ProviderHttp
from exchanges.core.secret import Secret

VENUE = "tron"
USDT_DECIMALS = 6


@dataclass(frozen=True, slots=True)
class TronNetwork:
    """Where the chain is read, and which contract is USDT there; all of it comes from settings."""

    rest: str = "https://api.trongrid.io"
    """Base address of the full node, the solidity node and the indexer."""
    usdt: str = "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"
    decimals: int = USDT_DECIMALS
    api_key: Secret | None = None
    """Sent as `TRON-PRO-API-KEY`."""
    requests_per_s: float = 8.0
    """Our own pace; 0 means unpaced. Providers' quotas differ and move."""
    finders: tuple[str, ...] = ("index", "logs")
    """Which ways of finding transfers are used: the indexer's list, the node's event logs."""
    timeout_s: float = 15.0
    """Longest time for one answer to arrive whole."""


class TronRest(ProviderHttp):
    """The provider of `network`."""

    def __init__(self, network: TronNetwork, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        super().__init__(
            VENUE,
            Secret(network.rest.rstrip("/")),
            headers={"TRON-PRO-API-KEY": network.api_key.reveal()} if network.api_key else {},
            requests_per_s=network.requests_per_s,
            timeout_s=network.timeout_s,
            monotonic=monotonic,
        )

    async def rpc(self, method: str, params: list[Any], path: str = "/jsonrpc") -> Any:
        """One call of the node's Ethereum JSON-RPC; see `ProviderHttp.rpc`."""
        return await super().rpc(method, params, path)
