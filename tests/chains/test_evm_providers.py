"""Providers that throttle, lag or lie, in front of a real node: nothing wrong is proved, and what is wrong is shown."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from typing import Any

import pytest
from starlette.responses import JSONResponse, PlainTextResponse, Response

from exchanges.chains.chain import Hint
from exchanges.chains.evm.chain import EvmChain
from exchanges.chains.evm.network import EvmNetwork
from exchanges.core.errors import AuthError, BadRequest, RateLimited, Unexpected, VenueError, VenueUnavailable
from exchanges.core.secret import Secret
from tests.chains.evm_facade import Facade, facade, html, throttled
from tests.chains.evm_world import EvmWorld

pytestmark = pytest.mark.anyio

Open = Callable[..., Any]


@pytest.fixture
async def three(bsc: EvmWorld) -> AsyncIterator[list[Facade]]:
    """Three providers of one chain."""
    async with AsyncExitStack() as stack:
        yield [await stack.enter_async_context(facade(bsc.url)) for _ in range(3)]


@pytest.fixture
async def client_of(bsc: EvmWorld) -> AsyncIterator[Callable[..., EvmChain]]:
    """Makes clients of some providers; they are closed afterwards."""
    made: list[EvmChain] = []

    def client(*providers: Facade, **changes: Any) -> EvmChain:
        made.append(bsc.chain(*(provider.url for provider in providers), **changes))
        return made[-1]

    yield client
    for each in made:
        await each.aclose()


async def hints(chain: EvmChain, bsc: EvmWorld) -> list[Hint]:
    upto = (await chain.heads()).final.height
    found = await chain.finders[0].find([bsc.deposit], 0, upto, final=True)
    assert not found.backlog
    return list(found.hints)


async def proven(chain: EvmChain, bsc: EvmWorld, tx: str) -> list[int] | None:
    await chain.heads()
    proof = await chain.prove(tx, [bsc.deposit], final=True)
    return None if proof is None else [transfer.raw for transfer in proof.transfers]


def paid(bsc: EvmWorld) -> str:
    tx = bsc.pay(bsc.raw("200.37"))
    bsc.settle()
    return tx


def troubles(chain: EvmChain) -> list[type | None]:
    return [None if provider.trouble is None else type(provider.trouble) for provider in chain.providers]


def richer(method: str, params: list[Any], result: Any) -> Any:
    """A receipt that tells of more than arrived."""
    if method == "eth_getTransactionReceipt" and result and result["logs"]:
        log = result["logs"][0] | {"data": "0x" + f"{10**27:064x}"}
        return result | {"logs": [log]}
    return result


def forgotten(method: str, params: list[Any], result: Any) -> Any:
    """No logs, whatever happened."""
    return [] if method == "eth_getLogs" else result


# -- one provider --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("response", "error", "words"),
    [
        (throttled(), RateLimited, "HTTP 429"),
        (JSONResponse({"Error": "suspended"}, 403), RateLimited, "suspended"),
        (JSONResponse({}, 401), AuthError, "key"),
        (html(), VenueUnavailable, "HTTP 502"),
        (PlainTextResponse('{"jsonrpc":"2.0","res'), VenueUnavailable, "HTTP 200"),
        (JSONResponse({}), VenueUnavailable, "without a result"),
        (JSONResponse([]), VenueUnavailable, "readable"),
        (JSONResponse({"jsonrpc": "2.0", "error": "no\x1b[2J"}), VenueUnavailable, r"no\\x1b"),
        (
            JSONResponse(
                {"jsonrpc": "2.0", "id": 1, "error": {"code": -32005, "message": "daily request limit reached"}}
            ),
            RateLimited,
            "daily request",
        ),
        (
            JSONResponse({"jsonrpc": "2.0", "id": 1, "error": {"code": -32602, "message": "bad"}}, 400),
            BadRequest,
            "bad",
        ),
        (JSONResponse({"jsonrpc": "2.0", "id": 1, "result": "soon"}), Unexpected, "not"),
    ],
)
async def test_each_failure_has_its_error_and_the_providers_words(
    three: list[Facade], client_of: Open, response: Response, error: type[VenueError], words: str
) -> None:
    three[0].response = response
    client = client_of(three[0])
    with pytest.raises(error, match=words):
        await client.heads()
    assert troubles(client) == [error]


async def test_429_waits_as_long_as_the_provider_says(three: list[Facade], client_of: Open) -> None:
    three[0].response = throttled()
    client = client_of(three[0])
    with pytest.raises(RateLimited) as refused:
        await client.heads()
    assert refused.value.retry_after_s == 7


async def test_an_answer_that_does_not_come_is_given_up(three: list[Facade], client_of: Open) -> None:
    three[0].pause = asyncio.Event()
    with pytest.raises(VenueUnavailable, match="in time"):
        await client_of(three[0], timeout_s=0.05).heads()
    three[0].pause.set()


async def test_a_node_that_is_not_there_is_unavailable_and_its_key_is_not_told(bsc: EvmWorld) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    secret = Secret(f"http://127.0.0.1:{port}/v3/made-up-key-0123456789?apikey=made-up-too")
    client = EvmChain(EvmNetwork(bsc.facts, (secret,)), now=bsc.now)
    with pytest.raises(VenueUnavailable) as refused:
        await client.heads()
    assert "made-up" not in f"{refused.value!r} {refused.value} {refused.value.__cause__!r} {client.providers!r}"
    await client.aclose()


async def test_the_whole_address_is_asked_as_it_was_given(bsc: EvmWorld) -> None:
    """Keys stand in the path or behind a question mark, and some providers mind a slash too many."""
    client = EvmChain(EvmNetwork(bsc.facts, (Secret(f"{bsc.url}/v3/key?apikey=1"),)), now=bsc.now)
    request = client._nodes._members[0]._http._client.build_request("POST", client._nodes._members[0]._http._url(""))
    assert str(request.url) == f"{bsc.url}/v3/key?apikey=1"
    await client.aclose()


async def test_a_provider_without_finality_is_refused_and_no_depth_takes_its_place(
    bsc: EvmWorld, three: list[Facade], client_of: Open
) -> None:
    def none(method: str, params: list[Any], result: Any) -> Any:
        return None if params[:1] == ["finalized"] else result

    paid(bsc)
    three[0].forge = none
    client = client_of(three[0])
    with pytest.raises(Unexpected, match="finalized"):
        await client.heads()
    three[0].forge = lambda method, params, result: result
    three[0].errors["eth_getBlockByNumber"] = {"code": -32602, "message": "TAG finalized not supported"}
    with pytest.raises(Unexpected, match="which block is final"):
        await client.heads()


@pytest.mark.parametrize(
    "error",
    [
        {"code": -32602, "message": "exceed max block range: 7"},
        {"code": -32005, "message": "query returned more than 10000 results"},
        {"code": -32600, "message": "up to a 7 block range"},
        {"code": -32000, "message": "exceed maximum block range: 7"},
        {"code": -32000, "message": "too many results"},
    ],
)
async def test_ranges_become_as_small_as_the_provider_wants_them(
    bsc: EvmWorld, three: list[Facade], client_of: Open, error: dict[str, Any]
) -> None:
    tx = paid(bsc)
    bsc.mine(60)
    three[0].largest_range, three[0].range_error = 7, error
    assert [hint.tx_hash for hint in await hints(client_of(three[0]), bsc)] == [tx]


@pytest.mark.parametrize(
    "error",
    [
        {"code": -32000, "message": "unknown block"},
        {"code": -32000, "message": "header not found"},
        {"code": -32602, "message": "block range extends beyond current head block"},
        {"code": -32601, "message": "the method eth_getLogs does not exist/is not available"},
    ],
)
async def test_a_node_that_has_not_come_so_far_is_not_asked_for_less(
    bsc: EvmWorld, three: list[Facade], client_of: Open, error: dict[str, Any]
) -> None:
    paid(bsc)
    three[0].errors["eth_getLogs"] = error
    with pytest.raises(VenueError):
        await hints(client_of(three[0]), bsc)
    assert three[0].calls["eth_getLogs"] == 1


@pytest.mark.parametrize(
    "forged",
    [
        {"transactionHash": "0x" + "cd" * 32},
        {"transactionHash": "cd"},
        {"status": "yes"},
        {"blockNumber": "latest"},
        {"logs": None},
        {"logs": [{}]},
        {"blockHash": None},
    ],
)
async def test_a_receipt_that_is_not_one_is_an_error_and_never_a_proof(
    bsc: EvmWorld, three: list[Facade], client_of: Open, forged: dict[str, Any]
) -> None:
    tx = paid(bsc)
    three[0].forge = lambda method, _, result: result | forged if method == "eth_getTransactionReceipt" else result
    with pytest.raises(VenueError):
        await proven(client_of(three[0]), bsc, tx)


async def test_a_receipt_of_a_block_that_is_not_the_chains_proves_nothing(
    bsc: EvmWorld, three: list[Facade], client_of: Open
) -> None:
    tx = paid(bsc)
    other = {"blockHash": "0x" + "ab" * 32}
    three[0].forge = lambda method, _, result: result | other if method == "eth_getTransactionReceipt" else result
    assert await proven(client_of(three[0]), bsc, tx) is None


async def test_logs_in_another_order_are_refused(bsc: EvmWorld, three: list[Facade], client_of: Open) -> None:
    """Their place is part of a transfer's identity, so a shuffled list could be a second payment."""
    part = (bsc.contracts.usdt, bsc.deposit, bsc.raw("100.11"))
    tx = bsc.pay_many(part, part)
    bsc.settle()

    def shuffled(method: str, params: list[Any], result: Any) -> Any:
        return result | {"logs": result["logs"][::-1]} if method == "eth_getTransactionReceipt" else result

    three[0].forge = shuffled
    with pytest.raises(Unexpected, match="order"):
        await proven(client_of(three[0]), bsc, tx)


