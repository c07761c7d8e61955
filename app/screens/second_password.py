"""Acts that ask for the second password in a dialog, carry something out, and say what was done."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from app.locale.catalogue import t
from app.screens.telling import TellingScreen
from exchanges.core.secret import Secret
from widgets.dialogs import AskSecret


async def with_password(
    screen: TellingScreen, title: str, lines: Sequence[str], act: Callable[[Secret], Awaitable[object]], done: str
) -> None:
    """Ask, act, and say `done`; nothing happens when it is left with esc. Call it in a worker."""
    ask = AskSecret(title, lines, placeholder=t("desk.password"))
    password = await screen.app.push_screen_wait(ask)
    if password is None:
        return
    with screen.telling(t("desk.working")):
        await act(Secret(password))
        screen.say(done)
