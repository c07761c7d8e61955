"""Settings: typed, nested, with defaults good enough to delete the file.

They come from `binnacle.toml` (the config folder's, then the data folder's), then from the environment
(`BINNACLE_SMTP_HOST` is `host` in `[smtp]`), then from the command line; the later one wins.
"""

from __future__ import annotations

import os
import stat
import tomllib
from collections.abc import Iterator, Mapping
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from app import locations
from app.services.errors import Refused
from exchanges.core.secret import Secret

PREFIX = "BINNACLE_"
NOT_SETTINGS = ("BINNACLE_PASSWORD", "BINNACLE_TEST_")
"""Names (or beginnings of names) in the environment that are ours but no settings."""

MICRO = 1_000_000
Port = Annotated[int, Meta(ge=1, le=65535)]
AtLeast1 = Annotated[int, Meta(ge=1)]
NotNegative = Annotated[int, Meta(ge=0)]
Percent = Annotated[int, Meta(ge=0, le=100)]


class Section(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Parent of all sections."""


class Smtp(Section, frozen=True):
    """The server that sends mail; without a host mail stays in the local outbox, which the operator reads on screen."""

    host: str = ""
    port: Port = 465
    security: Literal["tls", "starttls", "plain"] = "tls"
    """`plain` is accepted for this machine's own addresses only."""
    username: str = ""
    password: Secret = Secret("")
    sender: str = ""
    """Address that mail comes from; `username` when empty."""


class Hosts(Section, frozen=True):
    """Base addresses of a venue in one environment; each venue has some of these names."""

    rest: str = ""
    ws_public: str = ""
    ws_private: str = ""
    ws_business: str = ""
    ws_market: str = ""
    ws_public_v3: str = ""
    ws_private_v3: str = ""
    ws_v1: str = ""
    sapi: str = ""
    """Binance: where keys are introspected."""
    spot: str = ""
    """BitMart: where keys are introspected."""


class SiteAt(Section, frozen=True):
    """Where one site of a venue is, instead of its own addresses."""

    live: Hosts = Hosts()
    demo: Hosts = Hosts()

    def own(self, environment: Literal["live", "demo"]) -> dict[str, str]:
        """Addresses that were set, by name; empty for the site's own."""
        chosen = self.live if environment == "live" else self.demo
        return {name: address for name, address in msgspec.structs.asdict(chosen).items() if address}


class VenueAt(SiteAt, frozen=True):
    """Where a venue is."""

    site: str = ""
    """The site that a new key is looked for at first; empty for the usual one."""
    live: Hosts = Hosts()
    """Addresses that stand for the whole venue, whatever its sites; the demo puts the sandbox here."""
    demo: Hosts = Hosts()
    """Same for demo trading."""
    sites: dict[str, SiteAt] = {}
    """Other addresses of single sites, by the site's name: `[okx.sites.eea.live]`."""


class OkxAt(VenueAt, frozen=True):
    """Where OKX is."""

    site: Literal["", "global", "eea", "us"] = ""


class Tron(Section, frozen=True):
    """The chain of TRC20 top-ups, and the address they go to."""

    base_url: str = "https://api.trongrid.io"
    """Full node, solidity node and indexer."""
    finders: tuple[Literal["index", "logs"], ...] = ("index", "logs")
    """How transfers are found: the indexer's list, the node's event logs over `/jsonrpc`. Both find what one misses;
    a provider that lacks one has to be told here, since orders only close behind a search that left nothing out."""
    api_key: Secret = Secret("")
    """The provider's key, sent as `TRON-PRO-API-KEY`; may be empty."""
    usdt: str = "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"
    """The token's contract."""
    deposit_address: str = ""
    """The operator's address; without one TRC20 is not offered."""
    confirmations: AtLeast1 = 19
    """Shown as the goal; crediting itself waits for the solidity node."""
    poll_ms: AtLeast1 = 10_000
    """Time between two looks at the chain while an order is open."""
    block_ms: AtLeast1 = 3_000
    """Time between two blocks, to estimate what is left to wait."""
    requests_per_s: Annotated[float, Meta(ge=0)] = 8.0
    """Our own pace; 0 means unpaced."""


class Evm(Section, frozen=True):
    """A chain of EVM top-ups, and the address they go to; what is left out is as `exchanges/chains/facts.py` has it."""

    providers: tuple[Secret, ...] = ()
    """JSON-RPC addresses of independent nodes, with their keys. With two or more, two have to agree on every credit."""
    usdt: str = ""
    """The token's contract."""
    deposit_address: str = ""
    """The operator's address; without one the chain is not offered."""
    confirmations: AtLeast1 | None = None
    """Shown as the goal; crediting itself waits for the chain's own finality (Ethereum: small sums for 20 blocks)."""
    large_usdt: AtLeast1 = 1_000
    """From this sum on a payment waits for finality wherever small ones do not."""
    poll_ms: AtLeast1 | None = None
    """Time between two looks at the chain while an order is open."""
    block_ms: AtLeast1 | None = None
    """Time between two blocks, to estimate what is left to wait."""
    largest_range: AtLeast1 = 5_000
    """Blocks asked for in one call; halved while a provider refuses it."""
    requests_per_s: Annotated[float, Meta(ge=0)] = 8.0
    """Our own pace at each provider; 0 means unpaced."""


class TopUp(Section, frozen=True):
    """Rules of top-up orders; the smallest amount stands under `gates`."""

    largest: AtLeast1 = 1_000_000
    """Largest amount of one order, whole USDT."""
    pay_minutes: AtLeast1 = 30
    """Time to pay."""
    late_hours: AtLeast1 = 24
    """After that the amount stays reserved so long, and an exact payment still credits by itself, marked late."""
    one_open_order: bool = True
    """Whether a person may have only one order waiting for payment on each chain."""

    @property
    def largest_micro(self) -> int:
        return self.largest * MICRO


class Kdf(Section, frozen=True):
    """Argon2id (RFC 9106, second profile); new and changed passwords use these, old slots keep theirs."""

    memory_kib: AtLeast1 = 65_536
    iterations: AtLeast1 = 3
    lanes: AtLeast1 = 4


class Gates(Section, frozen=True):
    """What a person must have before going on; whole units of compute, which are whole USDT."""

    create_compute: NotNegative = 100
    """To create a binding's keys."""
    submit_compute: NotNegative = 95
    """To submit the binding."""
    min_equity_usdt: NotNegative = 1_000
    """In the venue's futures account."""
    min_topup: AtLeast1 = 100
    """Smallest top-up."""

    @property
    def create_compute_micro(self) -> int:
        return self.create_compute * MICRO

    @property
    def submit_compute_micro(self) -> int:
        return self.submit_compute * MICRO

    @property
    def min_topup_micro(self) -> int:
        return self.min_topup * MICRO


class Metering(Section, frozen=True):
    """What realised profit costs."""

    share_percent: Percent = 20
    """Share of new net realised profit that is debited from compute."""
    warning_compute: NotNegative = 50
    """Below this balance the dashboard warns; whole units of compute."""

    @property
    def warning_compute_micro(self) -> int:
        return self.warning_compute * MICRO


class Colours(Section, frozen=True):
    """Habits of the eye."""

    up: Literal["auto", "red", "green"] = "auto"
    """Colour of gains; `auto` is red in Chinese and green in English."""


class Simulation(Section, frozen=True):
    """How the demo's simulated venue and chain behave."""

    seed: NotNegative = 7
    """The same seed gives the same accounts, prices and addresses."""
    tick_ms: AtLeast1 = 500
    """Prices move this often."""
    block_ms: AtLeast1 = 1_000
    """Time between two blocks; a top-up is credited after 19 of them."""
    venues: tuple[str, ...] = ()
    """Which venues are simulated; all when empty."""


class Settings(Section, frozen=True):
    """Everything that can be set."""

    data_dir: Path
    """Folder of the database and of the server key."""
    database_url: str = ""
    """`sqlite:///file` or `postgresql://user@host/name`; empty means a SQLite file in the data folder."""
    language: Literal["en", "zh"] = "en"
    demo: bool = False
    """Simulated venues, chain and wallet on this machine, in a data folder of their own."""
    smtp: Smtp = Smtp()
    okx: OkxAt = OkxAt()
    binance: VenueAt = VenueAt()
    bitget: VenueAt = VenueAt()
    bitget_margin: VenueAt = VenueAt()
    bitmart: VenueAt = VenueAt()
    toobit: VenueAt = VenueAt()
    gate_crossex: VenueAt = VenueAt()
    tron: Tron = Tron()
    bsc: Evm = Evm()
    eth: Evm = Evm()
    polygon: Evm = Evm()
    topup: TopUp = TopUp()
    kdf: Kdf = Kdf()
    gates: Gates = Gates()
    metering: Metering = Metering()
    colours: Colours = Colours()
    simulation: Simulation = Simulation()
    review: Literal["auto", "manual"] = "auto"
    """`auto` accepts a binding whose every check is green; `manual` leaves it to the operator."""
    egress_ips: tuple[str, ...] = ()
    """Addresses this machine is seen from; a trade key must be bound to them."""
    idle_lock_s: Annotated[int, Meta(ge=10, le=900)] = 300
    """Without a key press for so long, the screen locks and the vault's keys go."""
    end_locked_minutes: Annotated[int, Meta(ge=0, le=1440)] = 60
    """Over SSH the program ends when it was locked for so long and nobody pressed a key; 0 means never."""
    session_hours: Annotated[int, Meta(ge=1, le=24)] = 12
    """A login ends after this many hours, whatever happens."""

    @property
    def store_url(self) -> str:
        """Where the store is: `database_url`, or the SQLite file in the data folder."""
        return self.database_url or f"sqlite:///{locations.database_file(self.data_dir)}"

    def venue(self, name: str) -> VenueAt:
        """Where the venue of that name is."""
        where: VenueAt = getattr(self, name)
        return where

    @property
    def is_red_up(self) -> bool:
        """Whether gains are red."""
        return self.colours.up == "red" or (self.colours.up == "auto" and self.language == "zh")


def load(
    *,
    data_dir: Path | None = None,
    database_url: str | None = None,
    language: str | None = None,
    demo: bool = False,
    environ: Mapping[str, str] = os.environ,
) -> Settings:
    """Read files and environment; the arguments (from the command line) win over both.

    The demo reads no file, so that nothing real (a mail server, a database) gets into it by habit.

    Raises:
        Refused: A file, a key or a variable is not understood; the text names it.
    """
    early = data_dir or _path(environ.get("BINNACLE_DATA_DIR")) or locations.data_dir()
    merged: dict[str, Any] = {"language": _language_of(environ)}
    for file in () if demo else locations.settings_files(early):
        if file.is_file():
            _merge(merged, _read(file))
    _merge(merged, _from_environment(environ))
    given = {"database_url": database_url, "language": language, "demo": demo or None}
    merged |= {key: value for key, value in given.items() if value is not None}
    data = (data_dir or _path(merged.get("data_dir")) or locations.data_dir()).expanduser().absolute()
    merged["data_dir"] = str(locations.demo_dir(data) if merged.get("demo") else data)
    return _checked(_convert(merged, Settings, source="binnacle.toml"))


def _language_of(environ: Mapping[str, str]) -> str:
    """The language the terminal speaks, as POSIX tells it."""
    spoken = environ.get("LC_ALL") or environ.get("LC_MESSAGES") or environ.get("LANG") or ""
    return "zh" if spoken.lower().startswith("zh") else "en"


def _path(text: str | None) -> Path | None:
    return Path(text) if text else None


# -- files ---------------------------------------------------------------------------------------------------------


def _read(file: Path) -> dict[str, Any]:
    """One file, checked by itself so that a mistake names the file it stands in."""
    try:
        table = tomllib.loads(file.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Refused("door.settings.not_toml", file=file, reason=error) from error
    except OSError as error:
        raise Refused("door.settings.unreadable", file=file, reason=error.strerror) from error
    probe = _convert({"data_dir": ".", **table}, Settings, source=str(file))
    providers = (*probe.bsc.providers, *probe.eth.providers, *probe.polygon.providers)
    has_secret = bool(len(probe.smtp.password) or len(probe.tron.api_key) or providers)
    if has_secret and stat.S_IMODE(file.stat().st_mode) & 0o077:
        raise Refused("door.settings.not_private", file=file)
    return table


def _merge(into: dict[str, Any], table: Mapping[str, Any]) -> None:
    for key, value in table.items():
        if isinstance(value, Mapping):
            section = into.setdefault(key, {})
            _merge(section, value)
        else:
            into[key] = value


# -- environment ---------------------------------------------------------------------------------------------------


def variables() -> dict[str, tuple[str, ...]]:
    """Every environment variable that is understood -> path of the setting."""
    return {name: path for name, (path, _) in _variables().items()}


def _variables() -> dict[str, tuple[tuple[str, ...], Any]]:
    """Name -> path and type of the setting."""
    return {PREFIX + "_".join(path).upper(): (path, kind) for path, kind in _leaves(Settings)}


def _leaves(struct: type[msgspec.Struct], above: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    for field in msgspec.structs.fields(struct):
        path, kind = (*above, field.name), _section_of(field.type)
        if getattr(field.type, "__origin__", None) is dict:  # Named by the person: in files only.
            continue
        if kind is None:
            yield path, field.type
        else:
            yield from _leaves(kind, path)


def _section_of(kind: Any) -> type[Section] | None:
    """The section behind a field's type, also when it may be left out."""
    for candidate in (kind, *getattr(kind, "__args__", ())):
        if isinstance(candidate, type) and issubclass(candidate, Section):
            return candidate
    return None


def _from_environment(environ: Mapping[str, str]) -> dict[str, Any]:
    known = _variables()
    table: dict[str, Any] = {}
    for name, text in environ.items():
        if not name.startswith(PREFIX) or name.startswith(NOT_SETTINGS):
            continue
        if name not in known:
            raise Refused("door.settings.unknown_variable", field=name, name=name)
        path, kind = known[name]
        is_list = getattr(kind, "__origin__", None) is tuple
        raw: Any = [part.strip() for part in text.split(",") if part.strip()] if is_list else text
        value = _convert(raw, kind, source=name, strict=False)
        section = table
        for part in path[:-1]:
            section = section.setdefault(part, {})
        section[path[-1]] = str(value) if isinstance(value, Path) else value
    return table


# -- checking ------------------------------------------------------------------------------------------------------


def _decode(kind: type, value: Any) -> Any:
    if kind is Secret:
        if isinstance(value, Secret):
            return value
        if isinstance(value, str):
            return Secret(value)
        raise ValueError("Expected `str`")
    if kind is Path:
        return Path(value)
    raise NotImplementedError(kind)


def _convert(value: Any, kind: Any, *, source: str, strict: bool = True) -> Any:
    try:
        return msgspec.convert(value, kind, strict=strict, dec_hook=_decode)
    except msgspec.ValidationError as error:
        reason, _, place = str(error).partition(" - at `")
        key = place.rstrip("`").removeprefix("$").removeprefix(".")
        unknown = reason.startswith("Object contains unknown field `")
        if unknown:
            name = reason.split("`")[1]
            key = f"{key}.{name}" if key else name
            raise Refused("door.settings.unknown_key", field=key, file=source, key=key) from None
        raise Refused("door.settings.bad_value", field=key, file=source, key=key or source, reason=reason) from None


def _checked(settings: Settings) -> Settings:
    """What types cannot say."""
    for address in settings.egress_ips:
        try:
            ip_address(address)
        except ValueError:
            raise Refused("door.settings.not_an_ip", field="egress_ips", value=address) from None
    if not settings.tron.finders:
        raise Refused("door.settings.no_finder", field="tron.finders")
    smtp = settings.smtp
    if smtp.host and not (smtp.sender or smtp.username):
        raise Refused("door.settings.no_sender", field="smtp.sender")
    if smtp.security == "plain" and smtp.host and not is_loopback(smtp.host):
        raise Refused("door.settings.plain_smtp", field="smtp.security", host=smtp.host)
    return settings


def is_loopback(host: str) -> bool:
    """Whether a host name is this machine itself."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
