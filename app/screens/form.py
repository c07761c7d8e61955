"""What pages with fields share: fields are validated as they are left, refusals stand beside the field they name.

A field's control carries the service's own name for it (`Input(id="email")`), so that `Refused(key, field="email")`
finds it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widgets import Input

from app.locale.catalogue import t
from app.screens.telling import TellingScreen
from app.services.errors import Refused
from widgets.form_field import FormField

Validate = Callable[[str], object]
"""Raises `Refused` for a value that will not do."""


class FormScreen(TellingScreen):
    """A page of fields; up and down move between them, enter goes to the next one, from the last one it submits."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "app.focus_previous", show=False),
        Binding("down", "app.focus_next", show=False),
    ]

    def validators(self) -> Mapping[str, Validate]:
        """By field id: what is asked of a value when the field is left."""
        return {}

    @property
    def is_filled_in(self) -> bool:
        """Whether enter submits from any field, not only from the last one."""
        return False

    def submit(self) -> None:
        """Carry out what the page is for."""

    def action_next(self) -> None:
        self.submit()

    def field(self, field_id: str) -> FormField:
        return self.query_one(f"#{field_id}-field", FormField)

    def value(self, field_id: str) -> str:
        """What stands in a field, without blanks at its ends; secrets are taken as typed."""
        control = self.field(field_id).input
        return control.value if control.password else control.value.strip()

    def check_field(self, field_id: str) -> bool:
        """Validate one field and show the outcome beside it; answers whether it will do."""
        field = self.field(field_id)
        try:
            self.validators()[field_id](self.value(field_id))
        except Refused as error:
            field.show_error(t(error.key, **error.values))
            return False
        if field.has_error:
            field.clear()
        return True

    def check_all(self) -> bool:
        """Validate every field; the first that will not do gets the focus."""
        bad = [field_id for field_id in self.validators() if not self.check_field(field_id)]
        if bad:
            self.field(bad[0]).input.focus()
        return not bad

    @on(FormField.Left)
    def validate_left_field(self, event: FormField.Left) -> None:
        """An empty field is not yet a mistake while others are still to be filled in."""
        field_id = event.field.input.id
        if field_id is not None and field_id in self.validators() and self.value(field_id):
            self.check_field(field_id)

    @on(Input.Submitted)
    async def go_on_from_field(self, event: Input.Submitted) -> None:
        inputs = [field.input for field in self.query(FormField) if field.display]
        if event.input not in inputs:
            return
        if event.input is inputs[-1] or self.is_filled_in:
            await self.action_act("next")
        else:
            inputs[inputs.index(event.input) + 1].focus()


def same_as(other: Callable[[], str]) -> Validate:
    """A validator for the second entry of a password."""

    def validate(value: str) -> None:
        if value != other():
            raise Refused("form.error.mismatch")

    return validate
