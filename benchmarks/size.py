"""How much code a venue costs: lines of table, codec and the rest, in all and per documented call."""

from __future__ import annotations

import io
import tokenize
from pathlib import Path

from exchanges import venues

ROOT = Path(__file__).parents[1] / "exchanges"
TABLE_AND_CODEC = ("table", "codec")
WORDS = ("guide", "refusals")
"""Texts, left out of the goal."""
GOAL = 400


def main() -> None:
    """Print a line per venue."""
    columns = ("calls", "channels", "table+codec", "goal", "all", "words", "per call")
    print(f"{'venue':14} {' '.join(columns)}")
    for name in venues.NAMES:
        plugin = venues.load(name)
        lines = {file.stem: code_lines(file.read_text("utf-8")) for file in (ROOT / name).rglob("*.py")}
        core = sum(lines.get(stem, 0) for stem in TABLE_AND_CODEC)
        words = sum(lines.get(stem, 0) for stem in WORDS)
        everything = sum(lines.values()) - words
        calls = len(plugin.endpoints)
        figures = (calls, len(plugin.channels), core, GOAL, everything, words, f"{everything / calls:.1f}")
        cells = (f"{figure:>{len(column)}}" for figure, column in zip(figures, columns, strict=True))
        print(f"{name:14} {' '.join(cells)}")


def code_lines(source: str) -> int:
    """Lines that hold code: no blank lines, comments or docstrings."""
    held: set[int] = set()
    before = tokenize.NEWLINE
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type in (tokenize.COMMENT, tokenize.NL, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER):
            continue
        is_docstring = token.type == tokenize.STRING and before == tokenize.NEWLINE
        if not is_docstring and token.type != tokenize.NEWLINE:
            held.update(range(token.start[0], token.end[0] + 1))
        before = token.type
    return len(held)


if __name__ == "__main__":
    main()
