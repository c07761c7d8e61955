"""A secret field takes pastes, shows stars, and gives nothing away."""

from __future__ import annotations

import pytest
from textual import events
from textual.app import App, ComposeResult

from widgets.secret_input import SecretInput

pytestmark = pytest.mark.anyio


class Bench(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.pasted: list[SecretInput.Pasted] = []

    def compose(self) -> ComposeResult:
        yield SecretInput(id="secret")

    def on_secret_input_pasted(self, event: SecretInput.Pasted) -> None:
        self.pasted.append(event)

    @property
    def field(self) -> SecretInput:
        return self.query_one(SecretInput)


async def test_a_paste_is_cleaned_and_says_what_was_removed() -> None:
    app = Bench()
    async with app.run_test() as pilot:
        app.field.post_message(events.Paste("\r\n  Se-cret \ufeff\n"))
        await pilot.pause()
        assert app.field.value == "Se-cret"
        told = app.pasted[-1]
        assert (told.length, told.blanks, told.invisible, told.line_breaks, told.refusal) == (7, 3, 1, 2, "")
        assert "Se-cret" not in repr(told)


async def test_a_paste_replaces_what_was_there() -> None:
    app = Bench()
    async with app.run_test() as pilot:
        await pilot.press("a", "b")
        app.field.post_message(events.Paste("new"))
        await pilot.pause()
        assert app.field.value == "new"


async def test_a_paste_of_several_lines_changes_nothing_and_says_why() -> None:
    app = Bench()
    async with app.run_test() as pilot:
        await pilot.press("a")
        app.field.post_message(events.Paste("key\nsecret"))
        await pilot.pause()
        assert app.field.value == "a"
        assert app.pasted[-1].refusal == "several-lines"


@pytest.mark.parametrize("keys", [("ctrl+c",), ("ctrl+x",), ("ctrl+shift+a", "ctrl+c"), ("shift+home", "ctrl+x")])
async def test_nothing_of_it_reaches_the_clipboard(keys: tuple[str, ...]) -> None:
    app = Bench()
    async with app.run_test() as pilot:
        await pilot.press("s", "3", "c", "r", "e", "t")
        await pilot.press(*keys)
        assert app.clipboard == ""
        assert app.field.value == "s3cret"


async def test_the_screen_shows_stars_only() -> None:
    app = Bench()
    async with app.run_test() as pilot:
        await pilot.press("s", "3", "c", "r", "e", "t")
        await pilot.pause()
        picture = app.export_screenshot()
        assert "s3cret" not in picture
        assert "******" in picture
        assert "s3cret" not in repr(app.field)
