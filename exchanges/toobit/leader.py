"""The lead trader's own calls: what is led, results, shares, followers, settings."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from exchanges.core.adapter import Counters
from exchanges.core.endpoint import Endpoint
from exchanges.core.errors import AuthError, BadRequest, NotFound, OutcomeUnknown, Unexpected
from exchanges.core.rest import Rest
from exchanges.toobit import leader_mapping, table
from exchanges.toobit.codec import VENUE, ToobitDialect
from exchanges.toobit.leader_mapping import Follower, LeadConfig, LeadPosition, LeadSymbol, PastLead, Results, Share
from exchanges.toobit.refusals import BAD_SIGNATURE, BAD_VALUE
from exchanges.toobit.rows import Incomplete, Row

T = TypeVar("T")
MOST_PAGES = 20


class ToobitLeader:
    """Everything under `copy-trading/leader`. The client is signed by the lead trader's key."""

    def __init__(self, rest: Rest, dialect: ToobitDialect, counters: Counters) -> None:
        self._rest = rest
        self._dialect = dialect
        self._counters = counters

    async def current(self) -> list[LeadPosition]:
        """Positions that are led now."""
        return self._each(leader_mapping.current, await self._rest.call(table.LEAD_CURRENT))

    async def history(self, most_pages: int = MOST_PAGES) -> list[PastLead]:
        """Positions that were led, newest first."""
        return self._each(leader_mapping.past, await self._pages(table.LEAD_HISTORY, most_pages))

    async def results(self, days: int = 7) -> Results | None:
        """What a period brought; `days` is one of `leader_mapping.PERIODS`."""
        found = self._each(leader_mapping.results, await self._rest.call(table.LEAD_STATS, {"type": str(days)}))
        return found[0] if found else None

    async def shares(self) -> list[Share]:
        """Profit shared, the newest hundred times."""
        return self._each(leader_mapping.share, await self._rest.call(table.LEAD_SHARES))

    async def symbols(self) -> list[LeadSymbol]:
        """Contracts that may be led, and whether they are."""
        return self._each(leader_mapping.lead_symbol, await self._rest.call(table.LEAD_SYMBOLS))

    async def followers(self, most_pages: int = MOST_PAGES) -> list[Follower]:
        """Who follows."""
        return self._each(leader_mapping.follower, await self._pages(table.LEAD_FOLLOWERS, most_pages))

    async def config(self) -> LeadConfig:
        """The settings.

        Raises:
            Unexpected: They were not told in full, so that they cannot be changed from here.
        """
        rows = await self._rest.call(table.LEAD_CONFIG)
        try:
            return leader_mapping.config(rows[0] if rows else {})
        except Incomplete as error:
            lacks = str(error)
        raise Unexpected(f"settings without {lacks}", venue=VENUE, endpoint=table.LEAD_CONFIG.name)

    async def change_config(self, known: LeadConfig, wanted: LeadConfig) -> None:
        """Replace the settings.

        Args:
            known: What the person saw; when the venue says otherwise by now, nothing is changed.
            wanted: All of the settings; a contract that is not named is led no more.

        Raises:
            BadRequest: The settings changed meanwhile, or the venue refuses the new ones.
            OutcomeUnknown: The answer was lost and the settings are not the new ones, or not yet.
        """
        if await self.config() != known:
            raise BadRequest("the settings have changed meanwhile", venue=VENUE, endpoint=table.CHANGE_LEAD_CONFIG.name)
        try:
            await self._put(wanted)
        except OutcomeUnknown as error:
            doubt = error
        else:
            return
        if not (await self.config()).fulfils(wanted):
            raise doubt

    async def remove_follower(self, user_id: int) -> None:
        """Make somebody follow no more; cannot be undone. The list of followers does not tell this id.

        Raises:
            NotFound: Nobody with this id follows.
            BadRequest: The follower holds copied positions.
        """
        about = {"followerUserId": str(user_id)}
        try:
            await self._rest.call(table.REMOVE_FOLLOWER, about)
        except OutcomeUnknown:
            # No list tells whether it happened, and doing it twice is doing it once.
            try:
                await self._rest.call(table.REMOVE_FOLLOWER, about)
            except NotFound:
                return

    async def _put(self, wanted: LeadConfig) -> None:
        try:
            await self._rest.call(table.CHANGE_LEAD_CONFIG, body=wanted.body())
        except AuthError as error:
            if error.code != BAD_SIGNATURE:
                raise
            refused = error
        else:
            return
        # A bad signature changes nothing, and the venue's own example signs the query alone.
        self._dialect.signs_put_bodies = not self._dialect.signs_put_bodies
        try:
            await self._rest.call(table.CHANGE_LEAD_CONFIG, body=wanted.body())
        except AuthError as error:
            if error.code != BAD_SIGNATURE:
                raise
        else:
            return
        self._dialect.signs_put_bodies = not self._dialect.signs_put_bodies
        raise refused

    async def _pages(self, endpoint: Endpoint, most_pages: int) -> list[Row]:
        """Page by page, in smaller ones where the venue refuses large ones."""
        size, rows = table.LARGE_PAGE, list[Row]()
        for page in range(1, most_pages + 1):
            try:
                told = await self._rest.call(endpoint, {"page": str(page), "size": str(size)})
            except BadRequest as error:
                if error.code != BAD_VALUE or page > 1:
                    raise
                size = table.USUAL_PAGE
                told = await self._rest.call(endpoint, {"page": str(page), "size": str(size)})
            rows += told
            if len(told) < size:
                break
        return rows

    def _each(self, read: Callable[[Row], T], rows: list[Row]) -> list[T]:
        found = []
        for row in rows:
            try:
                found.append(read(row))
            except Incomplete as error:
                self._counters.incomplete(row, error)
        return found
