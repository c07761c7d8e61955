"""The frame every screen stands in: status strip, places or breadcrumb, body, key bar.

How to add a screen
-------------------
A *place* is one of the eight numbered screens (`app/places.py` names its module and class); a *step* is anything opened
from a place and left with esc. Both are a subclass of `FrameScreen` in `app/screens/<name>.py`::

    class ComputeScreen(FrameScreen):
        PLACE = "compute"                      # which number is lit
        CSS_PATH = "compute.tcss"              # beside the module; begin each rule with `ComputeScreen`
        HELP = "compute.help"                  # a few sentences for `?`
        ACTIONS = (use("top_up"), use("copy", "compute.copy-address"))   # key bar order; table in app/actions.py

        def crumbs(self) -> tuple[str, ...]:   # a step answers its path; () means: show the row of places
            return (t("compute.title"), t("topup.title"))

        def compose_body(self) -> ComposeResult:
            yield Static(t("compute.empty"), markup=False)

        def action_top_up(self) -> None:       # one method `action_<id>` per action, may be async
            from app.screens.topup import TopUpScreen          # import where it is needed, not at the top
            self.app.push_screen(TopUpScreen())

        def why_not(self, action_id: str) -> str:   # a reason dims the key and is told when it is pressed; "" allows it
            return t("topup.no-chain") if action_id == "top_up" and not self.offers else ""

Keys: letters are text inside a field; an action that must work while typing has a function key in the table. Call
`refresh_keys()` when an answer of `why_not` changed. New actions: one `_row` in `app/actions.py`, two texts in
`app/locale/actions.py` (or your own words through `use`). Never bind keys by hand.

Leaving: esc pops a step (`action_back`, override it to step back inside the screen first); digits go to places, where
the steps opened there stay as they were. Open another place with `self.shell.go("keys")`.

Texts: `t("area.key")`. After a change of language every screen is composed anew; values of fields and choices with an
id survive, other state belongs into attributes of the screen. Foreign text (venues, chains, users) goes through
`Content(text)` or `markup=False`.

Services: `self.services`, `self.session` (both set once someone is signed in; the door listens to `on_services_ready`).
Awaiting a service inside an action method blocks only this screen's messages; use `@work(exclusive=True, group="...")`
for what may take longer than a blink. `self.shell.enter(session)` after a login, `self.shell.leave()` to log out.

Showing: `Notice` (three-line error in place), `FormField` (label, input, note), `SecretInput`, `Choice`, `QrCode`,
`Confirm`, `AskSecret` from `widgets`; `self.say(text)` for passing facts; `self.copy(text)` for the clipboard.
Ticking data: see `app/screens/ticking.py`.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, Static
from textual.worker import Worker, WorkerState

from app.actions import ACTIONS, Action, key_name, keys_of
from app.locale.catalogue import t
from app.places import PLACES
from widgets.choice import Choice
from widgets.key_bar import KeyBar, KeyHint
from widgets.status_strip import StatusStrip

if TYPE_CHECKING:
    from app.services.assembly import Services
    from app.services.session import Session
    from app.shell import BinnacleApp

ALWAYS = ("help", "palette")
"""Actions that keep their place at the right end of the key bar."""

BODY_ID = "body"

LEAST_SIZE = (60, 16)
"""Columns and rows below which a screen only says what it needs."""


def bindings_for(actions: tuple[Action, ...]) -> list[Binding]:
    """Bindings of a screen's own actions; all of them pass through `act`, which asks `why_not` first."""
    return [
        Binding(
            keys_of(action),
            f"screen.act('{action.id}')",
            action.id,
            id=action.id,
            tooltip=action.help,
            show=False,
        )
        for action in actions
    ]


