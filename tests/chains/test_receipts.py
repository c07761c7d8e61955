"""What counts as proof in a receipt, and what does not; and index rows of any shape."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from exchanges.chains import tron_address
from exchanges.chains.tron import TronChain
from exchanges.chains.tron_receipt import TransactionInfo, proof_from
from exchanges.chains.tron_rest import TronNetwork
from exchanges.core.clock import now_ms
from exchanges.core.errors import Unexpected, VenueError
from tests.chains.serving import served

USDT = "a614f803b6fd780986a42c78ec9c7f77e6ded13c"
OURS, PAYER = "11" * 20, "22" * 20
TRANSFER = "ddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef"
APPROVAL = "8c5be1e5ebec7d5bd14f71427d1e84f3dd0314c0f7b2291e5b200ac8c7c3b925"
TX = "ab" * 32


def log(**changes: Any) -> dict[str, Any]:
    topics = [TRANSFER, PAYER.rjust(64, "0"), OURS.rjust(64, "0")]
    return {"address": USDT, "topics": topics, "data": f"{200_370_000:064x}"} | changes


def receipt(*logs: dict[str, Any], **changes: Any) -> dict[str, Any]:
    made = {"id": TX, "blockNumber": 70_000_000, "blockTimeStamp": 1_790_000_000_000, "log": list(logs)}
    return made | {"receipt": {"result": "SUCCESS"}} | changes


def raws(answer: dict[str, Any]) -> list[tuple[int, int]]:
    """(position, raw) of what the receipt proves to be ours."""
    info = msgspec.convert(answer, TransactionInfo)
    proof = proof_from(info, bytes.fromhex(USDT), {bytes.fromhex(OURS)})
    return [(transfer.log_pos, transfer.raw) for transfer in proof.transfers]


def test_a_transfer_of_the_token_to_us_is_proof() -> None:
    assert raws(receipt(log())) == [(0, 200_370_000)]
    assert raws(receipt(log(address=USDT.upper()))) == [(0, 200_370_000)]
    assert raws(receipt(log(data="f" * 64))) == [(0, 2**256 - 1)]


def test_positions_count_all_logs_of_the_receipt() -> None:
    noise = {"address": "33" * 20, "topics": [TRANSFER], "data": ""}
    assert raws(receipt(noise, log(), {"address": "44" * 20}, log())) == [(1, 200_370_000), (3, 200_370_000)]


@pytest.mark.parametrize(
    "wrong",
    [
        {"address": "a614f803b6fd780986a42c78ec9c7f77e6ded13d"},
        {"address": "41" + USDT},
        {"address": ""},
        {"topics": []},
        {"topics": [TRANSFER, PAYER.rjust(64, "0")]},
        {"topics": [TRANSFER, PAYER.rjust(64, "0"), OURS.rjust(64, "0"), f"{1:064x}"]},
        {"topics": [APPROVAL, PAYER.rjust(64, "0"), OURS.rjust(64, "0")]},
        {"topics": [TRANSFER, OURS.rjust(64, "0"), PAYER.rjust(64, "0")]},
        {"topics": [TRANSFER, PAYER.rjust(64, "0"), "1" + OURS.rjust(63, "0")]},
        {"topics": [TRANSFER, PAYER.rjust(64, "0"), OURS]},
        {"topics": [TRANSFER, "not hex", OURS.rjust(64, "0")]},
        {"data": ""},
        {"data": "00" * 32},
        {"data": "ff" * 31},
        {"data": "ff" * 33},
        {"data": "0x" + "ff" * 31},
        {"data": "zz" * 32},
    ],
)
def test_anything_a_little_different_is_none(wrong: dict[str, Any]) -> None:
    assert raws(receipt(log(**wrong))) == []


@pytest.mark.parametrize(
    "state",
    [
        {"receipt": {"result": "REVERT"}},
        {"receipt": {"result": "OUT_OF_ENERGY"}},
        {"receipt": {}},
        {"result": "FAILED"},
    ],
)
def test_logs_of_a_transaction_that_did_not_succeed_prove_nothing(state: dict[str, Any]) -> None:
    assert raws(receipt(log(), **state)) == []


def odd_provider(answer: Any) -> Starlette:
    async def anything(request: Request) -> JSONResponse:
        return JSONResponse(answer)

    return Starlette(routes=[Route("/{path:path}", anything, methods=["GET", "POST"])])


@pytest.mark.anyio
@pytest.mark.parametrize(
    "answer",
    [
        receipt(log(), id="cd" * 32),
        receipt(log(), blockNumber=0),
        receipt(log(), blockTimeStamp="soon"),
        receipt(log(), log="none"),
        {"surprise": 1},
        [],
        "text",
        None,
    ],
)
async def test_a_receipt_that_is_not_one_is_an_error_and_never_a_proof(answer: Any) -> None:
    async with served(odd_provider(answer)) as base_url:
        client = TronChain(TronNetwork(rest=base_url, requests_per_s=0), now=now_ms)
        with pytest.raises(VenueError):
            await client.prove(TX, [tron_address.to_text(bytes.fromhex(OURS))], final=True)
        await client.aclose()


@pytest.mark.anyio
async def test_one_unreadable_row_does_not_hide_the_others() -> None:
    ours = tron_address.to_text(bytes.fromhex(OURS))
    good = {
        "transaction_id": TX,
        "token_info": {"address": tron_address.to_text(bytes.fromhex(USDT)), "decimals": "six"},
        "block_timestamp": 5,
        "from": "T",
        "to": ours,
        "type": "Transfer",
        "value": "1",
    }
    odd = [{}, [], None, 7, good | {"block_timestamp": None}, good | {"value": "-1"}, good | {"to": "T?"}]
    odd += [good | {"transaction_id": "../../wallet"}, good | {"value": "1e9"}, good | {"type": "Mint"}]
    async with served(odd_provider({"success": True, "data": [*odd, good], "meta": {"at": 1}})) as base_url:
        client = TronChain(TronNetwork(rest=base_url, requests_per_s=0), now=now_ms)
        found = await client.finders[0].find([ours], 0, 10, final=True)
        await client.aclose()
    assert [(hint.tx_hash, hint.raw) for hint in found.hints] == [(TX, 1)]


@pytest.mark.anyio
async def test_an_index_that_repeats_its_page_mark_does_not_turn_in_circles() -> None:
    endless = {"success": True, "data": [], "meta": {"fingerprint": "same"}}
    async with served(odd_provider(endless)) as base_url:
        client = TronChain(TronNetwork(rest=base_url, requests_per_s=0), now=now_ms)
        with pytest.raises(Unexpected, match="repeats"):
            await client.finders[0].find([tron_address.to_text(bytes.fromhex(OURS))], 0, 10, final=True)
        await client.aclose()
