"""Believing several nodes: what enough of them say. Pure, so that every way of lying can be tried."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from exchanges.chains.chain import Found, Heads, Hint
from exchanges.chains.evm.receipt import PlacedProof


def needed(nodes: int) -> int:
    """How many nodes have to say the same; one can only be believed."""
    return min(nodes, 2)


def agreed_heads(told: Sequence[Heads], enough: int) -> Heads:
    """The furthest that `enough` nodes have come: one that lags does not hold the others back, and one that claims
    blocks nobody else has moves nothing.

    Args:
        told: At least `enough`.
    """
    head = sorted((heads.head for heads in told), key=lambda point: point.height)[-enough]
    final = sorted((heads.final for heads in told), key=lambda point: point.height)[-enough]
    finalized = sorted((heads.finalized for heads in told), key=lambda point: point.height)[-enough]
    return Heads(head if head.height >= final.height else final, final, finalized)


def agreed_proof(told: Sequence[PlacedProof | None], enough: int) -> PlacedProof | None:
    """The proof that `enough` nodes give alike, in the same block; None while there is none."""
    alike = Counter(proof for proof in told if proof is not None)
    agreed = [proof for proof, count in alike.most_common() if count >= enough]
    return agreed[0] if agreed else None


def merged(scans: Sequence[Found], upto: int, enough: int) -> Found:
    """Everything any node lists, as far as `enough` of them have listed: what one leaves out another tells.

    Args:
        scans: At least `enough`, of the same span.
        upto: End of the span.
    """
    hints: dict[tuple[str, str, int], Hint] = {}
    for scan in scans:
        hints |= {(hint.tx_hash, hint.recipient, hint.raw): hint for hint in scan.hints}
    reached = sorted(scan.reached for scan in scans)[-enough]
    return Found(tuple(hints.values()), reached, backlog=reached < upto)
