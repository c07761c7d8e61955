"""What only a lead trader has: positions as followers see them, results, shares, followers, settings. Pure.

Sizes are kept as told, since the document does not say whether they count contracts or coins; profits of periods are
fractions; times are UTC milliseconds.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from decimal import Decimal
from typing import NamedTuple

from exchanges.core.model import MarginMode, Position, Side
from exchanges.core.numbers import dec, ms
from exchanges.core.text import clean
from exchanges.toobit.rows import Incomplete, Reading, Row, text_of

PERIODS = (7, 30, 90, 180, 365)
"""Days a question about results may cover."""


class LeadKey(NamedTuple):
    """Identity of a led position; the venue gives it no number."""

    symbol_id: str
    side: Side
    opened_ms: int


@dataclass(frozen=True, slots=True)
class LeadPosition:
    """A position that is being led."""

    key: LeadKey
    name: str
    """As Toobit shows the contract."""
    margin_mode: MarginMode | None
    leverage: Decimal | None
    quantity: Decimal | None
    """In the venue's unit, which is not documented."""
    last_price: Decimal | None
    open_price: Decimal | None
    mark_price: Decimal | None
    profit_rate: Decimal | None
    followers: int | None
    follower_margin: Decimal | None
    """Of all followers together, USDT."""


@dataclass(frozen=True, slots=True)
class PastLead:
    """A position that was led and closed, wholly or in part."""

    key: LeadKey
    closed_ms: int
    margin_mode: MarginMode | None
    leverage: Decimal | None
    open_price: Decimal | None
    close_price: Decimal | None
    profit: Decimal | None
    """Realised."""
    position_profit: Decimal | None
    is_whole: bool
    largest_quantity: Decimal | None
    closed_quantity: Decimal | None
    fees: Decimal | None
    """Of opening and closing."""


@dataclass(frozen=True, slots=True)
class Results:
    """What leading brought in a period."""

    profit_rate: Decimal | None
    profit: Decimal | None
    trades: int | None
    win_rate: Decimal | None
    followers: int | None
    followers_ever: int | None
    follower_profit: Decimal | None
    sharpe_ratio: Decimal | None
    managed: Decimal | None
    """USDT of all followers."""
    profit_to_loss: Decimal | None
    """Written as "2.18:1" by the venue."""
    trades_per_day: Decimal | None
    days: int | None


@dataclass(frozen=True, slots=True)
class Share:
    """Profit the followers shared."""

    date: str
    year: int | None
    week: int | None
    total: Decimal | None
    to_referrers: Decimal | None
    kept: Decimal | None


@dataclass(frozen=True, slots=True)
class LeadSymbol:
    """A contract that may be led."""

    symbol_id: str
    leverage: Decimal | None
    is_led: bool


@dataclass(frozen=True, slots=True)
class Follower:
    """Somebody who follows; the venue tells neither an id nor the whole name, so that two may look the same."""

    nickname: str
    invested: Decimal | None
    """The venue's field is called a limit and described as the sum invested, USDT."""
    principal: Decimal | None
    """All that was ever put in."""
    profit: Decimal | None
    follows_for_ms: int | None


