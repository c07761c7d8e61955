"""A provider that throttles, breaks or lies gives one of our errors, never a wrong answer."""

from __future__ import annotations

import socket

import pytest

from exchanges.chains.tron import TronChain
from exchanges.chains.tron_rest import TronNetwork
from exchanges.core.clock import now_ms
from exchanges.core.errors import RateLimited, VenueError, VenueUnavailable
from exchanges.core.secret import Secret
from exchanges.sandbox.tron import TronNode
from tests.chains.network import Network

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize(
    ("fault", "error", "words"),
    [
        ("forbidden", RateLimited, "suspended for 30s"),
        ("throttled", RateLimited, "Too many requests"),
        ("unavailable", VenueUnavailable, "temporarily unavailable"),
        ("html", VenueUnavailable, "HTTP 502"),
        ("garbage", VenueUnavailable, "HTTP 200"),
        ("error_200", VenueUnavailable, "lack of computing resources"),
    ],
)
async def test_each_failure_has_its_error_and_the_providers_words(
    tron: Network, chain: TronChain, fault: str, error: type[VenueError], words: str
) -> None:
    await tron.fault(fault)
    with pytest.raises(error, match=words):
        await chain.heads()


async def test_after_403_nothing_is_asked_for_half_a_minute(tron: Network) -> None:
    clock = [1_000.0]
    client = TronChain(TronNetwork(rest=tron.base_url, requests_per_s=0), now=now_ms, monotonic=lambda: clock[0])
    await tron.fault("forbidden", times=1)
    with pytest.raises(RateLimited) as refused:
        await client.heads()
    assert refused.value.retry_after_s == 30
    clock[0] += 29
    with pytest.raises(RateLimited, match="paused") as refused:
        await client.heads()
    assert refused.value.retry_after_s == 1
    clock[0] += 1
    assert (await client.heads()).head.height > 0
    await client.aclose()


async def test_429_waits_as_long_as_the_provider_says(tron: Network, chain: TronChain) -> None:
    await tron.fault("throttled", times=1)
    with pytest.raises(RateLimited) as refused:
        await chain.heads()
    assert refused.value.retry_after_s == 7


async def test_an_answer_that_does_not_come_is_given_up(tron: Network) -> None:
    client = tron.chain(timeout_s=0.05)
    await tron.fault("slow", delay_ms=500, times=1)
    with pytest.raises(VenueUnavailable):
        await client.heads()
    await client.aclose()


async def test_a_node_that_is_not_there_is_unavailable() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    client = TronChain(TronNetwork(rest=f"http://127.0.0.1:{port}", requests_per_s=0), now=now_ms)
    with pytest.raises(VenueUnavailable):
        await client.heads()
    await client.aclose()


async def test_an_empty_answer_about_a_transaction_means_it_is_not_known(tron: Network, chain: TronChain) -> None:
    tx = await tron.pay("200.37")
    await tron.settle()
    await tron.fault("empty", path="gettransactioninfobyid", times=1)
    assert await chain.prove(tx, [tron.deposit], final=True) is None
    assert await chain.prove(tx, [tron.deposit], final=True) is not None


async def test_an_empty_answer_about_the_newest_block_is_no_answer(tron: Network, chain: TronChain) -> None:
    await tron.fault("empty", path="getnowblock")
    with pytest.raises(VenueError):
        await chain.heads()


async def test_the_key_goes_in_the_header_and_nowhere_else(tron: Network) -> None:
    client = tron.chain(api_key=Secret("made-up-tron-key-0001"))
    assert client._rest._client.headers["TRON-PRO-API-KEY"] == "made-up-tron-key-0001"
    await tron.fault("forbidden")
    with pytest.raises(RateLimited) as refused:
        await client.heads()
    assert "made-up" not in f"{refused.value!r} {refused.value} {client!r}"
    await client.aclose()


async def test_calls_keep_the_pace_of_the_settings(tron: Network) -> None:
    waits: list[float] = []
    clock = [50.0]
    client = TronChain(TronNetwork(rest=tron.base_url, requests_per_s=4), now=now_ms, monotonic=lambda: clock[0])

    async def note(seconds: float) -> None:
        waits.append(seconds)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("exchanges.chains.provider_http.asyncio.sleep", note)
        await client.heads()
        await client.heads()
    assert waits == [0.25, 0.5, 0.75]
    await client.aclose()


def test_the_simulated_addresses_stay_the_same_for_one_seed() -> None:
    first, second, other = (TronNode(seed, None) for seed in (1, 1, 2))
    assert first.address("operator") == second.address("operator") != other.address("operator")
