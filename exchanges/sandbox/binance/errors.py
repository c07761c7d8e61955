"""Binance's codes with its own words, and the engine's refusals said in them."""

from __future__ import annotations

import json

from starlette.responses import Response

from exchanges.sandbox.refusals import Reason, Refusal, Worded

Rule = tuple[int, str]

CODES: dict[int, Rule] = {
    -1000: (500, "An unknown error occured while processing the request."),
    -1001: (503, "Internal error; unable to process your request. Please try again."),
    -1002: (401, "You are not authorized to execute this request."),
    -1003: (
        429,
        "Too many requests; current limit of IP({ip}) is {limit} requests per minute. Please use the websocket for live"
        " updates to avoid polling the API.",
    ),
    -1008: (503, "Server is currently overloaded with other requests. Please try again in a few minutes."),
    -1015: (429, "Too many new orders; current limit is {limit} orders per {window}."),
    -1016: (503, "This service is no longer available."),
    -1021: (400, "Timestamp for this request is outside of the recvWindow."),
    -1022: (400, "Signature for this request is not valid."),
    -1100: (400, "Illegal characters found in parameter '{param}'; legal range is '{range}'."),
    -1102: (400, "Mandatory parameter '{param}' was not sent, was empty/null, or malformed."),
    -1106: (400, "Parameter '{param}' sent when not required."),
    -1109: (400, "Invalid account."),
    -1111: (400, "Precision is over the maximum defined for this asset."),
    -1115: (400, "Invalid timeInForce."),
    -1116: (400, "Invalid orderType."),
    -1117: (400, "Invalid side."),
    -1121: (400, "Invalid symbol."),
    -1125: (400, "This listenKey does not exist."),
    -1127: (400, "Lookup interval is too big."),
    -1128: (400, "Combination of optional parameters invalid."),
    -1130: (400, "Data sent for parameter '{param}' is not valid."),
    -1131: (400, "recvWindow must be less than 60000"),
    -1136: (400, "Invalid newOrderRespType."),
    -2011: (400, "Unknown order sent."),
    -2013: (400, "Order does not exist."),
    -2014: (401, "API-key format invalid."),
    -2015: (401, "Invalid API-key, IP, or permissions for action."),
    -2017: (401, "API Keys are locked on this account."),
    -2018: (400, "Balance is insufficient."),
    -2019: (400, "Margin is insufficient."),
    -2021: (400, "Order would immediately trigger."),
    -2022: (400, "ReduceOnly Order is rejected."),
    -2024: (400, "Position is not sufficient."),
    -2025: (400, "Reach max open order limit."),
    -2027: (400, "Exceeded the maximum allowable position at current leverage."),
    -2028: (400, "Leverage is smaller than permitted: insufficient margin balance."),
    -4003: (400, "Quantity less than or equal to zero."),
    -4004: (400, "Quantity less than min quantity."),
    -4005: (400, "Quantity greater than max quantity."),
    -4006: (400, "Stop price less than or equal to zero."),
    -4013: (400, "Price less than min price."),
    -4014: (400, "Price not increased by tick size."),
    -4015: (400, "Client order id is not valid."),
    -4016: (400, "Limit price can't be higher than {highest}."),
    -4023: (400, "Quantity not increased by step size."),
    -4024: (400, "Limit price can't be lower than {lowest}."),
    -4028: (400, "Leverage {leverage} is not valid"),
    -4046: (400, "No need to change margin type."),
    -4047: (400, "Margin type cannot be changed if there exists open orders."),
    -4048: (400, "Margin type cannot be changed if there exists position."),
    -4049: (400, "Add margin only support for isolated position."),
    -4050: (400, "Cross balance insufficient."),
    -4051: (400, "Isolated balance insufficient."),
    -4054: (400, "Cannot add position margin: position is 0."),
    -4055: (400, "Amount must be positive."),
    -4056: (400, "HMAC_SHA256 API key is not supported."),
    -4059: (400, "No need to change position side."),
    -4061: (400, "Order's position side does not match user's setting."),
    -4062: (400, "Invalid or improper reduceOnly value."),
    -4067: (400, "Position side cannot be changed if there exists open orders."),
    -4068: (400, "Position side cannot be changed if there exists position."),
    -4105: (400, "Order type with closePosition in GTE is not supported."),
    -4108: (400, "The symbol is settling."),
    -4109: (400, "This account is inactive."),
    -4116: (400, "ClientOrderId is duplicated."),
    -4120: (400, "Order type not supported for this endpoint. Please use the Algo Order API endpoints instead."),
    -4130: (400, "An open stop or take profit order with GTE and closePosition in the direction is existing."),
    -4131: (400, "The counterparty's best price does not meet the PERCENT_PRICE filter limit."),
    -4136: (400, "Target strategy invalid for orderType {type}, closePosition {close}"),
    -4137: (400, "Quantity must be zero with closePosition equals true."),
    -4138: (400, "Reduce only must be true with closePosition equals true."),
    -4139: (400, "Order type can not be market if it's unable to cancel."),
    -4140: (400, "Invalid symbol status for opening position."),
    -4141: (400, "Symbol is closed."),
    -4161: (400, "Leverage reduction is not supported in Isolated Margin Mode with open positions."),
    -4164: (400, "Order's notional must be no smaller than {lowest} (unless you choose reduce only)."),
    -4165: (400, "Invalid time interval."),
    -4167: (
        400,
        "Unable to adjust to Multi-Assets mode with symbols of USDⓈ-M Futures under isolated-margin mode.",
    ),
    -4168: (400, "Unable to adjust to isolated-margin mode under the Multi-Assets mode."),
    -4170: (400, "Unable to adjust Multi-Assets Mode with open orders in USDⓈ-M Futures."),
    -4171: (400, "Adjusted asset mode is currently set and does not need to be adjusted repeatedly."),
    -4183: (400, "Price is higher than stop price multiplier cap."),
    -4411: (400, "Please sign TradFi-Perps agreement contract."),
    -4531: (400, "Position side cannot be changed: COIN-M orders or positions exist."),
    -5021: (
        400,
        "Due to the order could not be filled immediately, the FOK order has been rejected. The order will not be"
        " recorded in the order history.",
    ),
    -5022: (
        400,
        "Due to the order could not be executed as maker, the Post Only order will be rejected. The order will not be"
        " recorded in the order history.",
    ),
    -5024: (400, "Symbol is not in trading status. Order amendment is not permitted."),
    -5025: (400, "Only limit order is supported."),
    -5027: (400, "No need to modify the order."),
    -5040: (
        400,
        "The goodTillDate timestamp must be greater than the current time plus 600 seconds and smaller than"
        " 253402300799000",
    ),
}

