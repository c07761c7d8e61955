"""Bitget's refusals: codes, HTTP statuses and texts of the documents, and which engine refusal each answers."""

from __future__ import annotations

from dataclasses import dataclass

from exchanges.sandbox.refusals import Reason, Refusal, Worded


@dataclass(frozen=True, slots=True)
class Rule:
    """One documented error; the `locale` header of a request chooses the language."""

    text: str
    chinese: str
    status: int = 400


CODES: dict[str, Rule] = {
    "429": Rule("Too Many Requests", "请求太频繁", 429),
    "1001": Rule("The request is too frequent and has been throttled", "请求过于频繁，已被限流", 429),
    "22001": Rule("No order to cancel", "暂无委托可撤销"),
    "22002": Rule("No position to close", "暂无仓位可平"),
    "22010": Rule("Please set ip whitelist", "请设置ip白名单地址"),
    "25004": Rule("Request is too frequent", "请求过于频繁", 429),
    "25202": Rule("Insufficient balance", "余额不足"),
    "25203": Rule("Insufficient margin", "保证金不足"),
    "25204": Rule("Order does not exist", "订单不存在"),
    "25212": Rule("Duplicate clientOid", "重复的clientOid"),
    "25227": Rule("No position to close", "暂无仓位可平"),
    "25236": Rule("The position side parameter is not supported here: {param}", "不支持的持仓方向参数 {param}"),
    "25601": Rule("Position does not exist", "仓位不存在"),
    "25620": Rule("Unauthorized", "未授权"),
    "40001": Rule("ACCESS_KEY cannot be empty", "ACCESS_KEY不能为空"),
    "40002": Rule("ACCESS_SIGN cannot be empty", "ACCESS_SIGN不能为空"),
    "40005": Rule("Invalid ACCESS_TIMESTAMP", "无效的ACCESS_TIMESTAMP"),
    "40006": Rule("Invalid ACCESS_KEY", "无效的ACCESS_KEY"),
    "40007": Rule("Invalid Content_Type", "无效的Content_Type"),
    "40008": Rule("Request timestamp expired", "请求时间戳过期"),
    "40009": Rule("sign signature error", "sign签名错误"),
    "40010": Rule("Request timed out", "请求超时"),
    "40011": Rule("ACCESS_PASSPHRASE cannot be empty", "ACCESS_PASSPHRASE不能为空"),
    "40012": Rule("apikey/password is incorrect", "apikey/口令不正确"),
    "40014": Rule(
        "Incorrect permissions, need {permission} permissions",
        "权限不正确, 需要 {permission} 权限",
    ),
    "40015": Rule("System is abnormal, please try again later", "系统异常,请稍后重试"),
    "40017": Rule("Parameter verification failed {param}", "参数校验失败 {param}"),
    "40018": Rule("Invalid IP", "无效的IP"),
    "40019": Rule("Parameter {param} cannot be empty", "参数 {param} 不能为空"),
    "40020": Rule("Parameter {param} error", "参数 {param} 异常"),
    "40034": Rule("Parameter {param} does not exist", "参数 {param} 不存在"),
    "40037": Rule("Apikey does not exist", "Apikey 不存在"),
    "40084": Rule(
        "You are in Classic Account mode, and the Unified Account API is not supported at this time",
        "您当前处于经典账户模式，暂不支持使用统一账户API",
    ),
    "40085": Rule(
        "You are in Unified Account mode, and the Classic Account API is not supported at this time",
        "您当前处于统一账户模式，暂不支持使用经典账户API",
    ),
    "40099": Rule("exchange environment is incorrect", "exchange environment is incorrect"),
    "40109": Rule(
        "The data of the order cannot be found, please confirm the order number", "查不到该订单的数据,请确认订单号"
    ),
    "40200": Rule("Server upgrade, please try again later", "服务器升级,请稍后再试"),
    "40304": Rule(
        "clientOid or clientOrderId length is not greater than 50, and cannot be Martian characters",
        "clientOid或clientOrderId的长度不能大于50个字符,且不能是火星字符",
    ),
    "40306": Rule("Batch processing orders can only process up to {most}", "批量处理订单最多只能处理{most}条"),
    "40404": Rule("Request URL NOT FOUND", "请求的URL不存在", 404),
    "40704": Rule("Can only check the data of the last three months", "只能查最近三个月的数据"),
    "40705": Rule("The start and end time cannot exceed {days} days", "起止时间不能超过{days}天"),
    "40707": Rule("Start time is greater than end time", "开始时间大于结束时间"),
    "40725": Rule("service return an error", "返回无映射信息"),
    "40727": Rule("The cross margin mode does not support adjusting the margin", "全仓模式不支持调整保证金"),
    "40754": Rule("balance not enough", "balance的可用不足."),
    "40757": Rule("Not enough position is available", "position的可用不足."),
    "40761": Rule("The total number of unfilled orders is too high", "未成交委托单总数过高"),
    "40762": Rule("The order amount exceeds the balance", "委托数量大于最大可开数量"),
    "40768": Rule("Order does not exist", "订单不存在"),
    "40774": Rule(
        "The order type for unilateral position must also be the unilateral position type.",
        "单边持仓时委托类型也必须是单边持仓类型.",
    ),
    "40778": Rule("{symbol} does not support {coin} as margin", "币对{symbol}不支持{coin}币种作为保证金"),
    "40786": Rule("Duplicate clientOid", "重复的clientOid"),
    "40797": Rule("Exceeded the maximum settable leverage", "超过最大可设置杠杆倍数"),
    "40800": Rule("Insufficient amount of margin", "保证金数量不足"),
    "40802": Rule("The position is zero, direct margin call is not allowed", "仓位为零,不允许直接追加保证金"),
    "40804": Rule("The number of closed positions cannot exceed the number held", "平仓数量不能超过持有仓位数量"),
    "40808": Rule("Parameter verification exception {param}", "参数校验异常 {param}"),
    "40815": Rule("The order price is higher than the highest bid price", "委托价格高于最高买价"),
    "40816": Rule("The order price is lower than the lowest ask price", "委托价格低于于最低卖价"),
    "40817": Rule("The current order status cannot be cancelled", "当前订单状态不能撤销"),
    "40830": Rule(
        "The take profit price of the long position should be greater than the current price",
        "多头仓位止盈价格请大于当前价格",
    ),
    "40832": Rule(
        "The take profit price of the short position should be less than the current price",
        "空头仓位止盈价格请小于当前价格",
    ),
    "40834": Rule(
        "The stop loss price of the long position should be less than the current price",
        "多头仓位止损价格请小于当前价格",
    ),
    "40836": Rule(
        "The stop loss price of the short position should be greater than the current price",
        "空头仓位止损价格请大于当前价格",
    ),
    "40837": Rule(
        "The position does not exist yet, and the profit and stop loss order cannot be made",
        "该仓位暂无持仓,不能进行止盈止损委托",
    ),
    "40881": Rule(
        "There is currently an order or a plan order, and the leverage cannot be adjusted",
        "当前有委托,或者计划委托,无法调整杠杆.",
    ),
    "40893": Rule(
        "The leverage of this position cannot be updated because of insufficient margin!",
        "无法更新此仓位的杠杆系数,没有足够的保证金!",
    ),
    "40920": Rule(
        "Currently holding positions or orders, the position mode cannot be adjusted",
        "当前持有仓位或订单,仓位模式无法更换",
    ),
    "43011": Rule("The parameter does not meet the specification {param}", "参数不合符规范 {param}"),
    "43012": Rule("Insufficient balance", "账户余额不足"),
    "43020": Rule("The take profit and stop loss order does not exist", "止盈止损单不存在"),
    "43025": Rule("Plan order does not exist", "计划委托单不存在"),
    "45055": Rule("The current order status cannot be cancelled", "当前订单状态不能撤销"),
    "45110": Rule("less than the minimum amount {lowest} USDT", "触发最小下单价值限制 {lowest} USDT"),
    "45111": Rule("less than the minimum order quantity", "触发最小下单数量"),
    "45112": Rule("more than the maximum order quantity", "触发最最大下单数量"),
    "45113": Rule("Maximum order value limit triggered", "触发最大下单价值限制"),
    "45115": Rule("The price you enter should be a multiple of {tick}", "price 应该满足 {tick} 倍数"),
    "45117": Rule(
        "Currently holding positions or orders, the margin mode cannot be adjusted",
        "当前持有仓位或委托,无法调整保证金模式",
    ),
    "45119": Rule("This contract does not support opening positions at present", "此合约暂不支持开仓操作"),
    "40912": Rule("Batch cancellation orders can only process up to {most}", "批量撤单最多只能处理{most}条"),
    "50005": Rule(
        "symbol {symbol} is invalid or does not support margin trading", "symbol {symbol} 无效或者不支持杠杆交易"
    ),
    "50016": Rule(
        "The order quantity is lower than the minimum order quantity of the trading pair",
        "挂单数量低于交易对最小挂单数量",
    ),
    "50018": Rule("The price cannot be less than 0", "价格不能小于0"),
    "50020": Rule("Insufficient balance", "余额不足"),
    "50032": Rule("The currency does not exist", "币种不存在"),
    "50034": Rule("Loan amount must be greater than 0.00000001", "借款金额必须大于0.00000001"),
    "50035": Rule("Exceeds the maximum loanable amount", "超出最大可借金额"),
    "50039": Rule("Pair currency does not match", "币对币种不匹配"),
    "50040": Rule("The repayment amount must be greater than 0", "还款金额必须大于0"),
    "50041": Rule("Repayment amount must be less than available assets", "还款金额必须小于可用资产"),
    "50042": Rule("The repayment amount must be greater than the interest", "还款金额必须大于利息"),
    "50046": Rule("price too low", "价格太低"),
    "50047": Rule("price too high", "价格太高"),
    "50060": Rule("Duplicate clientOid", "重复的clientOid"),
    "50062": Rule("The order has been filled or cancelled", "该订单已成交或者已撤单"),
    "50063": Rule("Currency precision must be less than or equal to 8 digits", "币种精度必须小于等于8位"),
    "400172": Rule("Parameter verification failed", "参数校验失败"),
}

