"""The app as a whole: its keys, places, looks and languages.

Imports here are paid before the first frame: Textual, texts, themes, nothing of stores or venues.
"""

from __future__ import annotations

import asyncio
import inspect
import sys
from collections.abc import Callable, Iterable
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.app import SystemCommand
from textual.binding import Binding, BindingType
from textual.screen import Screen

from app.actions import ACTIONS, key_name, keys_of
from app.locale.catalogue import Language, language, set_language, t
from app.places import DEMO_INSTEAD, DOOR, LOCK, PLACES
from app.remembered import Look, keep_look, load_look, look_of
from app.screens.frame import FrameScreen
from app.signed_in import SignedInApp
from app.themes import all_themes, theme_name
from exchanges.core.clock import elapsed_s, now_ms
from widgets.status_strip import StatusStrip

if TYPE_CHECKING:
    from app.commands import Command
    from app.health import LinkSummary
    from app.services.book import Book
    from app.services.session import Session
    from app.settings import Settings

HERE = Path(__file__).parent


def _everywhere(action_id: str, call: str) -> Binding:
    action = ACTIONS[action_id]
    return Binding(keys_of(action), call, action.id, id=action.id, tooltip=action.help, show=False)


class BinnacleApp(SignedInApp):
    """One app per login; places are modes, each with its own stack of steps.

    Args:
        is_language_asked: The language was asked for at the start: it is spoken whoever signs in.
    """

    CSS_PATH = [HERE / "global.tcss"]
    ENABLE_COMMAND_PALETTE = False
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-normal"), (160, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (30, "-tall")]
    MODES = {place.id: place.build for place in (DOOR, LOCK, *PLACES)}
    DEFAULT_MODE = DOOR.id
    BINDINGS: ClassVar[list[BindingType]] = [
        *(_everywhere(action.id, f"app.{action.id}") for action in ACTIONS.values() if action.everywhere),
        *(
            Binding(place.digit, f"app.place('{place.id}')", place.id, id=f"place-{place.id}", show=False)
            for place in PLACES
        ),
    ]

    def __init__(
        self,
        settings: Settings,
        *,
        is_language_asked: bool = False,
        now: Callable[[], float] = elapsed_s,
        clock_ms: Callable[[], int] = now_ms,
    ) -> None:
        set_language(settings.language)
        super().__init__(settings, now=now, clock_ms=clock_ms)
        self._is_language_asked = is_language_asked
        self._door_language: Language | None = None
        self._door_look: Look | None = None
        self.look = load_look(self.data_dir, default=Look("dark", red_up=settings.is_red_up))
        for theme in all_themes():
            self.register_theme(theme)
        self.theme = theme_name(self.look.palette, red_up=self.look.red_up)

    # -- moving ----------------------------------------------------------------------------------------------------

    def go(self, place_id: str) -> None:
        """Show a numbered place; steps opened there are still as they were left."""
        if self.is_running:  # A key typed just before the end may come when the screens are gone.
            self.switch_mode(place_id)

    def action_place(self, place_id: str) -> None:
        self.go(place_id)

    async def action_back(self) -> None:
        if isinstance(self.screen, FrameScreen):
            self.screen.action_back()

    def action_help_quit(self) -> None:
        """ctrl+c does not quit: it is too near to copying. It says what does."""
        self.notify(t("frame.how-to-quit", key=key_name(ACTIONS["quit"].key)), markup=False)

    def action_help(self) -> None:
        from app.screens.help import HelpScreen

        if isinstance(self.screen, FrameScreen):
            self.push_screen(HelpScreen(self.screen))

    def action_palette(self) -> None:
        from app.screens.palette import PaletteScreen

        if isinstance(self.screen, FrameScreen):
            self.push_screen(PaletteScreen(self.screen), self._run_command)

    async def _run_command(self, command: Command | None) -> None:
        result = command.run() if command is not None else None
        if inspect.isawaitable(result):
            await result

    def action_questions(self) -> None:
        from app.screens.questions import QuestionsScreen

        if isinstance(self.screen, FrameScreen) and not isinstance(self.screen, QuestionsScreen):
            self.push_screen(QuestionsScreen())

    def show_balances(self) -> None:
        """Open the coins of all accounts over whatever is shown; esc comes back to it."""
        from app.screens.balances import BalancesScreen

        if not isinstance(self.screen, BalancesScreen):
            self.push_screen(BalancesScreen())

    def action_show_text(self) -> None:
        from app.screens.plain import PlainScreen

        if self.copied_text and isinstance(self.screen, FrameScreen):
            self.push_screen(PlainScreen(self.copied_text))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Places, the lock, the questions and logging out are for those who are signed in."""
        if action in ("place", "lock", "questions", "log_out") and self.session is None:
            return False
        return super().check_action(action, parameters)

    # -- showing ---------------------------------------------------------------------------------------------------

    @property
    def books(self) -> list[Book]:
        """The accounts of whoever is signed in, by name; empty when nobody is."""
        if self.services is None or self.session is None:
            return []
        return sorted(self.services.monitor.books.values(), key=lambda book: (book.label, book.binding_id))

    def fill_strip(self, screen: Screen[object]) -> None:
        """Bring row 1 of `screen` up to date."""
        at_ms = self.clock_ms()
        links = self._links(at_ms)
        for strip in screen.query(StatusStrip):
            strip.brand = t("frame.brand")
            strip.badge = t("frame.demo") if self.settings.demo else ""
            # Locked, nothing moves: where nothing is sent, sshd finds out that nobody is there any more.
            strip.clock = f"{datetime.fromtimestamp(at_ms / 1000, UTC):%H:%M:%S} UTC" if self.locked is None else ""
            strip.links = links.text(strip.room) if links else ""
            strip.links_sick = links is not None and links.is_sick

    def _links(self, at_ms: int) -> LinkSummary | None:
        """Health of all links; None while nobody is signed in, so that the first frame needs no model."""
        if self.session is None:
            return None
        from app.health import LinkSummary

        return LinkSummary.of(self.books, at_ms)

    def show_badges(self) -> None:
        for screen in self.screen_stack:
            if isinstance(screen, FrameScreen):
                screen.refresh_frame()

    async def speak(self, language: Language) -> None:
        """Change the language of everything on screen, now."""
        set_language(language)
        for stack in self.screen_stacks:
            for screen in stack:
                if isinstance(screen, FrameScreen):
                    await screen.relabel()
        self._remember(language=language)

    def wear(self, look: Look) -> None:
        """Change theme, habit of colours and flashing, and remember it."""
        self._put_on(look)
        self._remember(look=look)

    def _put_on(self, look: Look) -> None:
        self.look = look
        self.theme = theme_name(look.palette, red_up=look.red_up)
        keep_look(self.data_dir, look)
        # A colour named inside a text is looked up when it is painted; the framework repaints what its sheets change.
        for screen in (screen for stack in self.screen_stacks for screen in stack):
            for widget in screen.query("*"):
                widget.refresh()

    # -- whose taste it is -----------------------------------------------------------------------------------------

    def _remember(self, *, language: Language | None = None, look: Look | None = None) -> None:
        """Keep a choice with the person signed in; one made at the door waits for whoever comes in."""
        if self.session is None:
            self._door_language, self._door_look = language or self._door_language, look or self._door_look
        else:
            keeping = self._keep_taste(self.session, language, look)
            self.run_worker(keeping, group="taste", exit_on_error=False)

    async def _keep_taste(self, session: Session, language: Language | None, look: Look | None) -> None:
        assert self.services is not None  # noqa: S101 - a session needs the services
        if language is not None:
            await self.services.accounts.update_profile(session, language=language)
        if look is not None:
            await self.services.accounts.keep_look(session, asdict(look))

    async def take_on_taste(self, session: Session) -> None:
        assert self.services is not None  # noqa: S101 - a session needs the services
        chosen, look = self._door_language, self._door_look
        self._door_language = self._door_look = None
        await self._keep_taste(session, chosen, look)
        if chosen is None and not self._is_language_asked:
            set_language((await self.services.accounts.profile(session)).language)
        if look is None:
            self._put_on(look_of(await self.services.accounts.look(session), default=self.look))

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """None of the framework's: its list writes screenshots on the server."""
        del screen
        return ()


def run(settings: Settings, *, is_language_asked: bool = False) -> int:
    """Show the app until it is left; answers the exit code."""
    app = BinnacleApp(settings, is_language_asked=is_language_asked)
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        # Without a terminal at both ends the framework would spin on an input that never comes.
        sys.stderr.write(t("frame.no-terminal") + "\n")
        return 2
    loop = new_loop()
    app.heed_signals(loop)
    app.run(loop=loop)
    if app.return_code == DEMO_INSTEAD:
        from app.settings import load

        demo = load(data_dir=settings.data_dir, demo=True, language=language())
        return run(demo, is_language_asked=True)
    return app.return_code or 0


def new_loop() -> asyncio.AbstractEventLoop:
    """uvloop's where it is installed: half the CPU for a pushed frame; asyncio's elsewhere."""
    try:
        import uvloop
    except ImportError:
        return asyncio.new_event_loop()
    loop: asyncio.AbstractEventLoop = uvloop.new_event_loop()
    return loop