_REASONS: dict[Reason, int] = {
    Reason.PARAMETER: -1102,
    Reason.NO_INSTRUMENT: -1121,
    Reason.SUSPENDED: -4141,
    Reason.ACCOUNT_MODE: -1109,
    Reason.DUPLICATE_ID: -4116,
    Reason.TOO_SMALL: -4004,
    Reason.TOO_LITTLE_VALUE: -4164,
    Reason.NOT_A_LOT: -1111,
    Reason.PRICE_STEP: -4014,
    Reason.LIMIT_TOO_LARGE: -4005,
    Reason.MARKET_TOO_LARGE: -4005,
    Reason.TIER: -2027,
    Reason.TOO_MANY_ORDERS: -2025,
    Reason.NO_MARGIN: -2019,
    Reason.NO_BALANCE: -2018,
    Reason.NO_POSITION: -2022,
    Reason.NOTHING_TO_CLOSE: -2022,
    Reason.CLOSE_TOO_LARGE: -2022,
    Reason.REDUCE_WRONG_WAY: -2022,
    Reason.WHOLE_CLOSE_EXISTS: -4130,
    Reason.TP_ABOVE: -2021,
    Reason.TP_BELOW: -2021,
    Reason.SL_ABOVE: -2021,
    Reason.SL_BELOW: -2021,
    Reason.ORDER_GONE: -2013,
    Reason.ORDER_FINAL: -2011,
    Reason.ALGO_GONE: -2011,
    Reason.POSITIONS_BLOCK: -4068,
    Reason.LEVERAGE_TOO_HIGH: -4028,
    Reason.LEVERAGE_TOO_LOW: -4028,
    Reason.LEVERAGE_ORDERS: -4047,
    Reason.LEVERAGE_MARGIN: -2028,
    Reason.NO_ISOLATED: -4168,
    Reason.TOO_MANY_KEYS: -1128,
    Reason.TOO_MANY_IPS: -1128,
}
_BLANKS = {"param": "", "leverage": "", "highest": "", "lowest": "", "ip": "", "limit": "", "window": "", "range": ""}


class BinanceError(Worded):
    """A refusal in Binance's words.

    Args:
        number: One of `CODES`.
        text: Said instead of the usual text.
        status: Answered instead of the usual status.
        headers: More headers of the answer.
        values: What the text names.
    """

    def __init__(
        self, number: int, text: str = "", *, status: int = 0, headers: dict[str, str] | None = None, **values: str
    ) -> None:
        usual, words = CODES[number]
        super().__init__(str(number), text or words.format(**(_BLANKS | values)))
        self.number = number
        self.status = status or usual
        self.headers = headers or {}

    def body(self) -> dict[str, object]:
        """The answer's JSON."""
        return {"code": self.number, "msg": self.text}

    def response(self) -> Response:
        return answer(self.body(), self.status, self.headers)


def answer(body: object, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """JSON as Binance writes it: compact, UTF-8."""
    text = json.dumps(body, separators=(",", ":"), ensure_ascii=False)
    return Response(text, status, headers, media_type="application/json;charset=UTF-8")


def translate(refusal: Refusal, *, side: str = "") -> BinanceError:
    """The engine's refusal as Binance says it; `side` tells which end of the price band was meant."""
    number = _REASONS.get(refusal.reason, -1000)
    if refusal.reason is Reason.PRICE_BAND:
        number = -4024 if side == "sell" else -4016
    return BinanceError(number, CODES[number][1].format(**(_BLANKS | refusal.values)))
