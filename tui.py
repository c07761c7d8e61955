"""The door: environment, arguments, settings, and then the app. Nothing heavy is loaded here."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

if sys.version_info < (3, 11):  # noqa: UP036 - who runs an older one by hand shall be told, not shown a traceback
    sys.exit("Binnacle needs Python 3.11 or newer. 需要 Python 3.11 或更新版本。")

from app.locale.catalogue import Language, set_language, t

if TYPE_CHECKING:
    from app.settings import Settings

PROJECT = Path(__file__).with_name("pyproject.toml")
OK, BROKEN, WRONG_USE, INTERRUPTED = 0, 1, 2, 130
OURS = ("app", "exchanges", "store", "widgets")
COLLECT_AFTER = (50_000, 20, 10)
"""Objects made before Python looks for cycles. A frame makes thousands that die at once: at Python's own 700 a fifth of
the time goes into looking at all that stay."""
KEPT_TEXTUAL = ("TEXTUAL_COLOR_SYSTEM", "TEXTUAL_FPS", "TEXTUAL_DISABLE_KITTY_KEY", "TEXTUAL_DIM_FACTOR")
"""What a person may set of the framework; its other variables write screenshots and logs, or change the driver."""


class Arguments(argparse.ArgumentParser):
    """Speaks the app's languages; its own help is a text of ours."""

    def error(self, message: str) -> NoReturn:
        sys.stderr.write(t("door.usage", reason=message) + "\n")
        raise SystemExit(WRONG_USE)


def parser() -> Arguments:
    """All arguments; those of the app may stand before or behind `stream`."""
    common = Arguments(add_help=False, argument_default=argparse.SUPPRESS)
    common.add_argument("-h", "--help", action="store_true")
    common.add_argument("--lang", choices=("en", "zh"))
    shared = Arguments(add_help=False, argument_default=argparse.SUPPRESS, parents=[common])
    shared.add_argument("--demo", action="store_true")
    shared.add_argument("--data-dir", type=Path)
    shared.add_argument("--database")
    door = Arguments(prog="tui.py", add_help=False, allow_abbrev=False, parents=[shared])
    door.add_argument("--paths", action="store_true")
    door.add_argument("--version", action="store_true")
    commands = door.add_subparsers(dest="command")
    sandbox = commands.add_parser("sandbox", add_help=False, allow_abbrev=False, parents=[common])
    sandbox.add_argument("--venues", default="okx")
    sandbox.add_argument("--seed", type=int, default=7)
    sandbox.add_argument("--json", action="store_true")
    stream = commands.add_parser("stream", add_help=False, allow_abbrev=False, parents=[shared])
    stream.add_argument("--json", action="store_true", required=True)
    stream.add_argument("--username", default="")
    stream.add_argument("--password-fd", type=int)
    stream.add_argument("--unattended", action="store_true")
    doctor = commands.add_parser("doctor", add_help=False, allow_abbrev=False, parents=[shared])
    doctor.add_argument("--json", action="store_true")
    doctor.add_argument("--venues", default="")
    doctor.add_argument("--username", default="")
    doctor.add_argument("--password-fd", type=int)
    ledger = commands.add_parser("ledger", add_help=False, allow_abbrev=False, parents=[shared])
    ledger.add_argument("--csv", action="store_true", required=True)
    ledger.add_argument("--username", default="")
    ledger.add_argument("--password-fd", type=int)
    ledger.add_argument("--login-fd", type=int)
    audit = commands.add_parser("audit", add_help=False, allow_abbrev=False, parents=[shared])
    audit.add_argument("what", choices=("verify",))
    audit.add_argument("--json", action="store_true")
    audit.add_argument("--noted", default="")
    return door


def main(argv: Sequence[str]) -> int:
    """Do what the arguments ask; answers the exit code."""
    harden()
    gc.set_threshold(*COLLECT_AFTER)
    set_language(early_language(argv))
    if {"-h", "--help"} & set(argv):
        sys.stdout.write(t("door.help"))
        return OK
    arguments = parser().parse_args(argv)
    if arguments.version:
        sys.stdout.write(f"binnacle {version()}\n")
        return OK
    if arguments.command == "sandbox":
        from exchanges.sandbox.cli import run as run_sandbox

        return run_sandbox(arguments.venues.replace(",", " ").split(), arguments.seed, arguments.json)
    return open_up(arguments)