@dataclass(frozen=True, slots=True)
class LeadConfig:
    """The settings, in the document's order and by its names; they are replaced as a whole."""

    un_lead_type: int
    un_lead_start_time: int
    un_lead_end_time: int
    lead_position_type: int
    trade_protect: int
    profit_period: int
    profit_rate: Decimal
    """In the unit the venue told; that of one account need not be that of another."""
    follow_asset_lower_limit: Decimal
    fixed_amount_follow_min: Decimal
    fixed_rate_follow_min: Decimal
    is_need_invite: int
    invite_scope: int
    symbol_ids: tuple[str, ...]
    """Every contract that is led; one that is missing is led no more."""
    recommend_share: int | None = None
    recommend_share_rate: Decimal | None = None
    invite_code: str = ""

    def body(self) -> dict[str, object]:
        """What is submitted: all of it, without what does not apply."""
        said = self._said()
        return {_camel(name): f"{value:f}" if isinstance(value, Decimal) else value for name, value in said.items()}

    def fulfils(self, wanted: LeadConfig) -> bool:
        """True when these settings are those, as far as they were submitted; the order of contracts is the venue's."""
        said = wanted._said() | {"symbol_ids": frozenset(wanted.symbol_ids)}
        mine = {name: getattr(self, name) for name in said} | {"symbol_ids": frozenset(self.symbol_ids)}
        return mine == said

    def differences(self, wanted: LeadConfig) -> dict[str, tuple[object, object]]:
        """Names of settings that would change, with the value before and after."""
        names = [field.name for field in fields(self)]
        return {
            name: (getattr(self, name), getattr(wanted, name))
            for name in names
            if getattr(self, name) != getattr(wanted, name)
        }

    def switched_off(self, wanted: LeadConfig) -> tuple[str, ...]:
        """Contracts that would be led no more."""
        return tuple(name for name in self.symbol_ids if name not in wanted.symbol_ids)

    def _said(self) -> dict[str, object]:
        left_out = set()
        if not self.un_lead_type:
            left_out |= {"un_lead_start_time", "un_lead_end_time"}
        if not self.recommend_share:
            left_out.add("recommend_share_rate")
        if not (self.is_need_invite and self.invite_code):
            left_out.add("invite_code")
        told = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value for name, value in told.items() if value is not None and name not in left_out}


def _camel(name: str) -> str:
    """`un_lead_type` as the document writes it: `unLeadType`."""
    first, *others = name.split("_")
    return first + "".join(part.capitalize() for part in others)


def current(row: Row) -> LeadPosition:
    return LeadPosition(
        key=_key(row),
        name=clean(row.get("symbolName"), limit=60),
        margin_mode=_mode(row),
        leverage=dec(row.get("leverage")),
        quantity=dec(row.get("quantity")),
        last_price=dec(row.get("newPrice")),
        open_price=dec(row.get("openPrice")),
        mark_price=dec(row.get("markPrice")),
        profit_rate=dec(row.get("profitRate")),
        followers=_whole(row, "totalFollowerCount"),
        follower_margin=dec(row.get("totalFollowerMargin")),
    )


def held(lead: LeadPosition, reading: Reading) -> Position:
    """A led position in the words of all venues: of unknown size, and without what the list does not tell."""
    symbol, _ = reading.symbol(lead.key.symbol_id)
    told = lead.quantity or Decimal(0)
    return Position(
        symbol=symbol,
        side=lead.key.side,
        margin_mode=lead.margin_mode or MarginMode.CROSS,
        size_base=told,
        size_contracts=told,
        entry_price=lead.open_price,
        mark_price=lead.mark_price,
        liquidation_price=None,
        leverage=lead.leverage,
        unrealised_pnl=None,
        realised_pnl=None,
        margin=None,
        fee=None,
        funding=None,
        venue_id="",
        venue_symbol=lead.key.symbol_id,
        opened_ms=lead.key.opened_ms,
        venue_ms=reading.venue_ms,
        price_ms=reading.venue_ms,
        learned_ms=reading.at_ms,
        origin=reading.origin,
        size_known=False,
    )


def joined(one: Position, other: Position) -> Position:
    """Two led positions of one leg, opened at different times, as the one position they are."""
    size = one.size_base + other.size_base
    entry: Decimal | None = None
    if size and one.entry_price is not None and other.entry_price is not None:
        entry = (one.entry_price * one.size_base + other.entry_price * other.size_base) / size
    opened_ms = min(one.opened_ms or 0, other.opened_ms or 0)
    return replace(one, size_base=size, size_contracts=size, entry_price=entry, opened_ms=opened_ms)


def past(row: Row) -> PastLead:
    fees = [dec(row.get(name)) for name in ("openFee", "closeFee")]
    return PastLead(
        key=_key(row),
        closed_ms=_time(row, "closeTime"),
        margin_mode=_mode(row),
        leverage=dec(row.get("leverage")),
        open_price=dec(row.get("openPrice")),
        close_price=dec(row.get("closePrice")),
        profit=dec(row.get("profit")),
        position_profit=dec(row.get("positionProfit")),
        is_whole=_whole(row, "status") == 2,
        largest_quantity=dec(row.get("openQty")),
        closed_quantity=dec(row.get("closeQty")),
        fees=None if None in fees else sum((each for each in fees if each is not None), Decimal(0)),
    )


