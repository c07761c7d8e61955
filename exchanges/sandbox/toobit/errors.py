"""Toobit's codes with its own words, and the engine's refusals said in them."""

from __future__ import annotations

import json

from starlette.responses import Response

from exchanges.sandbox.refusals import Reason, Refusal, Worded

CODES: dict[int, str] = {
    -1000: "unknown",
    -1001: "Internal error; unable to process your request. Please try again.",
    -1002: "You are not authorized to execute this request.",
    -1003: "Too many requests queued.",
    -1005: "No Permission",
    -1006: "An unexpected response was received from the message bus. Execution status unknown.",
    -1007: "Timeout waiting for response from backend server. Send status unknown; execution status unknown.",
    -1015: "Too many new orders.",
    -1016: "This service is no longer available.",
    -1020: "This operation is not supported.",
    -1021: "Timestamp for this request is outside of the recvWindow.",
    -1022: "Signature for this request is not valid.",
    -1023: "Please set IP whitelist before using API",
    -1031: "The feature has been suspended",
    -1102: "Mandatory parameter '{param}' was not sent, was empty/null, or malformed.",
    -1107: "The accessKey is missing from the request header or parameters, or the accessKey is not in the correct"
    " format.",
    -1115: "Invalid timeInForce.",
    -1116: "Invalid orderType.",
    -1117: "Invalid side.",
    -1118: "New client order ID was empty.",
    -1121: "Invalid symbol.",
    -1125: "This listenKey does not exist.",
    -1128: "Combination of optional parameters invalid.",
    -1130: "Data sent for paramter '{param}' is not valid.",
    -1131: "Balance insufficient ",
    -1134: "Order price decimal too long,please check general broker info.",
    -1135: "Order quantity too large.",
    -1136: "Order quantity lower than the minimum.",
    -1137: "Order quantity decimal too long.",
    -1138: "Order price exceeds permissible range.",
    -1139: "Order has been filled.",
    -1140: "Transaction amount lower than the minimum.",
    -1141: "Duplicate clientOrderId",
    -1142: "Order has been canceled",
    -1143: "Cannot be found on order book",
    -1151: "The trading pair is not open yet",
    -1161: "Reduce margin forbidden",
    -1193: "Create order count limit",
    -1196: "Create limit order price too big",
    -1197: "Create limit order buy price too big",
    -1198: "Create limit order sell price too small",
    -2013: "Order does not exist.",
    -2014: "API-key format invalid.",
    -2015: "Invalid API-key, IP, or permissions for action.",
    -2017: "The API key has expired. Please update your API key immediately.",
    -2018: "API triggered risk control restrictions have been suspended, if you have any questions, please contact"
    " support@toobit.com.",
    -3125: "Position size cannot meet target leverage ",
    -3126: "Adjust leverage fail ",
    -3128: "The margin mode cannot be changed while you have an open order/position ",
    -3130: "order margin insufficient",
    -3131: "Leverage reduction is not supported in Isolated Margin Mode with open positions.",
    -3145: "Position does not exist",
    -32045: "Copy trading follower not found.",
    -32090: "Trading pair change is not allowed.",
    -32093: "Copy trading position type cannot be changed.",
    -100011: "Not supported symbols",
    -100012: "Parameter {param} [String] missing!",
    -120041: "Copy trading leader is not available.",
    -120047: "Leader does not exist.",
    -120055: "The follower currently has copy position, cannot be removed.",
    -120067: "Copy trading level config not found.",
    -120072: "Copy trading leader config is invalid.",
    -120073: "Unable to switch invite setting.",
    -120078: "unLeadStartTime or unLeadEndTime is invalid.",
    -120510: "Invite code already exists.",
    -120511: "Invite code contains sensitive content.",
    -120512: "Invite code is invalid.",
}
_STATUS = {-1003: 429, -1015: 429, -1000: 500, -1001: 500, -1006: 500, -1007: 500, -1016: 503}
"""Seen and documented; everything else is 400."""

_REASONS: dict[Reason, int] = {
    Reason.NO_INSTRUMENT: -1121,
    Reason.SUSPENDED: -1151,
    Reason.DUPLICATE_ID: -1141,
    Reason.TOO_SMALL: -1136,
    Reason.TOO_LITTLE_VALUE: -1140,
    Reason.NOT_A_LOT: -1137,
    Reason.PRICE_STEP: -1134,
    Reason.LIMIT_TOO_LARGE: -1135,
    Reason.MARKET_TOO_LARGE: -1135,
    Reason.PRICE_BAND: -1138,
    Reason.TIER: -3125,
    Reason.TOO_MANY_ORDERS: -1193,
    Reason.NO_MARGIN: -1131,
    Reason.NO_BALANCE: -1131,
    Reason.NO_POSITION: -3145,
    Reason.NOTHING_TO_CLOSE: -3145,
    Reason.CLOSE_TOO_LARGE: -1131,
    Reason.REDUCE_WRONG_WAY: -3145,
    Reason.TP_ABOVE: -1130,
    Reason.TP_BELOW: -1130,
    Reason.SL_ABOVE: -1130,
    Reason.SL_BELOW: -1130,
    Reason.ORDER_GONE: -2013,
    Reason.ORDER_FINAL: -1142,
    Reason.ALGO_GONE: -2013,
    Reason.POSITIONS_BLOCK: -3128,
    Reason.LEVERAGE_TOO_HIGH: -3126,
    Reason.LEVERAGE_TOO_LOW: -3126,
    Reason.LEVERAGE_ORDERS: -3126,
    Reason.LEVERAGE_MARGIN: -3125,
    Reason.PARAMETER: -1130,
}


class ToobitError(Worded):
    """A refusal in Toobit's words.

    Args:
        number: One of `CODES`.
        text: Said instead of the usual text.
        status: Answered instead of the usual status.
        headers: More headers of the answer.
        param: The parameter the text names.
    """

    def __init__(
        self, number: int, text: str = "", *, status: int = 0, headers: dict[str, str] | None = None, param: str = ""
    ) -> None:
        super().__init__(str(number), text or CODES[number].format(param=param))
        self.number = number
        self.status = status or _STATUS.get(number, 400)
        self.headers = headers or {}

    def body(self) -> dict[str, object]:
        """The answer's JSON."""
        return {"code": self.number, "msg": self.text}

    def response(self) -> Response:
        return answer(self.body(), self.status, self.headers)


def answer(body: object, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """JSON as Toobit writes it: compact, UTF-8."""
    text = json.dumps(body, separators=(",", ":"), ensure_ascii=False)
    return Response(text, status, headers, media_type="application/json;charset=UTF-8")


def translate(refusal: Refusal, *, side: str = "") -> ToobitError:
    """The engine's refusal as Toobit says it; `side` tells which end of the price band was meant."""
    number = _REASONS.get(refusal.reason, -1000)
    if refusal.reason is Reason.PRICE_BAND and side:
        number = -1197 if side == "buy" else -1198
    return ToobitError(number, param=refusal.values.get("param", ""))
