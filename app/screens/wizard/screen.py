"""The wizard: one step at a time, checked as soon as it can be; the store remembers, a lost terminal loses nothing."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from app.actions import Action, use
from app.locale.catalogue import pick, t
from app.screens.form import FormScreen
from app.screens.wizard.checks import CheckPane
from app.screens.wizard.closing import SendPane, StrategyPane
from app.screens.wizard.keys import KeyPane
from app.screens.wizard.opening import AccountPane, VenuePane
from app.screens.wizard.pane import StepPane, subsidy_line
from app.screens.wizard.verdicts import VerdictLine, VerdictList
from app.services.binding_views import STEPS
from exchanges.core.secret import Secret
from widgets.choice import Choice
from widgets.dialogs import AskSecret, Confirm
from widgets.notice import Notice

if TYPE_CHECKING:
    from collections.abc import Coroutine, Mapping

    from app.services.binding_views import BindingView, DraftView, KeyView, Step
    from app.services.sealed_keys import KeyKind
    from exchanges.core.adapter import Environment

KINDS: dict[str, KeyKind] = {
    "read_key": "read",
    "read_check": "read",
    "trade_key": "trade",
    "trade_check": "trade",
}
"""Which key a step is about."""
OFFERED: dict[str, tuple[str, ...]] = {
    "venue": ("next", "remove", "top_up"),
    "account": ("next", "top_up", "console"),
    "read_key": ("next", "console"),
    "read_check": ("next", "refresh", "why", "console"),
    "trade_key": ("next", "copy", "console"),
    "trade_check": ("next", "refresh", "fix", "why", "console", "copy"),
    "strategy": ("next",),
    "send": ("next",),
}
"""Actions of each step, in key bar order."""
CHOICES = ("strategy", "custom", "referrer")
TICK_S = 0.1


class WizardScreen(FormScreen):
    """Eight steps. Answers the binding once it was sent, None when left before."""

    PLACE = "keys"
    CSS_PATH = "wizard.tcss"
    HELP = "wizard.help"
    AUTO_FOCUS = ""
    ACTIONS: ClassVar[tuple[Action, ...]] = (
        use("next"),
        use("refresh", "wizard.recheck"),
        use("fix"),
        use("copy", "wizard.copy"),
        use("why"),
        use("console"),
        use("top_up"),
        use("remove", "wizard.discard"),
    )

    def __init__(self, draft: DraftView | None = None) -> None:
        """`draft`: go on with this one; without it begin at the choice of the venue."""
        super().__init__()
        self._draft = draft
        self._drafts: list[DraftView] = []
        self._compute_micro: int | None = None
        self._typed: dict[str, dict[str, str]] = {"read": {}, "trade": {}}
        self._picked = ""
        """What the cursor was moved to in the list of venues; empty when it was left where it began."""
        self._is_accepted = False
        self._asking_since: float | None = None
        self._drawing = asyncio.Lock()
        self._is_turning = False
        """Whether a key press is drawing its step now."""
        self._pressed_at: Step | None = None
        """The step at which enter was pressed last."""

    @property
    def step(self) -> Step:
        return self._draft.step if self._draft is not None else "venue"

    @property
    def kind(self) -> KeyKind:
        """The key this step is about."""
        return KINDS[self.step]

    # -- frame -----------------------------------------------------------------------------------------------------

    def crumbs(self) -> tuple[str, ...]:
        if self._draft is None:
            return (t("wizard.title"),)
        environment = t(f"wizard.environment.{self._draft.environment}")
        return (t("wizard.title.venue", venue=pick(self._draft.title)), environment)

    def row2_right(self) -> str:
        return t("wizard.step", number=STEPS.index(self.step) + 1, total=len(STEPS))

    def compose_body(self) -> ComposeResult:
        yield Static(self._trail(), id="trail")
        yield Notice(id="notice")
        with Vertical(id="host"):
            yield self._pane()

    def _trail(self) -> Content:
        """The steps, the present one in capitals (in brackets where a script has none); those passed stay bright."""
        done = self._draft.steps_done if self._draft is not None else ()
        parts = []
        for step in STEPS:
            word = t(f"wizard.crumb.{step}")
            if step == self.step:
                here = word.upper() if word.upper() != word else f"[{word}]"
                parts.append(Content(here).stylize("bold $accent"))
            else:
                parts.append(Content(word).stylize("" if step in done else "$foreground-muted"))
        return Content(" > ").stylize("$foreground-muted").join(parts)

    def _pane(self) -> StepPane:
        draft = self._draft
        if draft is None:
            offers = self.services.bindings.venues()
            return VenuePane(offers, self._drafts, self._compute_micro, self._needed_micro, self._picked)
        match draft.step:
            case "read_key" | "trade_key":
                is_demo = self.services.demo is not None
                return KeyPane(draft, self.kind, self._typed[self.kind], is_demo=is_demo)
            case "read_check" | "trade_check":
                return CheckPane(draft, self.kind)
            case "strategy":
                return StrategyPane(draft)
            case "send":
                return SendPane(draft, is_accepted=self._is_accepted)
            case _:
                return AccountPane(draft)

    @property
    def _needed_micro(self) -> int:
        return self.services.rules.gates.create_compute_micro

    def on_mount(self) -> None:
        self.set_interval(TICK_S, self._count_up, name="asking")
        self.look_up()

    def on_screen_resume(self) -> None:
        """Back from a top-up or from the console: balance and gates may be others now."""
        if self.step in ("venue", "account", "send"):
            self.notice.hide()
            self.look_up()

    async def _show(self, draft: DraftView | None) -> None:
        """Draw the step the draft stands at; once begun it is drawn to its end, whatever is pressed meanwhile."""
        self._is_turning = True
        try:
            await asyncio.shield(asyncio.ensure_future(self._draw(draft)))
        finally:
            self._is_turning = False

    async def _draw(self, draft: DraftView | None) -> None:
        """One pane after the other; the focus goes where the next key press belongs."""
        async with self._drawing:
            if not self.is_attached:
                return
            if draft is None:
                self._keep_choice()
            self._draft = draft
            host = self.query_one("#host")
            await host.remove_children()
            pane = self._pane()
            await host.mount(pane)
            self.query_one("#trail", Static).update(self._trail())
            if pane.first_focus:
                self.set_focus(pane.query_one(f"#{pane.first_focus}"))
            self.refresh_frame()

    def _keep_choice(self) -> None:
        """The list of venues may be drawn anew under somebody's hands."""
        for choice in self.query("#choice").results(Choice):
            self._picked = choice.value if choice.cursor else ""

    async def _drawn(self) -> None:
        """Wait until no pane is between two drawings: what is typed ahead finds its fields."""
        async with self._drawing:
            return

    @property
    def _is_going_on(self) -> bool:
        """Whether a key press is still being carried out, which draws by itself what comes of it."""
        return any(
            worker.node is self and worker.group == "wizard" and not worker.is_finished for worker in self.app.workers
        )

    @work(exclusive=True, group="look up", exit_on_error=False)
    async def look_up(self, *, anew: bool = False) -> None:
        """Read again what the store has: the draft, other drafts, the balance; draw what differs, or all `anew`."""
        with self.polling():
            session, was = self.session, self._draft
            draft, drawn = was, (was, self._drafts, self._compute_micro)
            compute_micro = await self.services.ledger.balance_micro(session)
            drafts = self._drafts
            if draft is None:
                drafts = await self.services.bindings.drafts(session)
            else:
                draft = await self.services.bindings.draft(session, draft.id)
            if self._is_going_on or self._draft is not was:
                return
            self._drafts, self._compute_micro = drafts, compute_micro
            if anew or (draft, drafts, compute_micro) != drawn:
                await asyncio.shield(asyncio.ensure_future(self._draw(draft)))

    # -- going on and back -----------------------------------------------------------------------------------------

    def actions(self) -> tuple[Action, ...]:
        offered = [action_id for action_id in OFFERED[self.step] if not self._is_useless(action_id)]
        known = {action.id: action for action in self.ACTIONS}
        if self.step == "send":
            known["next"] = use("next", "wizard.send.submit")
        return tuple(known[action_id] for action_id in offered)

    def _is_useless(self, action_id: str) -> bool:
        if action_id == "console":
            return self.services.demo is None
        if action_id == "top_up":
            return self._compute_micro is None or self._compute_micro >= self._needed_micro
        return action_id == "remove" and not self._drafts

    def why_not(self, action_id: str) -> str:
        if self._asking_since is not None and action_id in ("next", "refresh", "fix"):
            return t("wizard.busy")
        match action_id:
            case "next":
                return self._why_not_next()
            case "refresh" if self._key is not None and self._key.is_forgotten:
                return t("wizard.check.forgotten-again")
            case "fix" if self._fixable is None:
                return t("wizard.fix.none")
            case "why" if not self.query(VerdictLine):
                return t("wizard.check.none")
            case "copy" if self._draft is not None and not self._draft.ip_list:
                return t("wizard.key.ip.none")
            case "remove" if self._chosen_draft is None:
                return t("wizard.discard.none")
        return ""

    def _why_not_next(self) -> str:
        draft = self._draft
        if draft is None or draft.why_not is None:
            return ""
        if self.step in ("read_key", "trade_key"):
            return ""  # What is missing is told beside the fields.
        return t(draft.why_not.key, **draft.why_not.values)

    def action_next(self) -> None:
        if self._is_turning or (self._is_going_on and self.step == self._pressed_at):
            return  # Enter twice in a hurry must not skip a step nobody has read.
        self._pressed_at = self.step
        match self.step:
            case "venue":
                self.begin()
            case "read_key" | "trade_key":
                self.check_pasted()
            case "strategy":
                self.keep_strategy()
            case "send":
                self.send()
            case _:
                self.advance()

    def action_back(self) -> None:
        self._keep_typed()
        if self._draft is None:
            super().action_back()
        elif self.step == "account":
            self._draft = None
            self.look_up(anew=True)
        else:
            self.go_back()

    @work(exclusive=True, group="wizard", exit_on_error=False)
    async def begin(self) -> None:
        """Go on with the chosen draft, or begin a new one."""
        with self.telling():
            await self._drawn()
            draft = self._chosen_draft
            if draft is None:
                venue, _, environment = self.query_one("#choice", Choice).value.partition(":")
                kind: Environment = "demo" if environment == "demo" else "live"
                draft = await self.services.bindings.start(self.session, venue, kind)
            await self._show(draft)

    @property
    def _chosen_draft(self) -> DraftView | None:
        chosen = next((choice.value for choice in self.query("#choice").results(Choice)), "")
        return next((draft for draft in self._drafts if draft.id == chosen), None)

    @work(exclusive=True, group="wizard", exit_on_error=False)
    async def advance(self) -> None:
        with self.telling():
            draft = await self.services.bindings.advance(self.session, self._draft_id)
            if self.step in KINDS:
                self._typed[self.kind] = {}
            await self._show(draft)

    @work(exclusive=True, group="wizard", exit_on_error=False)
    async def go_back(self) -> None:
        with self.telling():
            await self._show(await self.services.bindings.back(self.session, self._draft_id))

    @property
    def _draft_id(self) -> str:
        return self._draft.id if self._draft is not None else ""

    # -- keys and checks -------------------------------------------------------------------------------------------

    def _keep_typed(self) -> None:
        for pane in self.query(KeyPane):
            self._typed[self.kind] = pane.values

    def fill(self, values: Mapping[str, str] | None) -> None:
        """Take a key from the demo's console into the fields, as a paste would bring it."""
        panes = self.query(KeyPane)
        if values is not None and panes:
            panes.first(KeyPane).fill(values)
        elif values is not None:
            self.say(t("wizard.key.not-here"))

    @property
    def is_filled_in(self) -> bool:
        """A key is kept and nothing else was pasted: enter goes on with it."""
        panes = list(self.query(KeyPane))
        is_kept = self._key is not None and not self._key.is_forgotten
        return is_kept and not any(value for pane in panes for value in pane.values.values())

    @work(exclusive=True, group="wizard", exit_on_error=False)
    async def check_pasted(self) -> None:
        """Have the venue look at what was pasted; with empty fields go on with the key that is kept."""
        await self._drawn()
        if self.is_filled_in:
            self.advance()
            return
        self._keep_typed()
        typed = self._typed[self.kind]
        with self.telling():
            if not await self._may_use(self.kind):
                return
            names = ("api_key", "secret", "passphrase")
            api_key, secret, passphrase = (typed.get(name, "") for name in names)
            await self._while_asking(
                self.services.bindings.check_key(
                    self.session, self._draft_id, self.kind, api_key, Secret(secret), Secret(passphrase)
                )
            )

    def action_refresh(self) -> None:
        self.check_again()

    @work(exclusive=True, group="wizard", exit_on_error=False)
    async def check_again(self) -> None:
        """Ask the venue once more about the key that is kept."""
        with self.telling():
            if not await self._may_use(self.kind):
                return
            await self._while_asking(self.services.bindings.recheck(self.session, self._draft_id, self.kind))

    def action_fix(self) -> None:
        self.fix()

    @work(exclusive=True, group="wizard", exit_on_error=False)
    async def fix(self) -> None:
        """Show the exact call, ask, send it, and check again."""
        line, draft = self._fixable, self._draft
        if line is None or draft is None:
            return
        venue, check = pick(draft.title), line.check
        lines = (pick(check.text), "", t("wizard.fix.will"), f"  {check.fix_call}")
        title = t("wizard.fix.title", venue=venue)
        if not await self.app.push_screen_wait(Confirm(title, lines, yes=t("wizard.fix.yes"), no=t("wizard.fix.no"))):
            return
        with self.telling():
            if await self._may_use("trade"):
                await self._while_asking(self.services.bindings.fix(self.session, draft.id, check.fix))
                self.say(t("wizard.fix.done"))

    async def _may_use(self, kind: KeyKind) -> bool:
        """The trade key is kept under the transaction password: ask for it unless it was given a moment ago."""
        if kind == "read" or self.session.vault.has_trade:
            return True
        question = AskSecret(t("wizard.key.password"), (t("wizard.key.password.why"),))
        password = await self.app.push_screen_wait(question)
        if password is None:
            return False
        await self.services.accounts.unlock_trade(self.session, Secret(password))
        return True

    @on(VerdictList.Moved)
    def follow_cursor(self) -> None:
        self.refresh_keys()

    def action_why(self) -> None:
        for verdicts in self.query(VerdictList):
            if verdicts.current is not None:
                verdicts.current.explain()

    def action_copy(self) -> None:
        if self._draft is not None:
            self.copy(self._draft.ip_list)

    def action_console(self) -> None:
        from app.screens.console import ConsoleScreen

        if (draft := self._draft) is not None:
            purpose = KINDS.get(self.step, "read")
            self.app.push_screen(ConsoleScreen(draft.venue, draft.environment, purpose), self.fill)

    def action_top_up(self) -> None:
        from app.screens.topup import TopUpScreen

        self.app.push_screen(TopUpScreen())

    @property
    def _fixable(self) -> VerdictLine | None:
        """The line under the cursor if a call can mend it, else the first that can be mended."""
        lines = [line for line in self.query(VerdictLine) if line.check.fix]
        for verdicts in self.query(VerdictList):
            if verdicts.current in lines:
                return verdicts.current
        return lines[0] if lines else None

    async def _while_asking(self, call: Coroutine[object, object, object]) -> None:
        """Carry out a call that asks the venue, counting the time on screen, then draw what the store has now."""
        self._asking_since = time.monotonic()
        self.refresh_keys()
        try:
            await call
        finally:
            self._asking_since = None
        draft = await self.services.bindings.draft(self.session, self._draft_id)
        for kind, key in draft.keys.items():
            if key.is_forgotten:
                self._typed[kind] = {}
        await self._show(draft)

    @property
    def _key(self) -> KeyView | None:
        """What is known of the key of this step."""
        kind = KINDS.get(self.step)
        return self._draft.keys.get(kind) if self._draft is not None and kind is not None else None

    def _count_up(self) -> None:
        """While the venue is asked, say so and for how long."""
        draft, since = self._draft, self._asking_since
        for line in self.query("#asking").results(Static):
            asking = since is not None and draft is not None
            line.display = asking
            if since is not None and draft is not None:
                seconds = f"{time.monotonic() - since:.1f}"
                line.update(t("wizard.check.asking", venue=pick(draft.title), seconds=seconds), layout=False)

    # -- strategy and sending --------------------------------------------------------------------------------------

    @on(Choice.Changed)
    async def follow_choice(self, event: Choice.Changed) -> None:
        if event.choice.id == "accepted":
            self._is_accepted = "yes" in event.chosen
        elif event.choice.id in ("strategy", "custom", "referrer"):
            self.keep_choices()
        self.refresh_keys()

    @work(exclusive=True, group="choices", exit_on_error=False)
    async def keep_choices(self) -> None:
        """Keep what is chosen at once, and show what it does to the subsidy."""
        with self.telling():
            self._draft = await self._set_strategy()
            self.query_one("#subsidy", Static).update(subsidy_line(self._draft))

    async def _set_strategy(self) -> DraftView:
        strategy, custom, referrer = (self.query_one(f"#{name}", Choice).value for name in CHOICES)
        return await self.services.bindings.set_strategy(
            self.session, self._draft_id, strategy, custom=custom == "yes", referrer=referrer == "yes"
        )

    @work(exclusive=True, group="wizard", exit_on_error=False)
    async def keep_strategy(self) -> None:
        """Keep name and choices, and go on."""
        with self.telling():
            await self._set_strategy()
            await self.services.bindings.rename(self.session, self._draft_id, self.value("label"))
            await self._show(await self.services.bindings.advance(self.session, self._draft_id))

    @work(exclusive=True, group="wizard", exit_on_error=False)
    async def send(self) -> None:
        """Send the binding; the venue is asked about everything once more."""
        sent: list[BindingView] = []
        with self.telling():
            if not await self._may_use("trade"):
                return
            sent.append(await self._submit())
        for binding in sent:
            self.say(t(f"wizard.send.{'approved' if binding.state == 'approved' else 'pending'}"))
            self.dismiss(binding)
        if not sent:
            self.follow_step()

    @work(exclusive=True, group="look up", exit_on_error=False)
    async def follow_step(self) -> None:
        """A check that is not green any more has taken the wizard back to it; else nothing is drawn anew."""
        with self.polling():
            draft = await self.services.bindings.draft(self.session, self._draft_id)
            if draft.step != self.step:
                await self._show(draft)

    async def _submit(self) -> BindingView:
        self._asking_since = time.monotonic()
        self.refresh_keys()
        try:
            return await self.services.bindings.submit(self.session, self._draft_id, accepted=self._is_accepted)
        finally:
            self._asking_since = None

    def action_remove(self) -> None:
        self.discard()

    @work(exclusive=True, group="wizard", exit_on_error=False)
    async def discard(self) -> None:
        """Throw an unfinished binding away, after a question."""
        draft = self._chosen_draft
        if draft is None:
            return
        question = Confirm(
            t("wizard.discard.title", venue=pick(draft.title)),
            (t("wizard.discard.means"),),
            yes=t("wizard.discard.yes"),
            no=t("wizard.discard.no"),
        )
        if await self.app.push_screen_wait(question):
            with self.telling():
                await self.services.bindings.discard(self.session, draft.id)
                self._drafts = await self.services.bindings.drafts(self.session)
                await self._show(None)
