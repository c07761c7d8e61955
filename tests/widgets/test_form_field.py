"""A field has a label, a control and one line that says what is expected or wrong."""

from __future__ import annotations

import pytest
from textual.app import App, ComposeResult
from textual.widgets import Input

from widgets.form_field import FormField

pytestmark = pytest.mark.anyio


class Bench(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.left: list[str] = []

    def compose(self) -> ComposeResult:
        yield FormField("E-mail", Input(id="email"), hint="the code goes there")
        yield FormField("Phone", Input(id="phone"))

    def on_form_field_left(self, event: FormField.Left) -> None:
        self.left.append(event.field.input.id or "")


async def test_the_note_is_the_hint_until_something_else_is_to_be_said() -> None:
    app = Bench()
    async with app.run_test():
        field = app.query_one("#email-field", FormField)
        assert field.note == "the code goes there"
        field.show_error("not an address: [a]")
        assert (field.note, field.has_error) == ("not an address: [a]", True)
        field.show_ok("ok")
        assert (field.note, field.has_error) == ("ok", False)
        field.clear()
        assert field.note == "the code goes there"


async def test_errors_move_nothing() -> None:
    app = Bench()
    async with app.run_test() as pilot:
        phone = app.query_one("#phone-field", FormField)
        before = phone.region
        app.query_one("#email-field", FormField).show_error("a long complaint " * 20)
        await pilot.pause()
        assert phone.region == before


async def test_leaving_a_field_is_told_so_that_it_can_be_validated() -> None:
    app = Bench()
    async with app.run_test() as pilot:
        await pilot.press("x", "tab")
        await pilot.pause()
        assert app.left == ["email"]


async def test_the_label_of_the_field_with_the_cursor_stands_out_and_no_other() -> None:
    app = Bench()
    async with app.run_test() as pilot:
        for _ in range(2):
            marked = [field.input.id for field in app.query(FormField) if _is_bold(field)]
            assert marked == [app.focused.id]  # type: ignore[union-attr]
            await pilot.press("tab")
            await pilot.pause()


def _is_bold(field: FormField) -> bool:
    return bool(field.query_one(".field--label").rich_style.bold)
