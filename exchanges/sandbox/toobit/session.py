"""One WebSocket of a client: a user stream by its listen key, or market topics subscribed at run time."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

from starlette.websockets import WebSocket

from exchanges.sandbox.figures import txt
from exchanges.sandbox.line import Line
from exchanges.sandbox.net import Wire
from exchanges.sandbox.toobit.contracts import index_name
from exchanges.sandbox.toobit.public_calls import INTERVALS
from exchanges.sandbox.toobit.public_rows import EXCHANGE_ID, best_row, day_row, depth_sides, mark_row
from exchanges.sandbox.toobit.text import Row, price

if TYPE_CHECKING:
    from exchanges.sandbox.market import Quote
    from exchanges.sandbox.toobit.house import House

MOST_MESSAGES_PER_S = 5
LIFE_S = 24 * 3_600.0
TOPICS = frozenset({"trade", "depth", "diffDepth", "bookTicker", "markPrice", "index", "realtimes"})
NAMELESS = frozenset({"bookTicker", "markPrice"})
"""Their pushes name no symbol beside the row, and the row is no list, whatever the documents show."""
BAD_JSON, BAD_EVENT = ("-10001", "Invalid JSON!"), ("-10002", "Invalid event!")
BAD_TOPIC, BAD_SYMBOL = ("-10004", "Invalid topic!"), ("-100010", "Invalid Symbols!")


class Session(Line):
    """A connection.

    Args:
        house: Prices, listen keys, how it is set.
        socket: The connection.
        wire: The connection underneath, for faults.
        key: The listen key of a user stream; empty on the market's.
    """

    def __init__(self, house: House, socket: WebSocket, wire: Wire | None, key: str = "") -> None:
        super().__init__(socket, wire, house.faults, "private" if key else "public")
        self.key = key
        self._house = house
        self._owner = house.listen_keys.owner(key) if key else ""
        self._topics: dict[tuple[str, str], int] = {}
        """Topic and symbol to how many pushes there were."""
        self._timers: dict[str, asyncio.TimerHandle] = {}
        self._heard: list[float] = []

    @property
    def account_name(self) -> str:
        return self._owner

    def view(self) -> dict[str, Any]:
        return super().view() | {"topics": ["@".join(each) for each in self._topics]}

    def opened(self) -> None:
        self._timers["end"] = self._loop.call_later(LIFE_S, self.retire)
        self._look()
        self._tick()

    def ended(self) -> None:
        for timer in self._timers.values():
            timer.cancel()
        self._timers.clear()

    def retire(self) -> None:
        """A day is over."""
        self.close(1000, "")

    def tell(self, event: Row) -> None:
        """An event of the user stream; arrays of one, except those that are bare objects."""
        channel = str(event.get("e") or event.get("eventType"))
        changed = self.faults.mutate([event], channel=channel)[0]
        self.push_frame(_compact([changed] if "e" in event else changed))

    def hear(self, text: str) -> None:
        now = self._loop.time()
        self._heard = [moment for moment in self._heard if moment > now - 1] + [now]
        if len(self._heard) > MOST_MESSAGES_PER_S:
            self.close(1008, "Too many requests")
            return
        try:
            request = json.loads(text)
        except ValueError:
            self._refuse(*BAD_JSON)
            return
        if isinstance(request, dict) and "ping" in request:
            self.raw(_compact({"pong": self._house.venue.clock()}))
        elif isinstance(request, dict) and "pong" not in request and not self.key:
            self._subscribe(request)

    def _subscribe(self, request: dict[str, Any]) -> None:
        event, topic = request.get("event"), str(request.get("topic", ""))
        if event not in ("sub", "cancel", "cancel_all"):
            self._refuse(*BAD_EVENT)
            return
        if event == "cancel_all":
            self._topics.clear()
            return
        kind, _, interval = topic.partition("_")
        if topic not in TOPICS and not (kind == "kline" and interval in INTERVALS):
            self._refuse(*BAD_TOPIC)
            return
        for name in str(request.get("symbol", "")).split(","):
            self._change(event, topic, name)

    def _change(self, event: str, topic: str, name: str) -> None:
        """A name with a blank before it is another name."""
        if event == "cancel":
            self._topics.pop((topic, name), None)
        elif self.faults.use("refuse_subscribe") or self._quote(topic, name) is None:
            self._refuse(*BAD_SYMBOL)
        else:
            self._topics[topic, name] = 0
            if not self.faults.use("lost_ack"):
                self._greet(topic, name)

    def _greet(self, topic: str, name: str) -> None:
        """The first frame is the only sign that a subscription took."""
        data = [] if topic in NAMELESS else self._data(topic, name)
        self.raw(_compact(self._envelope(topic, name) | {"data": data, "f": True, "sendTime": self._now()}))

    def _tick(self) -> None:
        """Prices by the clock."""
        self._timers["prices"] = self._loop.call_later(self._house.price_s, self._tick)
        for (topic, name), count in list(self._topics.items()):
            self._topics[topic, name] = count + 1
            data = self._data(topic, name)
            if topic in NAMELESS:
                body: Row = {"topic": topic, "params": {"realtimeInterval": "24h"}, "data": data[0]}
            else:
                body = self._envelope(topic, name) | {"data": data}
            self.push_frame(_compact(body | {"f": False, "sendTime": self._now()}))

    def _look(self) -> None:
        """A connection nothing goes over is cut."""
        idle_s = self._house.idle_s
        if self._loop.time() - self.active_at > idle_s:
            self.drop()
        self._timers["idle"] = self._loop.call_later(min(idle_s / 4, 5.0), self._look)

    def _envelope(self, topic: str, name: str) -> Row:
        kind, _, interval = topic.partition("_")
        params: Row = {"realtimeInterval": "24h", "binary": "false"}
        if interval:
            params["klineType"] = interval
        return {"symbol": name, "symbolName": name, "topic": kind, "params": params}

    def _quote(self, topic: str, name: str) -> Quote | None:
        market = self._house.venue.market
        if topic == "index":
            return next((quote for quote in market.quotes.values() if index_name(quote.contract) == name), None)
        return market.quotes.get(name)

    def _data(self, topic: str, name: str) -> list[Any]:
        """What the topic says of the market as it is."""
        quote, now = self._quote(topic, name), self._now()
        if quote is None:
            return []
        contract = quote.contract
        if topic == "markPrice":
            return [mark_row(quote, now)]
        if topic == "bookTicker":
            return [{"e": "bookTicker", "E": now, **best_row(quote, now)}]
        if topic == "index":
            value = price(contract, quote.index)
            return [{"symbol": name, "index": value, "edp": value, "formula": "", "time": now // 1_000 * 1_000}]
        if topic == "realtimes":
            return [day_row(quote, now) | {"sn": name, "e": EXCHANGE_ID, "m": "0"}]
        if topic == "trade":
            told = {"p": price(contract, quote.last), "q": txt(quote.last_size), "m": True}
            return [{"v": str(quote.moved_ms), "t": quote.moved_ms} | told]
        if topic.startswith("kline"):
            return [self._candle(quote, INTERVALS[topic.partition("_")[2]])]
        bids, asks = depth_sides(quote, 10)
        version = f"{quote.moved_ms}_0.000000000000000001"
        row: Row = {"e": EXCHANGE_ID, "s": name, "t": now, "v": version, "b": bids, "a": asks}
        return [row | ({"o": self._topics.get((topic, name), 0)} if topic == "diffDepth" else {})]

    def _candle(self, quote: Quote, period_ms: int) -> Row:
        last = price(quote.contract, quote.last)
        row: Row = {"t": self._now() // period_ms * period_ms, "s": quote.contract.id, "sn": quote.contract.id}
        return row | dict.fromkeys(("c", "h", "l", "o"), last) | {"v": txt(quote.last_size)}

    def _now(self) -> int:
        return self._house.venue.clock()

    def _refuse(self, code: str, text: str) -> None:
        """Names neither the symbol nor the topic."""
        self.raw(_compact({"code": code, "desc": text}))


def _compact(body: object) -> str:
    return json.dumps(body, separators=(",", ":"), ensure_ascii=False)
