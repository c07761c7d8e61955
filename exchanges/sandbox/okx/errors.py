"""OKX's refusals: codes, HTTP statuses and texts of the documents, and which engine refusal each answers."""

from __future__ import annotations

from dataclasses import dataclass

from exchanges.sandbox.refusals import Reason, Refusal, Worded

GATEWAY = frozenset({"50101", "50102", "50103", "50104", "50105", "50106", "50107", "50110", "50111", "50112"}) | {
    "50113",
    "50114",
    "50119",
}
"""Refused before the call itself: these answers carry no `data`."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One documented error."""

    status: int
    text: str


CODES: dict[str, Rule] = {
    "404": Rule(404, "Not Found"),
    "50000": Rule(400, "Body for POST request cannot be empty."),
    "50001": Rule(503, "Service temporarily unavailable. Try again later."),
    "50002": Rule(400, "JSON syntax error"),
    "50004": Rule(400, "API endpoint request timeout (does not mean that the request was successful or failed)"),
    "50005": Rule(410, "API is offline or unavailable."),
    "50006": Rule(400, 'Invalid Content-Type. Please use "application/JSON".'),
    "50011": Rule(429, "Too Many Requests"),
    "50013": Rule(429, "Systems are busy. Please try again later."),
    "50014": Rule(400, "Parameter {param} can not be empty."),
    "50015": Rule(400, "Either parameter {param} or {other} is required"),
    "50025": Rule(200, "Parameter {param} count exceeds the limit {limit}"),
    "50026": Rule(500, "System error. Try again later."),
    "50030": Rule(200, "You don't have permission to use this API endpoint"),
    "50035": Rule(403, "This endpoint requires that APIKey must be bound to IP"),
    "50038": Rule(200, "This feature is unavailable in demo trading"),
    "50040": Rule(200, "Too frequent operations. Please try again later"),
    "50061": Rule(429, "You've reached the maximum order rate limit for this account."),
    "50072": Rule(200, "Isolated margin trading isn't available under your current account mode."),
    "50100": Rule(400, "API frozen, please contact customer service."),
    "50101": Rule(401, "APIKey does not match current environment."),
    "50102": Rule(401, "Timestamp request expired"),
    "50103": Rule(401, "Request header OK-ACCESS-KEY cannot be empty."),
    "50104": Rule(401, "Request header OK-ACCESS-PASSPHRASE cannot be empty."),
    "50105": Rule(401, "Request header OK-ACCESS-PASSPHRASE incorrect."),
    "50106": Rule(401, "Request header OK-ACCESS-SIGN cannot be empty."),
    "50107": Rule(401, "Request header OK-ACCESS-TIMESTAMP cannot be empty."),
    "50110": Rule(401, "Your IP {ip} is not included in your API key's IP whitelist."),
    "50111": Rule(401, "Invalid OK-ACCESS-KEY"),
    "50112": Rule(401, "Invalid OK-ACCESS-TIMESTAMP"),
    "50113": Rule(401, "Invalid Sign"),
    "50114": Rule(401, "Invalid authorization"),
    "50115": Rule(405, "Invalid request method."),
    "50119": Rule(401, "API key doesn't exist"),
    "50120": Rule(200, "This API key doesn't have permission to use this function"),
    "50121": Rule(200, "You can't access our services through the IP address ({ip})"),
    "51000": Rule(200, "Parameter {param} error"),
    "51001": Rule(200, "Instrument ID, Instrument ID code, or Spread ID doesn't exist."),
    "51004": Rule(
        200,
        "Order failed. For {inst}, the sum of current order size, position quantity in the same direction, and pending"
        " orders in the same direction can't be more than the limit at the current leverage.",
    ),
    "51006": Rule(
        200, "Order price is not within the price limit (max buy price: {highest}, min sell price: {lowest})"
    ),
    "51008": Rule(200, "Order failed. Insufficient USDT margin in account"),
    "51010": Rule(200, "You can't complete this request under your current account mode."),
    "51016": Rule(200, "Client order ID already exists."),
    "51020": Rule(200, "Your order should meet or exceed the minimum order amount."),
    "51022": Rule(200, "Trading is suspended for this contract."),
    "51023": Rule(200, "Position does not exist."),
    "51030": Rule(200, "Funding fee is being settled."),
    "51039": Rule(
        200, "Leverage can't be adjusted for cross positions of perpetual swaps under the portfolio margin account."
    ),
    "51041": Rule(200, "Portfolio margin account only supports the buy/sell mode."),
    "51046": Rule(200, "The take-profit trigger price must be higher than the order price."),
    "51047": Rule(200, "The stop-loss trigger price must be lower than the order price."),
    "51048": Rule(200, "The take-profit trigger price must be lower than the order price."),
    "51049": Rule(200, "The stop-loss trigger price must be higher than the order price."),
    "51070": Rule(
        200,
        "You do not meet the requirements for switching to this account mode."
        " Please upgrade the account mode on the OKX website or App.",
    ),
    "51088": Rule(200, "You can only place 1 TP/SL order to close an entire position."),
    "51101": Rule(200, "Entered amount exceeds the max pending order amount (Cont) per transaction."),
    "51102": Rule(200, "Entered amount exceeds the max pending count."),
    "51112": Rule(200, "Close order size exceeds available size for this position."),
    "51121": Rule(200, "Order quantity must be a multiple of the lot size."),
    "51131": Rule(200, "Insufficient balance."),
    "51149": Rule(200, "Order timed out. Please try again later."),
    "51150": Rule(200, "The precision of the number of trades or the price exceeds the limit."),
    "51169": Rule(
        200, "Order failed. You don't have any positions in this direction for this contract to reduce or close."
    ),
    "51170": Rule(
        200,
        "Failed to place order. A reduce-only order can't be the same trading direction as your existing positions.",
    ),
    "51202": Rule(200, "Market order amount exceeds the maximum amount."),
    "51400": Rule(200, "Order cancellation failed as the order has been filled, canceled or does not exist."),
    "51503": Rule(200, "Order modification failed as the order has been filled, canceled or does not exist."),
    "51603": Rule(200, "Order does not exist"),
    "51620": Rule(200, "Only affiliates can perform this action"),
    "51621": Rule(200, "The user isn't your invitee"),
    "51279": Rule(200, "TP trigger price cannot be lower than the last price"),
    "51280": Rule(200, "SL trigger price cannot be higher than the last price"),
    "51277": Rule(200, "TP trigger price cannot be higher than the last price"),
    "51278": Rule(200, "SL trigger price cannot be lower than the last price"),
    "58350": Rule(200, "Insufficient balance."),
    "59000": Rule(
        200,
        "Your settings failed as you have positions, bots or open orders."
        " Please close positions, cancel orders and stop bots.",
    ),
    "59101": Rule(
        200,
        "Leverage can't be modified. Please cancel all pending isolated margin orders before adjusting the leverage.",
    ),
    "59102": Rule(200, "Leverage exceeds the maximum limit. Please lower the leverage."),
    "59105": Rule(200, "Leverage can't be less than {lowest}. Please raise the leverage."),
    "59108": Rule(200, "Your account leverage is too low and has insufficient margins. Please increase the leverage."),
    "59111": Rule(200, "Leverage query isn't supported in portfolio margin account mode"),
    "59132": Rule(
        200, "Unable to switch. Please close or cancel all open orders and bots under the current account mode."
    ),
    "59134": Rule(200, "Unable to switch. Please close all open positions under the current account mode."),
    "59501": Rule(200, "Only 50 APIKeys can be created per account"),
    "59503": Rule(200, "Only 20 IP addresses can be bound to an APIKey"),
    "59505": Rule(
        200,
        "The passphrase must be 8 to 32 characters and contain at least 1 lower case letter, 1 upper case letter,"
        " 1 number and 1 special character.",
    ),
}

