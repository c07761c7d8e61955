"""Questions are safe by default: the dangerous answer never has the focus."""

from __future__ import annotations

import pytest
from textual.app import App
from textual.widgets import Button

from widgets.dialogs import AskSecret, Confirm

pytestmark = pytest.mark.anyio


class Bench(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.answers: list[object] = []


def question(word: str = "") -> Confirm:
    return Confirm("Remove the key?", ["[b]OKX[/] main"], yes="Remove", no="Keep", typed_word=word)


async def test_enter_at_once_keeps_everything() -> None:
    app = Bench()
    async with app.run_test() as pilot:
        await app.push_screen(question(), app.answers.append)
        assert isinstance(app.screen.focused, Button)
        assert app.screen.focused.id == "no"
        await pilot.press("enter")
        assert app.answers == [False]


@pytest.mark.parametrize(
    ("keys", "answer"), [(("right", "enter"), True), (("tab", "enter"), True), (("escape",), False)]
)
async def test_yes_takes_a_deliberate_step_and_esc_means_no(keys: tuple[str, ...], answer: bool) -> None:
    app = Bench()
    async with app.run_test() as pilot:
        await app.push_screen(question(), app.answers.append)
        await pilot.press(*keys)
        assert app.answers == [answer]


async def test_with_a_word_to_type_yes_works_only_after_it() -> None:
    app = Bench()
    async with app.run_test() as pilot:
        await app.push_screen(question("REMOVE"), app.answers.append)
        await pilot.press(*"REMOV")
        assert app.screen.query_one("#yes", Button).disabled
        await pilot.press("E", "enter")
        assert app.screen.focused is not None
        assert app.screen.focused.id == "no"
        await pilot.press("right", "enter")
        assert app.answers == [True]


async def test_a_secret_is_asked_for_and_can_be_refused() -> None:
    app = Bench()
    async with app.run_test() as pilot:
        await app.push_screen(AskSecret("Transaction password", ["it moves money"]), app.answers.append)
        await pilot.press("enter")
        await pilot.press("p", "w", "enter")
        await app.push_screen(AskSecret("Transaction password", []), app.answers.append)
        await pilot.press("p", "escape")
        assert app.answers == ["pw", None]