_REASONS: dict[Reason, str] = {
    Reason.PARAMETER: "400172",
    Reason.NO_INSTRUMENT: "40034",
    Reason.SUSPENDED: "45119",
    Reason.ACCOUNT_MODE: "40774",
    Reason.DUPLICATE_ID: "40786",
    Reason.TOO_SMALL: "45111",
    Reason.TOO_LITTLE_VALUE: "45110",
    Reason.NOT_A_LOT: "40808",
    Reason.PRICE_STEP: "45115",
    Reason.LIMIT_TOO_LARGE: "45112",
    Reason.MARKET_TOO_LARGE: "45112",
    Reason.PRICE_BAND: "40815",
    Reason.TIER: "45113",
    Reason.TOO_MANY_ORDERS: "40761",
    Reason.NO_MARGIN: "40762",
    Reason.NO_BALANCE: "43012",
    Reason.NO_POSITION: "22002",
    Reason.NOTHING_TO_CLOSE: "22002",
    Reason.CLOSE_TOO_LARGE: "40804",
    Reason.REDUCE_WRONG_WAY: "22002",
    Reason.WHOLE_CLOSE_EXISTS: "40757",
    Reason.TP_ABOVE: "40830",
    Reason.TP_BELOW: "40832",
    Reason.SL_BELOW: "40834",
    Reason.SL_ABOVE: "40836",
    Reason.ORDER_GONE: "40768",
    Reason.ORDER_FINAL: "40817",
    Reason.ALGO_GONE: "43025",
    Reason.POSITIONS_BLOCK: "40920",
    Reason.LEVERAGE_TOO_HIGH: "40797",
    Reason.LEVERAGE_TOO_LOW: "40020",
    Reason.LEVERAGE_ORDERS: "40881",
    Reason.LEVERAGE_MARGIN: "40893",
}
_UNIFIED = {
    "40762": "25203",
    "43012": "25202",
    "40768": "25204",
    "40817": "25204",
    "43025": "25204",
    "40786": "25212",
    "22002": "25227",
    "40109": "25204",
    "50020": "25202",
    "50035": "25202",
    "50060": "25212",
    "50062": "25204",
    "429": "25004",
}
"""Where the v3 calls have codes of their own."""


class BitgetError(Worded):
    """A refusal in Bitget's words.

    Args:
        code: One of `CODES`.
        values: What the text names.
    """

    def __init__(self, code: str, **values: str) -> None:
        self.rule = CODES[code]
        self.values = {"param": ""} | values
        super().__init__(code, self.rule.text.format(**self.values).rstrip())
        self.status = self.rule.status

    def say(self, locale: str) -> str:
        """The text in the language of a request's `locale` header."""
        if locale.lower().startswith("zh"):
            return self.rule.chinese.format(**self.values).rstrip()
        return self.text

    def unified(self) -> BitgetError:
        """The same refusal as the v3 calls number it."""
        code = _UNIFIED.get(self.code)
        return BitgetError(code, **self.values) if code else self


def translate(refusal: Refusal) -> BitgetError:
    """The engine's refusal as Bitget says it."""
    code = _REASONS.get(refusal.reason, "400172")
    if refusal.reason is Reason.PRICE_BAND and refusal.values.get("side") == "sell":
        code = "40816"
    values = {"param": "", "lowest": "5", "tick": "", "most": "50"} | refusal.values
    if refusal.reason is Reason.NO_INSTRUMENT:
        values["param"] = values["param"] or "symbol"
    return BitgetError(code, **values)
