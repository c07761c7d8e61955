"""Seeded chance: the same seed gives the same sandbox."""

from __future__ import annotations

import random


def seeded(seed: int) -> random.Random:
    """A generator of its own; nothing secret is made with it."""
    return random.Random(seed)  # noqa: S311 - a simulation has to repeat itself