_REASONS: dict[Reason, str] = {
    Reason.PARAMETER: "51000",
    Reason.NO_INSTRUMENT: "51001",
    Reason.SUSPENDED: "51022",
    Reason.ACCOUNT_MODE: "51010",
    Reason.DUPLICATE_ID: "51016",
    Reason.TOO_SMALL: "51020",
    Reason.TOO_LITTLE_VALUE: "51020",
    Reason.NOT_A_LOT: "51121",
    Reason.PRICE_STEP: "51150",
    Reason.LIMIT_TOO_LARGE: "51101",
    Reason.MARKET_TOO_LARGE: "51202",
    Reason.PRICE_BAND: "51006",
    Reason.TIER: "51004",
    Reason.TOO_MANY_ORDERS: "51102",
    Reason.NO_MARGIN: "51008",
    Reason.NO_BALANCE: "58350",
    Reason.NO_POSITION: "51023",
    Reason.NOTHING_TO_CLOSE: "51169",
    Reason.CLOSE_TOO_LARGE: "51112",
    Reason.REDUCE_WRONG_WAY: "51170",
    Reason.WHOLE_CLOSE_EXISTS: "51088",
    Reason.TP_ABOVE: "51046",
    Reason.TP_BELOW: "51048",
    Reason.SL_BELOW: "51047",
    Reason.SL_ABOVE: "51049",
    Reason.ORDER_GONE: "51603",
    Reason.ORDER_FINAL: "51400",
    Reason.ALGO_GONE: "51400",
    Reason.POSITIONS_BLOCK: "59000",
    Reason.LEVEL_LOCKED: "51070",
    Reason.LEVEL_ORDERS: "59132",
    Reason.LEVEL_POSITIONS: "59134",
    Reason.LEVERAGE_TOO_HIGH: "59102",
    Reason.LEVERAGE_TOO_LOW: "59105",
    Reason.LEVERAGE_ORDERS: "59101",
    Reason.LEVERAGE_MARGIN: "59108",
    Reason.PORTFOLIO_NET_ONLY: "51041",
    Reason.PORTFOLIO_LEVERAGE: "51039",
    Reason.NO_ISOLATED: "50072",
    Reason.TOO_MANY_KEYS: "59501",
    Reason.TOO_MANY_IPS: "59503",
    Reason.PASSPHRASE_FORMAT: "59505",
}
_ALGO_REASONS = {
    Reason.TP_ABOVE: "51279",
    Reason.SL_BELOW: "51280",
    Reason.TP_BELOW: "51277",
    Reason.SL_ABOVE: "51278",
}
_SUB_CODES = {"51008": "1001"}


class OkxError(Worded):
    """A refusal in OKX's words.

    Args:
        code: One of `CODES`.
        values: What the text names.
    """

    def __init__(self, code: str, **values: str) -> None:
        super().__init__(code, CODES[code].text.format(**values))
        self.status = CODES[code].status
        self.sub_code = _SUB_CODES.get(code, "")

    def body(self) -> dict[str, object]:
        """The answer's JSON."""
        plain: dict[str, object] = {"msg": self.text, "code": self.code}
        return plain if self.code in GATEWAY else plain | {"data": []}


def code_of(reason: Reason) -> str:
    return _REASONS[reason]


def translate(refusal: Refusal, *, algo: bool = False, contract: str = "", final: str = "") -> OkxError:
    """The engine's refusal as OKX says it; `final` replaces the code of an order that is not open any more."""
    code = _REASONS[refusal.reason]
    if algo:
        code = _ALGO_REASONS.get(refusal.reason, code)
    if final and refusal.reason in (Reason.ORDER_FINAL, Reason.ORDER_GONE):
        code = final
    return OkxError(code, **{"inst": contract, "lowest": "0.01", "param": ""} | refusal.values)
