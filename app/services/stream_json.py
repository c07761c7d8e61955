"""`stream --json`: signs in without a screen and prints what happens in the accounts, one JSON line per event.

It ends at SIGINT, SIGTERM, SIGHUP, or when nobody reads any more. A reader that stalls loses lines, and is told how
many in a `lost` line; the accounts stay watched, and journal and metering lose nothing.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from getpass import getpass
from typing import TYPE_CHECKING, Any

from app.locale.catalogue import set_language, t
from app.services.errors import Refused
from app.services.event_json import encode, line_of, trading_line
from app.services.line_writer import LineWriter
from exchanges.core.clock import now_ms
from exchanges.core.secret import Secret
from store.errors import StoreError, StoreUnavailable

if TYPE_CHECKING:
    from app.services.book import Book
    from app.services.monitor import MonitorService
    from app.services.session import Session
    from app.services.trading_gate import Trading
    from app.settings import Settings
    from exchanges.core.model import Event

log = logging.getLogger(__name__)

PASSWORD_VARIABLE = "BINNACLE_PASSWORD"  # noqa: S105 - the name of the variable, not what is in it
LONGEST_LINE = 4096
DRAIN_S = 1.0
TRADING_S = 1.0
"""How often it is asked whether trading is allowed."""
TOUCH_S = 60.0
"""How often a login in use is noted."""
EXIT_CODES = {signal.SIGINT: 130, signal.SIGTERM: 0, signal.SIGHUP: 129}
REFUSED = 1


def password_reader(environ: Mapping[str, str], descriptor: int | None = None) -> Callable[[], Secret]:
    """Where the password comes from: a file descriptor when one is named, else the environment, else a prompt."""

    def read() -> Secret:
        if descriptor is not None:
            return Secret(lines_of(descriptor, 1)[0])
        if PASSWORD_VARIABLE in environ:
            return Secret(environ[PASSWORD_VARIABLE])
        return Secret(getpass(t("stream.password")))

    return read


def lines_of(descriptor: int, count: int) -> list[str]:
    """The first lines that come from a descriptor, without their ends; empty ones where it closes early. Blocks."""
    raw = b""
    while len(raw) < count * LONGEST_LINE and raw.count(b"\n") < count and (piece := os.read(descriptor, LONGEST_LINE)):
        raw += piece
    lines = [*raw.split(b"\n"), *[b""] * count]
    return [line.removesuffix(b"\r").decode("utf-8", "replace") for line in lines[:count]]


async def run(
    settings: Settings, username: str, read_password: Callable[[], Secret] | None, *, descriptor: int = 1
) -> int:
    """Stream until told to end.

    Args:
        settings: As for the app.
        username: Who signs in.
        read_password: Called once, before anything is opened; may block. None for unattended use: the vault is opened
            by its service slot, if its owner allowed that.
        descriptor: Where the lines go.

    Returns:
        The exit code: 0, 129 (hang-up) or 130 (interrupt); 1 when signing in was refused, with the reason on stderr.
    """
    from app.services.assembly import open_services

    set_language(settings.language)
    try:
        password = _asked(read_password) if read_password is not None else None
    except KeyboardInterrupt:
        return EXIT_CODES[signal.SIGINT]
    try:
        services = await open_services(settings)
    except (Refused, StoreError, OSError) as error:
        return _tell(error)
    try:
        accounts = services.accounts
        signing_in = accounts.login_unattended(username) if password is None else accounts.login(username, password)
        session = await signing_in
        try:
            trading = partial(services.ledger.trading, session)
            return await follow(services.monitor, session, services.accounts.touch, trading, descriptor)
        finally:
            await services.monitor.stop()
            await services.accounts.logout(session)
    except (Refused, StoreError) as error:
        return _tell(error)
    finally:
        await services.aclose()


def _asked(read_password: Callable[[], Secret]) -> Secret:
    """The password, with ctrl+c working at the prompt: the loop's own handler would only take note of it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        return read_password()
    finally:
        signal.signal(signal.SIGINT, before)


async def follow(
    monitor: MonitorService,
    session: Session,
    touch: Callable[[Session], Awaitable[None]],
    trading: Callable[[], Awaitable[Trading]],
    descriptor: int,
) -> int:
    """Watch and print until a signal comes, the reader goes, or the login ends.

    Args:
        monitor: Started here, stopped by the caller.
        session: Whose accounts.
        touch: Says now and then that the session is in use.
        trading: Whether these accounts may be traded with now.
        descriptor: Where the lines go.

    Returns:
        The exit code.

    Raises:
        Refused: The login was ended elsewhere, or its time is up.
    """
    loop = asyncio.get_running_loop()
    ended: asyncio.Future[int] = loop.create_future()

    def end(code: int) -> None:
        if not ended.done():
            ended.set_result(code)

    writer = LineWriter(
        descriptor,
        closed=lambda: _call(loop, end),
        lost=lambda count: encode({"type": "lost", "lines": count}),
    )

    def tell(book: Book, event: Event) -> None:
        writer.put(line_of(book, event))

    stop_listening = monitor.listen(tell)
    try:
        with _signals(end):
            await monitor.start(session)
            gate = asyncio.create_task(_tell_trading(monitor, trading, writer.put), name="trading")
            waits: list[asyncio.Future[Any]] = [ended, gate]
            try:
                while not ended.done():
                    await asyncio.wait(waits, timeout=TOUCH_S, return_when=asyncio.FIRST_COMPLETED)
                    if gate.done():
                        gate.result()  # It only ends by an error of the program: nobody may trade on unwarned.
                    if not ended.done():
                        await touch(session)
            finally:
                gate.cancel()
    finally:
        stop_listening()
        await asyncio.to_thread(writer.end, DRAIN_S)
    return ended.result()


async def _tell_trading(
    monitor: MonitorService, ask: Callable[[], Awaitable[Trading]], put: Callable[[bytes], None]
) -> None:
    """One line for each account as soon as it is watched, and one at every change."""
    told: dict[str, Trading] = {}
    while True:
        try:
            trading = await ask()
        except StoreUnavailable as error:  # Nothing is debited meanwhile either: what was told last stands.
            log.warning("whether to trade is told later, the store is %s", error.reason)
        else:
            for binding_id, book in monitor.books.items():
                if told.get(binding_id) != trading:
                    put(trading_line(book, trading, now_ms()))
            told = dict.fromkeys(monitor.books, trading)
        await asyncio.sleep(TRADING_S)


def _call(loop: asyncio.AbstractEventLoop, end: Callable[[int], None]) -> None:
    # From the writer's thread; the loop may have ended while that was stalled.
    with suppress(RuntimeError):
        loop.call_soon_threadsafe(end, 0)


@contextmanager
def _signals(end: Callable[[int], None]) -> Iterator[None]:
    loop = asyncio.get_running_loop()
    for number, code in EXIT_CODES.items():
        loop.add_signal_handler(number, end, code)
    try:
        yield
    finally:
        for number in EXIT_CODES:
            loop.remove_signal_handler(number)


def _tell(error: Refused | StoreError | OSError) -> int:
    text = t(error.key, **error.values) if isinstance(error, Refused) else t("stream.store", reason=error)
    sys.stderr.write(f"{text}\n")
    return REFUSED
