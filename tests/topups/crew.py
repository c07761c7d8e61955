"""Processes that wait, loaded, for work; see `tests.topups.process`."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Done:
    """What a process printed, and how it ended: 0, or minus the signal that killed it."""

    lines: list[str]
    code: int


class Crew:
    """Starts as many processes as are needed at once, and keeps them for the next test."""

    def __init__(self) -> None:
        self._hands: list[subprocess.Popen[str]] = []

    async def work(self, *tasks: list[str], before: Callable[[], Awaitable[None]] | None = None) -> list[Done]:
        """Gives each task to a process of its own; they begin together when all are ready, and `before` is done."""
        while len(self._hands) < len(tasks):
            self._hands.append(_hand())
        hands = self._hands[: len(tasks)]
        for hand, task in zip(hands, tasks, strict=True):
            _say(hand, json.dumps(task))
        for hand in hands:
            assert await asyncio.to_thread(_line, hand) == "ready"
        if before is not None:
            await before()
        for hand in hands:
            _say(hand, "begin")
        return list(await asyncio.gather(*(asyncio.to_thread(_done, hand) for hand in hands)))

    def close(self) -> None:
        for hand in self._hands:
            hand.communicate()


def _hand() -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.topups.process"]
    return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def _say(hand: subprocess.Popen[str], line: str) -> None:
    assert hand.stdin is not None
    hand.stdin.write(line + "\n")
    hand.stdin.flush()


def _line(hand: subprocess.Popen[str]) -> str:
    assert hand.stdout is not None
    return hand.stdout.readline().removesuffix("\n")


def _done(hand: subprocess.Popen[str]) -> Done:
    lines: list[str] = []
    while not (line := _line(hand)).startswith("exit "):
        assert line, "the process is gone"
        lines.append(line)
    return Done(lines, int(line.removeprefix("exit ")))
