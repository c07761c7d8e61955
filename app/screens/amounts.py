"""How amounts, addresses and countdowns stand on the pages about money."""

from __future__ import annotations

from textual.content import Content

from widgets import figures

GROUP = 4


def exact_usdt(micro: int) -> str:
    """Micro-USDT as it has to be typed elsewhere: no grouping, two decimals, more only where they are not zero."""
    whole, rest = divmod(micro, 1_000_000)
    return f"{whole}.{f'{rest:06d}'.rstrip('0').ljust(2, '0')}"


def grouped(text: str, per_line: int) -> Content:
    """An address in groups of four, every other one bold, so that eyes can compare it with another screen."""
    groups = [text[at : at + GROUP] for at in range(0, len(text), GROUP)]
    styled = [Content(group).stylize("bold" if n % 2 else "") for n, group in enumerate(groups)]
    lines = [Content(" ").join(styled[at : at + per_line]) for at in range(0, len(styled), per_line)]
    return Content("\n").join(lines)


def time_left(until_ms: int, now_ms: int) -> str:
    """`29:12`, `23:58:01`; zero once it is over."""
    return figures.duration((until_ms - now_ms) // 1000)
