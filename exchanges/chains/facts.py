"""What is known of each chain: the table that turns a chain from code into data.

Amounts of fees and times are for people to read; what providers and networks change stands in the settings as well.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class ChainFacts:
    """One network and its USDT."""

    key: str
    """What orders, deposits, cursors and settings carry."""
    standard: str
    """What exchanges call it: `TRC20`."""
    network: str
    """What people call it: `TRON`."""
    chain_id: int
    """What the node answers to `eth_chainId`."""
    usdt: str
    """The token's contract, in the chain's usual text form."""
    decimals: int
    """Of USDT there: mixing 6 and 18 up would credit a million million times too much."""
    block_ms: int
    """Usual time between two blocks."""
    confirmations: int
    """Shown as the goal of a payment."""
    depth: int | None
    """How deep a block must lie before small sums are credited; None where all wait for the network's own finality."""
    finalized_confirmations: int
    """About how many confirmations a block has when the network calls it final."""
    poll_ms: int
    """Time between two looks while somebody waits."""
    behind_ms: int
    """A scan older than this, or a final height that stood still so long, is an alarm."""
    explorer: str
    """Page of a transaction for people; `{tx}` is its hash."""
    fee_hint: tuple[str, str]
    """What the payer's wallet usually pays for a transfer, in English and Chinese."""

    def transaction_page(self, tx_hash: str) -> str:
        """Where a person can look a transaction up.

        Args:
            tx_hash: 64 hex digits, as stored.
        """
        return self.explorer.format(tx=tx_hash)


_ALL = (
    ChainFacts(
        key="tron",
        standard="TRC20",
        network="TRON",
        chain_id=728126428,
        usdt="TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t",
        decimals=6,
        block_ms=3_000,
        confirmations=19,
        depth=None,
        finalized_confirmations=19,
        poll_ms=10_000,
        behind_ms=5 * 60_000,
        explorer="https://tronscan.org/#/transaction/{tx}",
        fee_hint=("6 to 13 TRX", "6 至 13 TRX"),
    ),
    ChainFacts(
        key="bsc",
        standard="BEP20",
        network="BNB Smart Chain",
        chain_id=56,
        usdt="0x55d398326f99059fF775485246999027B3197955",
        decimals=18,
        block_ms=450,
        confirmations=3,
        depth=None,
        finalized_confirmations=3,
        poll_ms=5_000,
        behind_ms=5 * 60_000,
        explorer="https://bscscan.com/tx/0x{tx}",
        fee_hint=("about 0.01 USD in BNB", "约 0.01 美元的 BNB"),
    ),
    ChainFacts(
        key="eth",
        standard="ERC20",
        network="Ethereum",
        chain_id=1,
        usdt="0xdAC17F958D2ee523a2206206994597C13D831ec7",
        decimals=6,
        block_ms=12_000,
        confirmations=20,
        depth=20,
        finalized_confirmations=80,
        poll_ms=12_000,
        behind_ms=30 * 60_000,
        explorer="https://etherscan.io/tx/0x{tx}",
        fee_hint=("cents to dollars in ETH, more when the network is busy", "几美分至几美元的 ETH，拥堵时更高"),
    ),
    ChainFacts(
        key="polygon",
        standard="Polygon",
        network="Polygon PoS",
        chain_id=137,
        usdt="0xc2132D05D31c914a87C6611C10748AEb04B58e8F",
        decimals=6,
        block_ms=2_000,
        confirmations=5,
        depth=None,
        finalized_confirmations=5,
        poll_ms=5_000,
        behind_ms=5 * 60_000,
        explorer="https://polygonscan.com/tx/0x{tx}",
        fee_hint=("below 0.01 USD in POL", "不到 0.01 美元的 POL"),
    ),
)

CHAINS: Mapping[str, ChainFacts] = MappingProxyType({facts.key: facts for facts in _ALL})
"""Key -> facts, in the order in which networks are offered."""