class FrameScreen(Screen[Any]):
    """One frame for everything; see the guide at the top of this module."""

    PLACE: ClassVar[str] = ""
    """Id of the numbered place this screen belongs to."""
    ACTIONS: ClassVar[tuple[Action, ...]] = ()
    """What can be done here, in key bar order."""
    HELP: ClassVar[str] = ""
    """Text key of what `?` says about this screen: what it is for, how to read it."""
    AUTO_FOCUS: ClassVar[str | None] = f"#{BODY_ID} *"

    def __init_subclass__(cls, **options: Any) -> None:
        if "ACTIONS" in cls.__dict__:
            cls.BINDINGS = [*cls.__dict__.get("BINDINGS", ()), *bindings_for(cls.ACTIONS)]
        super().__init_subclass__(**options)

    # -- what a screen fills in ------------------------------------------------------------------------------------

    def compose_body(self) -> ComposeResult:
        """The widgets between the rows of the frame."""
        yield from ()

    def crumbs(self) -> tuple[str, ...]:
        """Path shown in row 2; empty shows the places."""
        return ()

    def row2_right(self) -> str:
        """A short text at the right end of a breadcrumb row ("step 5 of 8")."""
        return ""

    def actions(self) -> tuple[Action, ...]:
        """What key bar, help and palette show; a screen may leave out what only the demo has."""
        return self.ACTIONS

    def why_not(self, action_id: str) -> str:
        """Why an action cannot be used now, as a sentence; empty when it can."""
        del action_id
        return ""

    # -- what a screen uses ----------------------------------------------------------------------------------------

    @property
    def shell(self) -> BinnacleApp:
        return cast("BinnacleApp", self.app)

    @property
    def services(self) -> Services:
        """The opened services; only the door is shown before they are."""
        services = self.shell.services
        assert services is not None, "a screen that needs services was shown before they were opened"  # noqa: S101
        return services

    @property
    def session(self) -> Session:
        """Who is signed in."""
        session = self.shell.session
        assert session is not None, "a screen that needs a session was shown to nobody"  # noqa: S101
        return session

    def say(self, text: str) -> None:
        """A passing fact, as a toast; never for errors someone has to act on."""
        self.app.notify(text, markup=False)

    def copy(self, text: str) -> None:
        """Send a text that is no secret to the terminal's clipboard and say what was done."""
        self.shell.copy_text(text)

    def refresh_keys(self) -> None:
        """Draw the key bar anew: an answer of `why_not` or the focus changed."""
        for bar in self.query(KeyBar):
            bar.hints = tuple(self._hints())
            bar.fixed = tuple(self._hint(ACTIONS[action_id]) for action_id in ALWAYS)

    def refresh_frame(self) -> None:
        """Draw row 2 and the key bar anew: the path or its right end changed."""
        for row in self.query("#row2").results(Static):
            row.update(self._row2(), layout=False)
        self.refresh_keys()

    # -- the frame itself ------------------------------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        yield StatusStrip(id="row1")
        yield Static(self._row2(), id="row2")
        with Vertical(id=BODY_ID):
            yield from self.compose_body()
        yield KeyBar(id="keys")
        yield Static(id="too-small", markup=False)

    def on_mount(self) -> None:
        self.shell.fill_strip(self)
        self.refresh_keys()
        self.set_interval(1.0, self._tick_strip, name="clock")

    def on_screen_resume(self) -> None:
        self._tick_strip()
        self.refresh_frame()
        self.shell.count_waiting()

    def on_resize(self, event: events.Resize) -> None:
        # Only now there is a width, and row 1 knows how much it may tell.
        self.call_after_refresh(self.shell.fill_strip, self)
        self.refresh_frame()
        (columns, rows), (least_columns, least_rows) = event.size, LEAST_SIZE
        is_too_small = columns < least_columns or rows < least_rows
        self.set_class(is_too_small, "-too-small")
        if is_too_small:
            need, have = f"{least_columns}x{least_rows}", f"{columns}x{rows}"
            self.query_one("#too-small", Static).update(t("frame.too-small", need=need, have=have))

    def on_descendant_focus(self) -> None:
        self.refresh_keys()

    def on_descendant_blur(self) -> None:
        self.refresh_keys()

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """A failed worker is always seen."""
        if event.state is WorkerState.ERROR and event.worker.error is not None:
            self.shell.tell_failure(event.worker.error)

    def is_at_work(self, group: str) -> bool:
        """Whether a worker of this group is under way here: a look that nobody asked for must not cut it off, or one
        that takes longer than the time between two looks would never come to its end.
        """
        return any(work.group == group and work.node is self and not work.is_finished for work in self.workers)

    def _tick_strip(self) -> None:
        """The clock is calm news too: it waits for a terminal that is busy, and rests while the screen is locked."""
        if self.is_current and self.shell.may_paint_market and self.shell.locked is None:
            self.shell.fill_strip(self)

    @property
    def is_typing(self) -> bool:
        """Whether letters go into a field now."""
        return isinstance(self.focused, Input)

    async def action_act(self, action_id: str) -> None:
        """Run an action of this screen, or say why it cannot be run; one that is left out does nothing."""
        if all(action.id != action_id for action in self.actions()):
            return
        if reason := self.why_not(action_id):
            self.say(t("frame.unavailable", reason=reason))
            return
        result = getattr(self, f"action_{action_id}")()
        if inspect.isawaitable(result):
            await result

    def action_back(self) -> None:
        """One step back: leave a step; in a place, go home."""
        if len(self.app.screen_stack) > 1:
            self.dismiss()
        elif self.PLACE not in ("", "home"):
            self.shell.go("home")

    async def relabel(self) -> None:
        """Compose anew in the current language; fields, choices and the focus keep their state."""
        fields = {field.id: field.value for field in self.query(Input) if field.id}
        choices = {choice.id: (choice.chosen, choice.cursor) for choice in self.query(Choice) if choice.id}
        focused = self.focused.id if self.focused is not None else None
        await self.recompose()
        for field in self.query(Input):
            if field.id in fields:
                field.value = fields[field.id]
        for choice in self.query(Choice):
            if choice.id in choices:
                choice.chosen, choice.cursor = choices[choice.id]
        if focused is not None and self.query(f"#{focused}"):
            self.query_one(f"#{focused}").focus()
        self.shell.fill_strip(self)
        self.refresh_frame()

    def _hints(self) -> Iterator[KeyHint]:
        own = list(self.actions())
        if len(self.app.screen_stack) > 1:
            own.append(ACTIONS["back"])
        for action in own:
            if not self.is_typing or action.while_typing or action.key in ("enter", "escape"):
                yield self._hint(action)

    def _hint(self, action: Action) -> KeyHint:
        key = action.while_typing if self.is_typing and action.while_typing else action.key
        return KeyHint(key_name(key), t(action.label), not self.why_not(action.id), action.danger > 0)

    def _row2(self) -> Content:
        if path := self.crumbs():
            return self._crumb_row(path)
        rows = (self._places_row(), self._places_row(close=True), self._places_row(folded=True))
        return next((row for row in rows if row.cell_length <= self.app.size.width - 2), rows[-1])

    def _places_row(self, *, close: bool = False, folded: bool = False) -> Content:
        """All places; `close` together where that leaves room for badges; `folded`, most are only their digit."""
        row, gap = Content(""), ""
        for place in PLACES:
            badge = self.shell.badges.get(place.id, "")
            keeps_name = not folded or badge or place.id == self.PLACE
            cell = Content(f"{place.digit} {t(place.label)}" if keeps_name else place.digit)
            if place.id == self.PLACE:
                cell = cell.stylize("bold $accent underline")
            if badge:
                cell = cell.append(Content(f" {badge}").stylize("bold $text-warning"))
            row = row.append(Content(gap)).append(cell)
            # A number behind a name and the next place's digit must not run together.
            gap = " " if close and not badge else "  "
        return row

    def _crumb_row(self, path: tuple[str, ...]) -> Content:
        *before, here = path
        quiet = Content("".join(f"{part} > " for part in before)).stylize("$foreground-muted")
        right = Content(self.row2_right())
        left = quiet.append(Content(here).stylize("bold"))
        room = max(0, self.app.size.width - 2 - right.cell_length - 1)
        return left.truncate(room, ellipsis=False, pad=True).append(Content(" ")).append(right)
