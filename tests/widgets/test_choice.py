"""Options are picked with arrows and space."""

from __future__ import annotations

import pytest
from textual.app import App, ComposeResult

from widgets.choice import Choice, Option

pytestmark = pytest.mark.anyio

OPTIONS = (Option("read", "Read"), Option("trade", "Trade", "futures"), Option("withdraw", "Withdraw"))


class Bench(App[None]):
    def __init__(self, *, several: bool) -> None:
        super().__init__()
        self.choice = Choice(OPTIONS, several=several)
        self.told: list[frozenset[str]] = []

    def compose(self) -> ComposeResult:
        yield self.choice

    def on_choice_changed(self, event: Choice.Changed) -> None:
        self.told.append(event.chosen)


async def test_in_a_radio_list_moving_picks() -> None:
    app = Bench(several=False)
    async with app.run_test() as pilot:
        assert app.choice.value == "read"
        await pilot.press("down", "down", "down")
        await pilot.pause()
        assert app.choice.value == "withdraw"
        assert app.told == [frozenset({"trade"}), frozenset({"withdraw"})]


async def test_check_boxes_are_ticked_and_unticked_with_space() -> None:
    app = Bench(several=True)
    async with app.run_test() as pilot:
        await pilot.press("space", "down", "space", "up", "space")
        assert app.choice.chosen == {"trade"}


async def test_picked_and_unpicked_look_different_without_colour() -> None:
    app = Bench(several=False)
    async with app.run_test() as pilot:
        await pilot.press("down")
        await pilot.pause()
        lines = [app.choice.render_line(y).text.rstrip() for y in range(3)]
        assert lines == ["  ( ) Read", "> (o) Trade   futures", "  ( ) Withdraw"]
