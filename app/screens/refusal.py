"""Refusing something: the reason its owner will read, and the operator's transaction password."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.widgets import Input, Static

from app.actions import Action, use
from app.locale.catalogue import t, t_all
from app.screens.form import FormScreen
from exchanges.core.secret import Secret
from widgets.choice import Choice, Option
from widgets.form_field import FormField
from widgets.notice import Notice
from widgets.secret_input import SecretInput

OWN = "own"


class RefusalScreen(FormScreen):
    """A template or one's own words, and the password; enter in the last field refuses.

    Args:
        title: What is refused, and whose it is.
        act: Refuses, given the reason and the password.
        done: Said afterwards.
        templates: Reasons to choose from, by name.
        label: Text key of what is done; refusing when left out.
    """

    PLACE = "desk"
    CSS_PATH = "refusal.tcss"
    HELP = "desk.help"
    AUTO_FOCUS = "#reason"
    ACTIONS: ClassVar[tuple[Action, ...]] = (use("next", "desk.refuse"),)

    def __init__(
        self,
        title: str,
        act: Callable[[str, Secret], Awaitable[object]],
        done: str,
        templates: Sequence[str] = (),
        *,
        label: str = "desk.refuse",
    ) -> None:
        super().__init__()
        self._title = title
        self._act = act
        self._done = done
        self._templates = tuple(templates)
        self._label = label

    def crumbs(self) -> tuple[str, ...]:
        return (t("frame.place-desk"), t(self._label))

    def actions(self) -> tuple[Action, ...]:
        return (use("next", self._label),)

    def compose_body(self) -> ComposeResult:
        yield Static(self._title, id="title", markup=False)
        templates = [Option(name, t(f"desk.reason.{name}")) for name in self._templates]
        yield Choice([Option(OWN, t("desk.reason.own")), *templates], id="template")
        yield FormField(t("desk.refuse.reason"), Input(id="reason", max_length=300))
        yield FormField(t("desk.password"), SecretInput(id="transaction_password"))
        yield Notice(id="notice")

    @on(Choice.Changed, "#template")
    def take_template(self, event: Choice.Changed) -> None:
        """The reason in both languages: the operator need not know which one its reader speaks."""
        name = event.choice.value
        if name != OWN:
            self.field("reason").input.value = " / ".join(t_all(f"desk.reason.{name}"))

    def submit(self) -> None:
        self.refuse_it()

    @work(exclusive=True, group="refuse", exit_on_error=False)
    async def refuse_it(self) -> None:
        password = Secret(self.value("transaction_password"))
        self.field("transaction_password").input.value = ""
        with self.telling(t("desk.working")):
            await self._act(self.value("reason"), password)
            self.say(self._done)
            self.dismiss()
