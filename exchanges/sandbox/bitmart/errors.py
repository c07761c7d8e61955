"""BitMart's refusals: code, HTTP status and text (document, "Error codes"; the newest ones as v2 has them)."""

from __future__ import annotations

from typing import NamedTuple

from exchanges.sandbox.refusals import Reason, Refusal, Worded


class Rule(NamedTuple):
    """How a code is answered."""

    status: int
    text: str


CODES: dict[str, Rule] = {
    "30000": Rule(404, "Not found"),
    "30001": Rule(401, "Header X-BM-KEY is empty"),
    "30002": Rule(401, "Header X-BM-KEY not found"),
    "30003": Rule(401, "Header X-BM-KEY has frozen"),
    "30004": Rule(401, "Header X-BM-SIGN is empty"),
    "30005": Rule(401, "Header X-BM-SIGN is wrong"),
    "30006": Rule(401, "Header X-BM-TIMESTAMP is empty"),
    "30007": Rule(401, "Header X-BM-TIMESTAMP range. Within a minute"),
    "30008": Rule(401, "Header X-BM-TIMESTAMP invalid format"),
    "30010": Rule(
        403, "IP is forbidden. We recommend enabling IP whitelist for API trading. After that reauth your account"
    ),
    "30011": Rule(403, "Header X-BM-KEY is expired"),
    "30012": Rule(403, "Header X-BM-KEY is forbidden to request it"),
    "30013": Rule(429, "Request too many requests"),
    "30014": Rule(503, "Service unavailable"),
    "30016": Rule(200, "Service maintenance, the function is temporarily unavailable"),
    "30017": Rule(418, "Your account request is temporarily rejected due to violation of current limiting rules"),
    "30018": Rule(503, "Request Body requires JSON format"),
    "30019": Rule(
        200,
        "You don't have the permissions to perform this operation. Please contact customer service or BD for help",
    ),
    "30030": Rule(200, "The V1 service of futures is no longer available, please use V2"),
    "30031": Rule(200, "The endpoint is no longer available"),
    "40001": Rule(400, "Cloud account not found"),
    "40002": Rule(400, "out_trade_no not found"),
    "40003": Rule(400, "out_trade_no already existed"),
    "40004": Rule(400, "Cloud account count limit"),
    "40005": Rule(400, "Transfer vol precision error"),
    "40006": Rule(400, "Invalid ip error"),
    "40007": Rule(400, "Parse parameter error"),
    "40008": Rule(400, "Check nonce error"),
    "40009": Rule(400, "Check ver error"),
    "40010": Rule(400, "Not found func error"),
    "40011": Rule(400, "Invalid parameter"),
    "40012": Rule(400, "System error"),
    "40013": Rule(400, "Access too often"),
    "40014": Rule(400, "This contract is offline"),
    "40015": Rule(400, "This contract's exchange has been paused"),
    "40016": Rule(400, "This order would trigger user position liquidate"),
    "40017": Rule(400, "It is not possible to open and close simultaneously in the same position"),
    "40018": Rule(400, "Your position is closed"),
    "40019": Rule(400, "Your position is in liquidation delegating"),
    "40020": Rule(400, "Your position volume is not enough"),
    "40021": Rule(400, "The position is not exsit"),
    "40022": Rule(400, "The position is not isolated"),
    "40023": Rule(400, "The position would liquidate when sub margin"),
    "40024": Rule(400, "The position would be warnning of liquidation when sub margin"),
    "40025": Rule(400, "The position's margin shouldn't be lower than the base limit"),
    "40026": Rule(400, "You cross margin position is in liquidation delegating"),
    "40027": Rule(400, "You contract account available balance not enough"),
    "40028": Rule(400, "Your plan order's count is more than system maximum limit"),
    "40029": Rule(400, "The order's leverage is too large"),
    "40030": Rule(400, "The order's leverage is too small"),
    "40031": Rule(400, "The deviation between current price and trigger price is too large"),
    "40032": Rule(400, "The plan order's life cycle is too long"),
    "40033": Rule(400, "The plan order's life cycle is too short"),
    "40034": Rule(400, "The contract is not found"),
    "40035": Rule(400, "The order is not found"),
    "40036": Rule(400, "The order status is not supported"),
    "40037": Rule(400, "The order id is not exist"),
    "40038": Rule(400, "The k-line interval is not exist"),
    "40039": Rule(400, "The timestamp is invalid"),
    "40040": Rule(400, "The order leverage is invalid"),
    "40041": Rule(400, "The order side is invalid"),
    "40042": Rule(400, "The order type is invalid"),
    "40043": Rule(400, "The precision is invalid"),
    "40044": Rule(400, "The range is invalid"),
    "40045": Rule(400, "The open type is invalid"),
    "40046": Rule(403, "The account is not opened futures"),
    "40047": Rule(403, "Services are not available in your countries and regions"),
    "40048": Rule(403, "The ClientOrderId only allows a combination of numbers and letters"),
    "40049": Rule(403, "The maximum length of ClientOrderId cannot exceed 32"),
    "40050": Rule(403, "Client OrderId duplicated with existing orders"),
    "40059": Rule(400, "The position mode cannot be changed while there are positions or orders"),
    "42000": Rule(200, "Insufficient balance"),
}

_REASONS: dict[Reason, str] = {
    Reason.PARAMETER: "40011",
    Reason.NO_INSTRUMENT: "40034",
    Reason.SUSPENDED: "40015",
    Reason.ACCOUNT_MODE: "40011",
    Reason.DUPLICATE_ID: "40050",
    Reason.TOO_SMALL: "40044",
    Reason.TOO_LITTLE_VALUE: "40044",
    Reason.NOT_A_LOT: "40043",
    Reason.PRICE_STEP: "40043",
    Reason.LIMIT_TOO_LARGE: "40044",
    Reason.MARKET_TOO_LARGE: "40044",
    Reason.PRICE_BAND: "40044",
    Reason.TIER: "40029",
    Reason.TOO_MANY_ORDERS: "40028",
    Reason.NO_MARGIN: "40027",
    Reason.NO_BALANCE: "42000",
    Reason.NO_POSITION: "40021",
    Reason.NOTHING_TO_CLOSE: "40021",
    Reason.CLOSE_TOO_LARGE: "40020",
    Reason.REDUCE_WRONG_WAY: "40021",
    Reason.WHOLE_CLOSE_EXISTS: "40036",
    Reason.TP_ABOVE: "40044",
    Reason.TP_BELOW: "40044",
    Reason.SL_BELOW: "40044",
    Reason.SL_ABOVE: "40044",
    Reason.ORDER_GONE: "40035",
    Reason.ORDER_FINAL: "40036",
    Reason.ALGO_GONE: "40037",
    Reason.POSITIONS_BLOCK: "40059",
    Reason.LEVERAGE_TOO_HIGH: "40029",
    Reason.LEVERAGE_TOO_LOW: "40030",
    Reason.LEVERAGE_ORDERS: "40012",
    Reason.LEVERAGE_MARGIN: "40027",
}


class BitmartError(Worded):
    """A refusal in BitMart's words.

    Args:
        code: One of `CODES`.
        told: What the venue adds, such as the parameter's name.
    """

    def __init__(self, code: str, told: str = "") -> None:
        rule = CODES[code]
        super().__init__(code, f"{rule.text}: {told}" if told else rule.text)
        self.status = rule.status


def translate(refusal: Refusal) -> BitmartError:
    """The engine's refusal as BitMart says it."""
    return BitmartError(_REASONS.get(refusal.reason, "40011"), refusal.values.get("param", ""))