# -- several providers ---------------------------------------------------------------------------------------------


async def test_one_of_three_that_fails_is_shown_and_not_missed(
    bsc: EvmWorld, three: list[Facade], client_of: Open
) -> None:
    tx = paid(bsc)
    client = client_of(*three)
    three[1].response = html()
    assert [hint.tx_hash for hint in await hints(client, bsc)] == [tx]
    assert await proven(client, bsc, tx) == [bsc.raw("200.37")]
    assert troubles(client) == [None, VenueUnavailable, None]
    three[1].response = None
    await client.heads()
    assert troubles(client) == [None, None, None]


async def test_with_one_of_two_nothing_is_proved(bsc: EvmWorld, three: list[Facade], client_of: Open) -> None:
    tx = paid(bsc)
    client = client_of(*three[:2])
    assert await proven(client, bsc, tx) == [bsc.raw("200.37")]
    three[1].response = html()
    with pytest.raises(VenueUnavailable):
        await proven(client, bsc, tx)


async def test_a_node_of_another_chain_takes_no_part(bsc: EvmWorld, three: list[Facade], client_of: Open) -> None:
    tx = paid(bsc)
    three[0].forge = lambda method, params, result: "0x1" if method == "eth_chainId" else result
    client = client_of(*three)
    assert await proven(client, bsc, tx) == [bsc.raw("200.37")]
    assert troubles(client) == [Unexpected, None, None]
    assert three[0].calls["eth_getTransactionReceipt"] == 0
    assert "not of BNB Smart Chain" in str(client.providers[0].trouble)


