"""The recovery code, shown once, and two of its groups typed back to be sure that it is on paper."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from app.actions import Action, use
from app.locale.catalogue import t
from app.screens.form import FormScreen, Validate
from app.services.errors import Refused
from exchanges.core.secret import Secret
from widgets.form_field import FormField
from widgets.notice import Notice

PER_LINE = 4
LOOKALIKES = str.maketrans("OIL", "011")
"""The code has none of these letters; whoever reads one means the digit."""


class RecoveryCodeScreen(FormScreen):
    """Shows the code; after enter hides it and asks for two groups; esc shows it again. There is no way around."""

    CSS_PATH = "recovery_code.tcss"
    HELP = "recovery.code.help"
    ACTIONS: ClassVar[tuple[Action, ...]] = (use("next", "recovery.code.done"),)
    AUTO_FOCUS = ""

    def __init__(self, code: Secret) -> None:
        super().__init__()
        self._groups = code.reveal().split("-")
        self._asked = sorted(secrets.SystemRandom().sample(range(len(self._groups)), 2))
        self._is_asking = False

    def crumbs(self) -> tuple[str, ...]:
        return (t("recovery.code.title"),)

    def compose_body(self) -> ComposeResult:
        with Vertical(id="shown", classes="box"):
            yield Static(t("recovery.code.text"), markup=False)
            yield Static(self._code(), id="code")
            yield Static(t("recovery.code.then"), markup=False, classes="quiet")
        with Vertical(id="asked", classes="box"):
            first, second = (number + 1 for number in self._asked)
            yield Static(t("recovery.code.ask", first=first, second=second), markup=False, classes="lead")
            for number in self._asked:
                label = t("recovery.code.group", number=number + 1)
                yield FormField(label, Input(id=f"group-{number}", max_length=12))
            yield Static(t("recovery.code.look-again"), markup=False, classes="quiet")
        yield Notice(id="notice")
        self.call_after_refresh(self._arrange)

    def _code(self) -> Content:
        cells = [
            Content(f"{number:>2} ").stylize("$foreground-muted").append(Content(group).stylize("bold"))
            for number, group in enumerate(self._groups, start=1)
        ]
        lines = [Content("   ").join(cells[at : at + PER_LINE]) for at in range(0, len(cells), PER_LINE)]
        return Content("\n\n").join(lines)

    def validators(self) -> Mapping[str, Validate]:
        return {f"group-{number}": self._matches(number) for number in self._asked}

    def _matches(self, number: int) -> Validate:
        def validate(value: str) -> None:
            if value.strip("- ").upper().translate(LOOKALIKES) != self._groups[number]:
                raise Refused("recovery.code.wrong")

        return validate

    def submit(self) -> None:
        if not self._is_asking:
            self._is_asking = True
            self._arrange()
        elif self.check_all():
            self.dismiss(True)

    def why_not(self, action_id: str) -> str:
        return t("recovery.code.stay") if action_id == "back" and not self._is_asking else ""

    def action_back(self) -> None:
        """Back to the code; out of here only with the code on paper."""
        if self._is_asking:
            self._is_asking = False
            self._arrange()
        else:
            self.say(t("recovery.code.stay"))

    def _arrange(self) -> None:
        self.set_class(self._is_asking, "-asking")
        self.refresh_keys()
        if self._is_asking:
            self.field(f"group-{self._asked[0]}").input.focus()
        else:
            self.set_focus(None)
