"""The example rows of the venue's document (made up), and the contracts they speak of."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from exchanges.core.model import Instrument, Origin
from exchanges.okx.rows import Reading

AT = 1_794_873_700_000
ASKED = 1_794_873_650_000

POSITION: dict[str, Any] = json.loads(
    '{"instType":"SWAP","instId":"BTC-USDT-SWAP","mgnMode":"cross","posId":"2311","posSide":"short","pos":"12.5",'
    '"availPos":"12.5","ccy":"USDT","avgPx":"90100.5","bePx":"90010.1","markPx":"89950.2","last":"89949",'
    '"idxPx":"89970","lever":"10","liqPx":"98011.4","upl":"18.7875","uplRatio":"0.0166","margin":"","imr":"1124.37",'
    '"mmr":"45.0","mgnRatio":"24.9","notionalUsd":"11243.7","pnl":"0","fee":"-5.6","fundingFee":"0.31",'
    '"liqPenalty":"0","settledPnl":"0","realizedPnl":"-5.29","adl":"2","tradeId":"998","closeOrderAlgo":[],'
    '"cTime":"1794870000000","uTime":"1794872000000","interest":"","liab":"","liabCcy":"","posCcy":""}'
)
BALANCE: dict[str, Any] = json.loads(
    '{"uTime":"1794873600000","totalEq":"2105.4","isoEq":"0","adjEq":"","imr":"","mmr":"","upl":"","details":['
    '{"ccy":"USDT","uTime":"1794873599000","eq":"2104.9","cashBal":"2086.1","availEq":"980.5","availBal":"980.5",'
    '"frozenBal":"1124.4","ordFrozen":"0","upl":"18.8","isoUpl":"0","isoEq":"0","imr":"1124.4","mmr":"45",'
    '"mgnRatio":"24.9","notionalLever":"5.3","eqUsd":"2105.4","liab":"","interest":"","stgyEq":"0"}]}'
)
ORDER: dict[str, Any] = json.loads(
    '{"instType":"SWAP","instId":"ETH-USDT-SWAP","ordId":"880","clOrdId":"bn1","tag":"","side":"buy","posSide":"long",'
    '"tdMode":"cross","ordType":"limit","px":"3100","sz":"5","accFillSz":"0","avgPx":"","fillPx":"","fillSz":"0",'
    '"fillTime":"","tradeId":"","state":"live","lever":"10","fee":"0","feeCcy":"USDT","pnl":"0","reduceOnly":"false",'
    '"category":"normal","source":"","algoId":"","attachAlgoOrds":[],"cancelSource":"","cTime":"1794873599000",'
    '"uTime":"1794873599000"}'
)
ALGO: dict[str, Any] = json.loads(
    '{"instType":"SWAP","instId":"ETH-USDT-SWAP","algoId":"901","algoClOrdId":"","ordType":"conditional",'
    '"side":"sell","posSide":"long","tdMode":"cross","sz":"","closeFraction":"1","state":"live","reduceOnly":"true",'
    '"slTriggerPx":"2900","slTriggerPxType":"mark","slOrdPx":"-1","tpTriggerPx":"","tpOrdPx":"","triggerPx":"",'
    '"ordPx":"","actualSz":"0","actualPx":"","actualSide":"","ordIdList":[],"failCode":"","triggerTime":"",'
    '"cTime":"1794873000000","uTime":"1794873000000"}'
)
FILL: dict[str, Any] = json.loads(
    '{"instType":"SWAP","instId":"ETH-USDT-SWAP","tradeId":"5151","ordId":"880","clOrdId":"bn1","billId":"7001",'
    '"side":"buy","posSide":"long","fillPx":"3100","fillSz":"2","fillPnl":"0","fee":"-0.124","feeCcy":"USDT",'
    '"execType":"M","subType":"3","fillTime":"1794873600100","ts":"1794873600101"}'
)
BILL: dict[str, Any] = json.loads(
    '{"billId":"7002","type":"8","subType":"173","ts":"1794844800000","ccy":"USDT","balChg":"-0.42","bal":"2086.1",'
    '"posBalChg":"0","posBal":"0","pnl":"-0.42","fee":"0","sz":"12.5","px":"90010","instId":"BTC-USDT-SWAP",'
    '"instType":"SWAP","mgnMode":"cross","ordId":"","tradeId":"","notes":""}'
)
INSTRUMENT: dict[str, Any] = json.loads(
    '{"instType":"SWAP","instId":"BTC-USDT-SWAP","instFamily":"BTC-USDT","uly":"BTC-USDT","baseCcy":"","quoteCcy":"",'
    '"settleCcy":"USDT","ctType":"linear","ctVal":"0.01","ctMult":"1","ctValCcy":"BTC","tickSz":"0.1",'
    '"lotSz":"0.01","minSz":"0.01","lever":"100","state":"live","ruleType":"normal","maxLmtSz":"100000000",'
    '"maxMktSz":"12000","listTime":"1573557408000","expTime":""}'
)


def contract(base: str, size: str) -> Instrument:
    return Instrument(
        symbol=f"{base}/USDT:USDT",
        venue_symbol=f"{base}-USDT-SWAP",
        base=base,
        quote="USDT",
        settle="USDT",
        contract_size=Decimal(size),
        tick_size=Decimal("0.1"),
        lot_contracts=Decimal("0.01"),
        min_contracts=Decimal("0.01"),
        max_leverage=Decimal(100),
        status="live",
    )


CONTRACTS = {each.venue_symbol: each for each in (contract("BTC", "0.01"), contract("ETH", "0.1"))}
SNAPSHOT = Reading(CONTRACTS, AT, ASKED, Origin.SNAPSHOT)
STREAM = Reading(CONTRACTS, AT, ASKED, Origin.STREAM)