@pytest.mark.parametrize("liar", [0, 1, 2])
async def test_one_that_tells_of_more_money_is_outvoted_and_named(
    bsc: EvmWorld, three: list[Facade], client_of: Open, liar: int
) -> None:
    tx = paid(bsc)
    three[liar].forge = richer
    client = client_of(*three)
    assert await proven(client, bsc, tx) == [bsc.raw("200.37")]
    assert troubles(client) == [Unexpected if place == liar else None for place in range(3)]


async def test_two_that_contradict_each_other_prove_nothing(
    bsc: EvmWorld, three: list[Facade], client_of: Open
) -> None:
    tx = paid(bsc)
    three[0].forge = richer
    client = client_of(*three[:2])
    assert await proven(client, bsc, tx) is None
    assert troubles(client) == [Unexpected, Unexpected]


async def test_a_payment_only_one_knows_of_is_none(bsc: EvmWorld, three: list[Facade], client_of: Open) -> None:
    tx = paid(bsc)
    invented = "ab" * 32

    def invent(method: str, params: list[Any], result: Any) -> Any:
        if method == "eth_getTransactionReceipt" and params == ["0x" + invented]:
            return known | {"transactionHash": params[0]}
        if method == "eth_getLogs" and result:
            return [*result, result[0] | {"transactionHash": "0x" + invented}]
        return result

    known = bsc.rpc("eth_getTransactionReceipt", "0x" + tx)
    three[2].forge = invent
    client = client_of(*three)
    assert {hint.tx_hash for hint in await hints(client, bsc)} == {tx, invented}
    assert await proven(client, bsc, invented) is None
    assert troubles(client) == [None, None, Unexpected]
    assert await proven(client, bsc, tx) == [bsc.raw("200.37")]