def results(row: Row) -> Results:
    return Results(
        profit_rate=dec(row.get("profitRate")),
        profit=dec(row.get("accumulatedProfit")),
        trades=_whole(row, "orderCount"),
        win_rate=dec(row.get("winRate")),
        followers=_whole(row, "currentFollowerCount"),
        followers_ever=_whole(row, "totalFollowerCount"),
        follower_profit=dec(row.get("followerTotalProfit")),
        sharpe_ratio=dec(row.get("sharpeRatio")),
        managed=dec(row.get("assetManagementScale")),
        profit_to_loss=dec(str(row.get("profitLossRatio")).partition(":")[0]),
        trades_per_day=dec(row.get("tradingFrequency")),
        days=_whole(row, "tradingDays"),
    )


def share(row: Row) -> Share:
    return Share(
        date=text_of(row, "sharingDate"),
        year=_whole(row, "year"),
        week=_whole(row, "weekOfYear"),
        total=dec(row.get("totalProfitSharing")),
        to_referrers=dec(row.get("recommendUserShare")),
        kept=dec(row.get("realProfitShare")),
    )


def lead_symbol(row: Row) -> LeadSymbol:
    return LeadSymbol(text_of(row, "symbolId"), dec(row.get("leverage")), _whole(row, "isLead") == 1)


def follower(row: Row) -> Follower:
    return Follower(
        nickname=clean(row.get("followerNickname"), limit=60),
        invested=dec(row.get("followAmountLimit")),
        principal=dec(row.get("totalFollowMargin")),
        profit=dec(row.get("totalProfit")),
        follows_for_ms=_whole(row, "followRunningMills"),
    )


def config(row: Row) -> LeadConfig:
    """The settings as read; they can only be submitted again when nothing is missing.

    Raises:
        Incomplete: Something that has to be submitted was not told.
    """
    symbols = row.get("symbolIds")
    if not isinstance(symbols, list):
        raise Incomplete("symbolIds")
    return LeadConfig(
        un_lead_type=_needed(row, "unLeadType"),
        un_lead_start_time=_whole(row, "unLeadStartTime") or 0,
        un_lead_end_time=_whole(row, "unLeadEndTime") or 0,
        lead_position_type=_needed(row, "leadPositionType"),
        trade_protect=_needed(row, "tradeProtect"),
        profit_period=_needed(row, "profitPeriod"),
        profit_rate=_amount(row, "profitRate"),
        follow_asset_lower_limit=_amount(row, "followAssetLowerLimit"),
        fixed_amount_follow_min=_amount(row, "fixedAmountFollowMin"),
        fixed_rate_follow_min=_amount(row, "fixedRateFollowMin"),
        is_need_invite=_needed(row, "isNeedInvite"),
        invite_scope=_needed(row, "inviteScope"),
        symbol_ids=tuple(str(name) for name in symbols),
        recommend_share=_whole(row, "recommendShare"),
        recommend_share_rate=dec(row.get("recommendShareRate")),
        invite_code=clean(row.get("inviteCode")),
    )


def _key(row: Row) -> LeadKey:
    side = {0: Side.SHORT, 1: Side.LONG}.get(_needed(row, "isLong"))
    if side is None:
        raise Incomplete("isLong")
    return LeadKey(text_of(row, "symbolId"), side, _time(row, "openTime"))


def _mode(row: Row) -> MarginMode | None:
    """The list of values stands with the history only, and is taken to hold for current positions as well."""
    known = {0: MarginMode.CROSS, 1: MarginMode.ISOLATED}
    told = _whole(row, "positionType")
    return None if told is None else known.get(told)


def _time(row: Row, name: str) -> int:
    found = ms(row.get(name))
    if found is None:
        raise Incomplete(name)
    return found


def _whole(row: Row, name: str) -> int | None:
    number = dec(row.get(name))
    return None if number is None else int(number)


def _needed(row: Row, name: str) -> int:
    found = _whole(row, name)
    if found is None:
        raise Incomplete(name)
    return found


def _amount(row: Row, name: str) -> Decimal:
    found = dec(row.get(name))
    if found is None:
        raise Incomplete(name)
    return found
