"""The form of the demo's site that makes or edits a key; what it makes is shown once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from app.actions import Action, use
from app.locale.catalogue import pick, t
from app.screens.form import FormScreen
from app.screens.site_page import SitePage
from app.services.site_console import boxes, usual
from exchanges.core.secret import Secret
from widgets.choice import Choice, Option
from widgets.form_field import FormField
from widgets.notice import Notice

if TYPE_CHECKING:
    from app.services.site_console import ConsoleAccount, ConsoleKey
    from exchanges.core.venue import PassphraseRule
    from exchanges.core.verdict import KeyKind

MARKS = {"lower": "a", "upper": "A", "digit": "1", "symbol": "#"}
"""How a demand of the passphrase is hinted at."""


class ConsoleKeyScreen(SitePage, FormScreen):
    """Answers the new key as values for the wizard's fields, None when it is not wanted there.

    Args:
        key: The key to edit; without it a new one is made.
        purpose: "read" or "trade": what a new key is probably for.
    """

    CSS_PATH = "console_key.tcss"
    HELP = "console.key.help"
    AUTO_FOCUS = "#label"
    ACTIONS: ClassVar[tuple[Action, ...]] = (use("next", "console.save"),)

    def __init__(
        self, venue: str, account: ConsoleAccount, key: ConsoleKey | None = None, *, purpose: KeyKind = "read"
    ) -> None:
        super().__init__(venue)
        self._account = account
        self._key = key
        self._purpose = purpose
        self._made: ConsoleKey | None = None

    def crumbs(self) -> tuple[str, ...]:
        title = t("console.key.new" if self._key is None else "console.key.edit")
        return (self.title_text, self._account.name, title)

    # -- what is shown ---------------------------------------------------------------------------------------------

    def compose_body(self) -> ComposeResult:
        key = self._key
        known = self.plugin.permissions
        ticked = key.permissions if key is not None else usual(self._account, self._purpose, known)
        with Vertical(id="form"):
            label = key.label if key is not None else f"binnacle-{self._purpose}"
            yield FormField(t("console.column.label"), Input(label, id="label"))
            yield Static(t("console.column.permissions"), markup=False, classes="question")
            options = [Option(word, pick(known[word].name) if word in known else word) for word in self._boxes]
            yield Choice(options, chosen=ticked, several=True, id="permissions")
            ips = ",".join(key.ips) if key is not None else ""
            yield FormField(t("console.ips"), Input(ips, id="ips"), hint=t("console.ips.hint"))
            if key is None and (rule := self.plugin.facts.passphrase) is not None:
                yield FormField(pick(rule.name), Input(id="passphrase"), hint=_hint(rule))
            yield Notice(id="notice")
        with Vertical(id="made"):
            yield Static(t("console.made"), markup=False, classes="title")
            yield Static(id="values")
            yield Static(t("console.made.next"), markup=False, classes="quiet")
        self.call_after_refresh(self._arrange)

    def _arrange(self) -> None:
        made = self._made
        self.query_one("#form").display = made is None
        self.query_one("#made").display = made is not None
        if made is not None:
            rule = self.plugin.facts.passphrase
            self.query_one("#values", Static).update(_shown_once(made, pick(rule.name) if rule else ""))
            self.set_focus(None)
        self.refresh_keys()

    def actions(self) -> tuple[Action, ...]:
        return (use("next", "console.paste"),) if self._made is not None else self.ACTIONS

    # -- what can be done ------------------------------------------------------------------------------------------

    def submit(self) -> None:
        if self._made is not None:
            self.dismiss(_values(self._made, has_passphrase=self.plugin.facts.passphrase is not None))
        elif self._key is None:
            self.make()
        else:
            self.edit(self._key)

    @property
    def _permissions(self) -> list[str]:
        chosen = self.query_one("#permissions", Choice).chosen
        return [word for word in self._boxes if word in chosen]

    @property
    def _boxes(self) -> list[str]:
        return boxes(self._account, self.plugin.permissions)

    @property
    def _ips(self) -> list[str]:
        return [address for address in re.split(r"[,\s]+", self.value("ips")) if address]

    @work(exclusive=True, group="save", exit_on_error=False)
    async def make(self) -> None:
        """Make the key; its secret is on screen from now until the page is left."""
        with self.telling():
            self._made = await self.site.create_key(
                self._account.name,
                self.value("label"),
                self._permissions,
                self._ips,
                Secret("".join(field.value for field in self.query("#passphrase").results(Input))),
            )
            self._arrange()

    @work(exclusive=True, group="save", exit_on_error=False)
    async def edit(self, key: ConsoleKey) -> None:
        """Save the changes of a key."""
        saved: list[ConsoleKey] = []
        with self.telling():
            edited = await self.site.edit_key(
                self._account.name, key.api_key, label=self.value("label"), perms=self._permissions, ips=self._ips
            )
            saved.append(edited)
        if saved:
            self.say(t("console.saved"))
            self.dismiss()


def _hint(rule: PassphraseRule) -> str:
    marks = " ".join(mark for demand, mark in MARKS.items() if demand in rule.demands)
    return t("console.passphrase.hint", shortest=rule.shortest, longest=rule.longest, marks=marks).rstrip(" :：")


def _values(made: ConsoleKey, *, has_passphrase: bool) -> dict[str, str]:
    """The key by the names of the wizard's fields."""
    values = {"api_key": made.api_key, "secret": made.secret.reveal()}
    return values | {"passphrase": made.passphrase.reveal()} if has_passphrase else values


def _shown_once(made: ConsoleKey, passphrase: str) -> Content:
    labels = {"api_key": "API key", "secret": "Secret key", "passphrase": passphrase}
    lines = [
        Content(f"{labels[name]}\n").stylize("$foreground-muted").append(Content(f"  {value}").stylize("bold"))
        for name, value in _values(made, has_passphrase=bool(passphrase)).items()
    ]
    return Content("\n\n").join(lines)
