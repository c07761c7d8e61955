"""Locked: the vault's keys are gone and the streams have stopped; the login password brings everything back."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from app.actions import Action, use
from app.locale.catalogue import t
from app.screens.frame import FrameScreen
from app.services.errors import Refused
from exchanges.core.secret import Secret
from widgets.form_field import FormField
from widgets.secret_input import SecretInput


class LockScreen(FrameScreen):
    """One field; nothing of the account is shown but the name it is locked for."""

    CSS_PATH = "lock.tcss"
    HELP = "help.lock"
    ACTIONS: ClassVar[tuple[Action, ...]] = (
        use("next", "frame.lock-open"),
        # The one field always has the focus here.
        replace(use("log_out", "frame.lock-other"), while_typing="f4"),
    )

    def crumbs(self) -> tuple[str, ...]:
        return (t("frame.lock-title"),)

    def compose_body(self) -> ComposeResult:
        with Vertical(id="box"):
            locked = self.shell.locked
            yield Static(Content(t("frame.lock-who", username=locked.username if locked else "")), id="who")
            yield Static(t("frame.lock-what"), id="what", markup=False)
            password = SecretInput(id="password")
            password.cursor_blink = False  # See `BinnacleApp.fill_strip`: not a byte while nobody does anything.
            yield FormField(t("frame.lock-password"), password)

    @on(Input.Submitted, "#password")
    def action_next(self) -> None:
        self.unlock()

    @work(exclusive=True, group="door")
    async def unlock(self) -> None:
        """Ask the account service; a refusal stands below the field."""
        field = self.query_one(FormField)
        field.show_note(t("frame.lock-checking"))
        password = Secret(field.value)
        field.input.clear()
        try:
            await self.shell.unlock(password)
        except Refused as error:
            field.show_error(t(error.key, **error.values))

    async def action_log_out(self) -> None:
        await self.shell.leave()
