"""One Bitget futures account: facts, fixes, the life of its positions and orders, and writing to it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import cached_property

from exchanges.bitget.account import BitgetAccount
from exchanges.bitget.codec import VENUE, BitgetWire, subscription
from exchanges.bitget.marks import tape
from exchanges.bitget.product import BitgetProduct
from exchanges.bitget.table import LIVES_S
from exchanges.bitget.trading import BitgetTrading
from exchanges.core.adapter import Credentials, OrderRequest
from exchanges.core.connection import Socket
from exchanges.core.marks import Tape
from exchanges.core.model import MarginMode, Order, Position, Side


class BitgetAdapter(BitgetProduct[BitgetAccount]):
    """The futures adapter of one key; arguments as for `BitgetProduct`."""

    venue = VENUE

    async def apply_fix(self, fix: str) -> None:
        """See `Adapter`; "hedge_mode" is the one mode Bitget lets be changed."""
        await {"hedge_mode": self._trading.set_hedge_mode}[fix]()

    async def place_order(self, request: OrderRequest) -> str:
        """See `BitgetTrading.place_order`."""
        return await self._trading.place_order(request)

    async def cancel(self, order: Order) -> None:
        """See `BitgetTrading.cancel`."""
        await self._trading.cancel(order)

    async def close_position(self, position: Position, client_id: str) -> None:
        """See `BitgetTrading.close_position`."""
        await self._trading.close_position(position, client_id)

    async def set_leverage(
        self, symbol: str, leverage: Decimal, *, margin_mode: MarginMode = MarginMode.CROSS, side: Side | None = None
    ) -> None:
        """See `BitgetTrading.set_leverage`."""
        await self._trading.set_leverage(symbol, leverage, margin_mode=margin_mode, side=side)

    @cached_property
    def _trading(self) -> BitgetTrading:
        return BitgetTrading(self._line, self._account, self.audit_soon)

    def _open_account(self) -> BitgetAccount:
        return BitgetAccount(self._line, self.audit_soon)

    def _tape(self) -> Tape:
        return tape(self._hosts.ws_public)

    def _sockets(self, credentials: Credentials) -> Sequence[Socket]:
        """One private socket; which one depends on the kind of account."""
        url = self._hosts.ws_private_v3 if self._account.is_unified else self._hosts.ws_private
        wanted = tuple(subscription(name) for name in self._account.followed)
        return [Socket(url, BitgetWire(credentials, self._line.clock.venue_ms), wanted, lives_s=LIVES_S)]