def open_up(arguments: argparse.Namespace) -> int:
    """Read the settings, then show paths, stream, or open the app."""
    from app import settings as settings_of
    from app.services.errors import Refused

    try:
        settings = settings_of.load(
            data_dir=getattr(arguments, "data_dir", None),
            database_url=getattr(arguments, "database", None),
            language=getattr(arguments, "lang", None),
            demo=getattr(arguments, "demo", False),
        )
    except Refused as refused:
        sys.stderr.write(t(refused.key, **refused.values) + "\n")
        return WRONG_USE
    set_language(settings.language)
    if arguments.paths:
        return show_paths(settings)
    if arguments.command == "stream":
        return stream(settings, arguments)
    if arguments.command == "doctor":
        return doctor(settings, arguments)
    if arguments.command == "ledger":
        return ledger(settings, arguments)
    if arguments.command == "audit":
        import asyncio

        from app.services.audit_verify import run as verify

        return asyncio.run(verify(settings, as_json=arguments.json, noted=arguments.noted))
    if not log(settings):
        return BROKEN
    hide_memory()
    from app.shell import run

    return run(settings, is_language_asked=getattr(arguments, "lang", None) is not None)


def stream(settings: Settings, arguments: argparse.Namespace) -> int:
    """Events as JSON lines, without a screen."""
    descriptor = getattr(arguments, "password_fd", None)
    if arguments.unattended and descriptor is not None:
        complaint = "door.no-password-wanted"
    elif arguments.unattended and arguments.username:
        complaint = ""
    else:
        complaint = why_no_stream(arguments.username, descriptor)
    if complaint:
        sys.stderr.write(t(complaint) + "\n")
        return WRONG_USE
    import asyncio

    from app.services.stream_json import PASSWORD_VARIABLE, password_reader, run

    if not log(settings):
        return BROKEN
    hide_memory()
    password = {name: os.environ.pop(name) for name in (PASSWORD_VARIABLE,) if name in os.environ}
    try:
        reader = None if arguments.unattended else password_reader(password, descriptor)
        return asyncio.run(run(settings, arguments.username, reader))
    except (KeyboardInterrupt, EOFError):  # At the prompt.
        return INTERRUPTED


def doctor(settings: Settings, arguments: argparse.Namespace) -> int:
    """Look at every venue, and with a login at the bound keys too."""
    descriptor = getattr(arguments, "password_fd", None)
    complaint = why_no_stream(arguments.username, descriptor) if arguments.username else ""
    if complaint:
        sys.stderr.write(t(complaint) + "\n")
        return WRONG_USE
    import asyncio

    from app.services.doctor import run
    from app.services.stream_json import PASSWORD_VARIABLE, password_reader

    if not log(settings):
        return BROKEN
    hide_memory()
    password = {name: os.environ.pop(name) for name in (PASSWORD_VARIABLE,) if name in os.environ}
    reader = password_reader(password, descriptor) if arguments.username else None
    try:
        names = arguments.venues.replace(",", " ").split()
        looking = run(settings, as_json=arguments.json, names=names, username=arguments.username, read_password=reader)
        return asyncio.run(looking)
    except (KeyboardInterrupt, EOFError):
        return INTERRUPTED


def ledger(settings: Settings, arguments: argparse.Namespace) -> int:
    """The compute ledger of whoever signs in, on standard output."""
    both = arguments.login_fd
    descriptor = arguments.password_fd
    if both is None:
        complaint = why_no_stream(arguments.username, descriptor)
    elif arguments.username or descriptor is not None:
        complaint = "door.two-logins"
    else:
        complaint = "" if is_open(both) else "door.no-descriptor"
    if complaint:
        sys.stderr.write(t(complaint) + "\n")
        return WRONG_USE
    import asyncio

    from app.services.ledger_print import login_reader, run
    from app.services.stream_json import PASSWORD_VARIABLE, password_reader

    if not log(settings):
        return BROKEN
    hide_memory()
    password = {name: os.environ.pop(name) for name in (PASSWORD_VARIABLE,) if name in os.environ}
    read_password = password_reader(password, descriptor)
    reader = login_reader(both) if both is not None else lambda: (arguments.username, read_password())
    try:
        return asyncio.run(run(settings, reader))
    except (KeyboardInterrupt, EOFError):
        return INTERRUPTED


