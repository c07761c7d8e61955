"""One Bitget futures account: facts, fixes, the life of its positions and orders, and writing to it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from exchanges.bitget.account import BitgetAccount
from exchanges.bitget.codec import VENUE, BitgetWire, subscription
from exchanges.bitget.marks import tape
from exchanges.bitget.product import BitgetProduct
from exchanges.bitget.table import LIVES_S
from exchanges.bitget.trading import BitgetTrading
from exchanges.core.adapter import Credentials
from exchanges.core.connection import Socket
from exchanges.core.marks import Tape
from exchanges.core.model import MarginMode, Side


class BitgetAdapter(BitgetProduct[BitgetAccount, BitgetTrading]):
    """The futures adapter of one key; arguments as for `BitgetProduct`."""

    venue = VENUE

    async def apply_fix(self, fix: str) -> None:
        """See `Adapter`; "hedge_mode" is the one mode Bitget lets be changed."""
        await {"hedge_mode": self._trading.set_hedge_mode}[fix]()

    async def set_leverage(
        self, symbol: str, leverage: Decimal, *, margin_mode: MarginMode = MarginMode.CROSS, side: Side | None = None
    ) -> None:
        """See `BitgetTrading.set_leverage`."""
        await self._trading.set_leverage(symbol, leverage, margin_mode=margin_mode, side=side)

    def _open_trading(self) -> BitgetTrading:
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
