"""What realised profit costs: a share of what rises above the highest point so far, so that losses carry forward."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from itertools import accumulate

MICRO = Decimal(1_000_000)


@dataclass(frozen=True, slots=True)
class HighWater:
    """Cumulative net realised profit and the highest it ever was, micro-USDT."""

    realised_micro: int = 0
    high_micro: int = 0

    def after(self, nets_micro: Iterable[int]) -> HighWater:
        """Where it stands after these gains and losses, in the order of time."""
        realised, high = self.realised_micro, self.high_micro
        for net in nets_micro:
            realised += net
            high = max(high, realised)
        return HighWater(realised, high)

    def with_late(self, tail_micro: Sequence[int], new_tail_micro: Sequence[int]) -> HighWater | None:
        """Where it stands when something is put in before its end, told from the end of the way alone.

        Args:
            tail_micro: What was known to follow the place of the late ones; at least one.
            new_tail_micro: The same with the late ones in their places.

        Returns:
            `None` when the end does not tell, because the highest point before it is not known: take the whole way.
        """
        start = self.realised_micro - sum(tail_micro)
        old_top, new_top = _top(start, tail_micro), _top(start, new_tail_micro)
        realised = start + sum(new_tail_micro)
        if self.high_micro > old_top:
            # The highest point lies before the tail, so it stays.
            return HighWater(realised, max(self.high_micro, new_top))
        return HighWater(realised, new_top) if new_top >= self.high_micro else None

    def charge_micro(self, share_percent: int) -> int:
        """What the whole rise from zero costs, rounded down.

        Differences of two charges add up to the charge of the whole way, however it is cut into pieces.
        """
        return self.high_micro * share_percent // 100


def _top(start: int, nets_micro: Sequence[int]) -> int:
    """The highest point reached after a first step."""
    return max(accumulate(nets_micro[1:], initial=start + nets_micro[0]))


def micro(usdt: Decimal) -> int:
    """A venue's amount in micro-USDT, to the nearest."""
    return int((usdt * MICRO).to_integral_value(ROUND_HALF_EVEN))
