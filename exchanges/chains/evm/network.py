"""Which EVM chain is read, and where; all of it comes from settings and from the table of facts."""

from __future__ import annotations

from dataclasses import dataclass

from exchanges.chains.facts import ChainFacts
from exchanges.core.secret import Secret


@dataclass(frozen=True, slots=True)
class EvmNetwork:
    facts: ChainFacts
    providers: tuple[Secret, ...]
    """JSON-RPC addresses of independent nodes; they often hold a key. With one, it is believed; with more, two have to
    agree on everything that is credited."""
    large_micro: int = 1_000_000_000
    """From this sum on (of one transaction) a payment waits for the network's own finality."""
    largest_range: int = 5_000
    """Blocks one call for logs may span; providers differ, and it is halved while one refuses."""
    requests_per_s: float = 8.0
    """Our own pace at each provider; 0 means unpaced."""
    timeout_s: float = 15.0
    """Longest time for one answer to arrive whole."""
