"""OKX as the wizard and the monitor use it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal

from app.services.binding_views import Instruction, VenueOffer
from app.services.own_checks import both
from app.services.sealed_keys import KeyKind
from app.settings import Settings
from exchanges.core.adapter import Credentials, Environment
from exchanges.core.limits import Limits
from exchanges.core.link import Pace
from exchanges.core.stream import Timing
from exchanges.core.verdict import KeyReport
from exchanges.okx import guide
from exchanges.okx.adapter import OkxAdapter
from exchanges.okx.table import FACTS
from exchanges.okx.verify import verify_key


class OkxVenue:
    """Makes adapters for OKX, asks it about keys, and says how keys are made there.

    Args:
        settings: Hosts, our addresses, the least equity.
        now: The clock, UTC milliseconds.
        limits: Rate budgets of this process.
        pace: Intervals of links; the adapter's own when left out.
        timing: Deadlines of sockets; same.
    """

    def __init__(
        self,
        settings: Settings,
        now: Callable[[], int],
        limits: Limits,
        pace: Pace | None = None,
        timing: Timing | None = None,
    ) -> None:
        self._settings = settings
        self._now = now
        self._limits = limits
        self._pace = pace
        self._timing = timing
        self.offer = VenueOffer(
            venue=FACTS.name,
            title=FACTS.title,
            environments=("live", "demo"),
            lifecycle=FACTS.lifecycle,
            prepare=_instructions(guide.PREPARE),
            where={"live": (guide.WHERE, guide.WHERE_APP), "demo": (guide.WHERE_DEMO,)},
            read_key=_instructions(guide.read_key_steps()),
            notes=(guide.PASSPHRASE_KEEP, guide.CONFIRM, guide.LIMITS),
            passphrase_parts=guide.PASSPHRASE_PARTS,
            _rule=guide.passphrase_parts,
            _trade_key=_trade_key,
        )

    def adapter(self, environment: Environment, credentials: Credentials) -> OkxAdapter:
        """An adapter of one key; close it after use."""
        return OkxAdapter(
            credentials,
            self._settings.okx.hosts(environment),
            environment,
            now=self._now,
            limits=self._limits,
            pace=self._pace,
            timing=self._timing,
        )

    async def verify(
        self, kind: KeyKind, environment: Environment, credentials: Credentials, read_uid: str
    ) -> KeyReport:
        """Ask OKX about a key; `read_uid` is the account of the read key, empty when not known."""
        return await verify_key(
            kind,
            credentials,
            self._settings.okx.hosts(environment),
            environment,
            egress=self._settings.egress_ips,
            read_uid=read_uid,
            min_equity=Decimal(self._settings.gates.min_equity_usdt),
            limits=self._limits,
            now=self._now,
        )

    def ip_list(self, addresses: Sequence[str]) -> str:
        """Addresses as OKX's form takes them."""
        return guide.ip_list_text(addresses)


def _instructions(steps: Sequence[guide.Step]) -> tuple[Instruction, ...]:
    return tuple(Instruction(step.name, step.label, step.value, step.copies) for step in steps)


def _trade_key(addresses: Sequence[str]) -> tuple[Instruction, ...]:
    lines = _instructions(guide.trade_key_steps(addresses))
    if addresses:
        return lines
    unknown = both("binding.ip.unknown")
    return tuple(replace(line, value=unknown, copies=False) if line.copies else line for line in lines)
