"""One call in the API explorer: what the documentation says of it, and for a reading one the answer as a tree."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual import work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static, Tree
from textual.widgets.tree import TreeNode

from app.actions import Action, use
from app.locale.catalogue import pick, t
from app.screens.form import FormScreen
from app.services import explorer
from app.services.explorer import NO_BINDING, Call, Caller
from exchanges.core.endpoint import Auth
from widgets.choice import Choice, Option
from widgets.form_field import FormField
from widgets.notice import Notice

OPEN_DEPTH = 2
"""Levels of the answer that are unfolded at first."""


class ExplorerCallScreen(FormScreen):
    """Enter in the last field sends; the tree is walked with the arrow keys."""

    PLACE = "keys"
    CSS_PATH = "explorer_call.tcss"
    HELP = "explorer.help"
    ACTIONS: ClassVar[tuple[Action, ...]] = (
        use("next", "explorer.send"),
        use("refresh", "explorer.again"),
    )

    def __init__(self, call: Call, callers: tuple[Caller, ...]) -> None:
        """`callers`: the person's accounts at the venue of the call."""
        super().__init__()
        self._call = call
        self._callers = callers

    def crumbs(self) -> tuple[str, ...]:
        return (t("explorer.title"), pick(self._call.title), self._call.endpoint.call)

    def compose_body(self) -> ComposeResult:
        call, endpoint = self._call, self._call.endpoint
        with VerticalScroll(id="form", can_focus=False):
            yield Static(_fact("explorer.doc", endpoint.doc), classes="fact")
            yield Static(_fact("explorer.limits", "; ".join(call.limits)), classes="fact")
            yield Static(_fact("explorer.auth", t(f"explorer.auth.{endpoint.auth.value}")), classes="fact")
            if not call.may_be_sent:
                names = ", ".join(endpoint.params) or t("explorer.params.none")
                yield Static(_fact("explorer.params", names), classes="fact")
                yield Static(t("explorer.only-shown"), markup=False, classes="only-shown")
                return
            yield Static(t("explorer.caller"), markup=False, classes="question")
            yield Choice(self._options(), id="caller")
            for name in endpoint.params:
                yield FormField(name, Input(id=f"param-{name}"))
        yield Notice(id="notice")
        yield Static(id="told", markup=False)
        yield Tree[None]("", id="answer")
        self.call_after_refresh(self._arrange)

    def actions(self) -> tuple[Action, ...]:
        return self.ACTIONS if self._call.may_be_sent else ()

    def why_not(self, action_id: str) -> str:
        return t("explorer.caller.missing") if action_id in ("next", "refresh") and not self._options() else ""

    def _options(self) -> list[Option]:
        options = [Option(caller.binding_id, caller.label) for caller in self._callers]
        if self._call.endpoint.auth is Auth.PUBLIC:
            options.insert(0, Option(NO_BINDING, t("explorer.caller.none")))
        return options

    def _arrange(self) -> None:
        for tree in self.query("#answer").results(Tree):
            tree.show_root = False
            tree.display = False
        if self._call.may_be_sent and not self._options():
            self.notice.show(t("explorer.caller.missing"))
        self.refresh_keys()

    def submit(self) -> None:
        self.send()

    def action_refresh(self) -> None:
        self.send()

    @work(exclusive=True, group="send", exit_on_error=False)
    async def send(self) -> None:
        """Send the call as filled in and show what the venue answers."""
        began = time.monotonic()
        given = {name: self.value(f"param-{name}") for name in self._call.endpoint.params}
        with self.telling(t("explorer.asking")):
            answer = await self.services.explorer.send(
                self.session, self._call, self.query_one("#caller", Choice).value, given
            )
            took = round((time.monotonic() - began) * 1000)
            self.query_one("#told", Static).update(t("explorer.answer", ms=took))
            self._show(answer)

    def _show(self, answer: explorer.Tree) -> None:
        tree: Tree[None] = self.query_one("#answer", Tree)
        tree.clear()
        tree.display = True
        if isinstance(answer, str) or not answer:
            tree.root.add_leaf(Text(answer if isinstance(answer, str) else t("explorer.empty")))
        else:
            _grow(tree.root, answer, 1)
        tree.root.expand()
        tree.focus()


def _grow(node: TreeNode[None], parts: Sequence[tuple[str, explorer.Tree]], depth: int) -> None:
    for name, part in parts:
        if isinstance(part, str):
            node.add_leaf(Text.assemble((f"{name}  ", "dim"), part))
        elif not part:
            node.add_leaf(Text(f"{name}  []", "dim"))
        else:
            _grow(node.add(Text(name), expand=depth < OPEN_DEPTH), part, depth + 1)


def _fact(label_key: str, value: str) -> Content:
    return Content(f"{t(label_key):<16}").stylize("$foreground-muted").append(Content(value))