async def test_what_one_leaves_out_another_lists(bsc: EvmWorld, three: list[Facade], client_of: Open) -> None:
    tx = paid(bsc)
    three[0].forge = forgotten
    assert [hint.tx_hash for hint in await hints(client_of(*three[:2]), bsc)] == [tx]


async def test_one_that_lags_does_not_hold_the_others_back(bsc: EvmWorld, three: list[Facade], client_of: Open) -> None:
    client = client_of(*three)
    bsc.mine(20)
    three[0].lag = 15
    tx = paid(bsc)
    heads = await client.heads()
    assert (heads.head.height, heads.finalized.height) == (bsc.head, bsc.head - 4)
    assert [provider.height for provider in client.providers] == [bsc.head - 15, bsc.head, bsc.head]
    assert [hint.tx_hash for hint in await hints(client, bsc)] == [tx]
    assert await proven(client, bsc, tx) == [bsc.raw("200.37")]


async def test_of_two_the_one_that_lags_sets_the_pace_and_hides_nothing(
    bsc: EvmWorld, three: list[Facade], client_of: Open
) -> None:
    client = client_of(*three[:2])
    bsc.mine(20)
    three[0].lag = 15
    tx = paid(bsc)
    heads = await client.heads()
    assert heads.final.height == bsc.head - 19
    found = await client.finders[0].find([bsc.deposit], 0, bsc.head, final=False)
    assert (found.reached, found.backlog) == (bsc.head - 15, True)
    assert await proven(client, bsc, tx) is None
    three[0].lag = 0
    assert [hint.tx_hash for hint in await hints(client, bsc)] == [tx]
    assert await proven(client, bsc, tx) == [bsc.raw("200.37")]


async def test_one_that_claims_blocks_nobody_else_has_moves_nothing(
    bsc: EvmWorld, three: list[Facade], client_of: Open
) -> None:
    def ahead(method: str, params: list[Any], result: Any) -> Any:
        if method == "eth_getBlockByNumber" and params[0] in ("latest", "finalized"):
            return result | {"number": hex(int(result["number"], 16) + 10_000)}
        return result

    three[0].forge = ahead
    client = client_of(*three)
    heads = await client.heads()
    assert (heads.head.height, heads.finalized.height) == (bsc.head, bsc.head - 4)


async def test_each_provider_is_asked_in_ranges_of_its_own(bsc: EvmWorld, three: list[Facade], client_of: Open) -> None:
    tx = paid(bsc)
    bsc.mine(60)
    three[0].largest_range = 5
    client = client_of(*three[:2])
    assert [hint.tx_hash for hint in await hints(client, bsc)] == [tx]
    assert three[0].calls["eth_getLogs"] > 10
    assert three[1].calls["eth_getLogs"] == 1


async def test_a_single_provider_is_asked_again_later_and_several_are_not(three: list[Facade], client_of: Open) -> None:
    assert client_of(three[0]).finders[0].may_lag
    assert not client_of(*three[:2]).finders[0].may_lag