def is_open(descriptor: int) -> bool:
    """Whether a file descriptor was handed to us."""
    try:
        os.fstat(descriptor)
    except OSError:
        return False
    return True


def why_no_stream(username: str, descriptor: int | None) -> str:
    """Text key of what is missing to sign in without a screen; empty when nothing is."""
    if not username:
        return "door.no-username"
    if descriptor is not None:
        return "" if is_open(descriptor) else "door.no-descriptor"
    if "BINNACLE_PASSWORD" not in os.environ and not sys.stdin.isatty():
        return "door.no-password"
    return ""


def show_paths(settings: Settings) -> int:
    """Which files and folders are used, and which settings the environment gave."""
    from app import locations
    from app.settings import variables

    data = settings.data_dir
    files = () if settings.demo else locations.settings_files(data)
    found = {True: t("door.paths.read"), False: t("door.paths.absent")}
    rows = [(t("door.paths.settings"), f"{file} ({found[file.is_file()]})") for file in files]
    rows += [
        (t("door.paths.data"), str(data)),
        (t("door.paths.database"), hide_password(settings.store_url)),
        (t("door.paths.key"), str(locations.server_key_file(data))),
        (t("door.paths.service"), str(locations.service_key_file(data))),
        (t("door.paths.log"), str(locations.log_file(data))),
        (t("door.paths.reports"), str(locations.reports_dir(data))),
    ]
    given = sorted(name for name in variables() if name in os.environ)
    if given:
        rows.append((t("door.paths.variables"), " ".join(given)))
    sys.stdout.write("".join(f"{label}: {value}\n" for label, value in rows))
    return OK


def hide_password(url: str) -> str:
    """A database address without the password that may stand in it."""
    from urllib.parse import urlsplit, urlunsplit

    parts = urlsplit(url)
    if parts.password is None:
        return url
    account, _, host = parts.netloc.rpartition("@")
    return urlunsplit(parts._replace(netloc=f"{account.partition(':')[0]}:***@{host}"))


def log(settings: Settings) -> bool:
    """Log to the file of the data folder; False, and said why, when there can be no such folder."""
    from app import locations
    from app.logs import log_to

    try:
        log_to(locations.log_file(settings.data_dir))
    except OSError as error:
        sys.stderr.write(t("door.no-folder", file=error.filename, reason=error.strerror) + "\n")
        return False
    return True


def harden() -> None:
    """Files are their owner's only, no core dump is left, and the framework's debug variables do not count."""
    os.umask(0o077)
    fill_closed_streams()
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for name in [name for name in os.environ if name.startswith("TEXTUAL_") and name not in KEPT_TEXTUAL]:
        del os.environ[name]
    os.environ["TEXTUAL_ANIMATIONS"] = "none"


def fill_closed_streams() -> None:
    """Point closed standard streams to nowhere: the next file opened would take their number, and output would go into
    it, the database for instance.
    """
    for descriptor, name, mode in ((0, "stdin", "r"), (1, "stdout", "w"), (2, "stderr", "w")):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # The lowest free number: this one.
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(descriptor, mode, closefd=False))


def hide_memory() -> None:
    """Other processes of the same user cannot read this one's memory, where open keys are (Linux)."""
    if sys.platform == "linux":
        import ctypes

        pr_set_dumpable = 4
        ctypes.CDLL(None).prctl(pr_set_dumpable, 0, 0, 0, 0)


def early_language(argv: Sequence[str]) -> Language:
    """The language before settings are read: what was asked for, else the terminal's."""
    asked = [argv[at + 1] for at, word in enumerate(argv[:-1]) if word == "--lang"]
    asked += [word.partition("=")[2] for word in argv if word.startswith("--lang=")]
    spoken = asked[0] if asked else os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG")
    return "zh" if (spoken or "").lower().startswith("zh") else "en"


def version() -> str:
    """The version, from the one place where it stands."""
    import tomllib

    return str(tomllib.loads(PROJECT.read_text("utf-8"))["project"]["version"])


def enter() -> NoReturn:
    """Run, and say it plainly when the libraries were never installed."""
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:  # While it was still loading.
        sys.exit(INTERRUPTED)
    except ModuleNotFoundError as missing:
        if (missing.name or "").partition(".")[0] in OURS:
            raise
        sys.stderr.write(t("door.not-installed", name=missing.name) + "\n")
        sys.exit(BROKEN)


if __name__ == "__main__":
    enter()
