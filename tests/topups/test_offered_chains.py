"""Which networks are offered: those the operator configured whole, each with the facts of its chain."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.locale.catalogue import LANGUAGES, set_language, t
from app.services.errors import Refused
from app.services.session import Session
from app.services.topup_chains import chain_offers, open_chains
from app.services.topups import TopUpService
from app.settings import Evm, Settings, Tron, load
from exchanges.core.secret import Secret
from store.database import Store
from tests.stores import ManualClock

pytestmark = pytest.mark.anyio

TRON = "TQn9Y2khEsLJW1ChVWFMSMeRDow5KcbLSE"
OURS = "0x2B5AD5c4795c026514f8317c7a215E218DcCD6cF"
NODE = Secret("https://node.example/v3/made-up-key")


def configured(**chains: Tron | Evm) -> Settings:
    return Settings(data_dir=Path(), **chains)


def evm(**changes: object) -> Evm:
    return Evm(**({"providers": (NODE,), "deposit_address": OURS} | changes))


def test_every_configured_chain_is_offered_with_its_facts() -> None:
    tron = Tron(deposit_address=TRON)
    offers = chain_offers(configured(eth=evm(), polygon=evm(), tron=tron, bsc=evm(deposit_address=OURS.lower())))
    told = [(offer.key, offer.standard, offer.decimals, offer.confirmations_needed, offer.address) for offer in offers]
    assert told == [
        ("tron", "TRC20", 6, 19, TRON),
        ("bsc", "BEP20", 18, 3, OURS),
        ("eth", "ERC20", 6, 20, OURS),
        ("polygon", "Polygon", 6, 5, OURS),
    ]
    assert all(all(offer.facts.fee_hint) for offer in offers)


def test_settings_change_the_facts_of_a_chain() -> None:
    [offer] = chain_offers(configured(bsc=evm(confirmations=9, block_ms=700, poll_ms=1_500)))
    assert (offer.confirmations_needed, offer.block_ms, offer.facts.poll_ms) == (9, 700, 1_500)
    assert offer.facts.chain_id == 56


def test_large_sums_need_more_confirmations_where_small_ones_do_not_wait_for_finality() -> None:
    bsc, eth = chain_offers(configured(bsc=evm(), eth=evm(large_usdt=500)))
    assert [eth.confirmations_for(usdt * 10**6) for usdt in (499, 500)] == [20, 80]
    assert [bsc.confirmations_for(usdt * 10**6) for usdt in (499, 500)] == [3, 3]


@pytest.mark.parametrize(
    "address",
    [
        "0x55d398326f99059fF775485246999027B3197955",
        "0x" + "00" * 20,
        "0x2b5AD5c4795c026514f8317c7a215E218DcCD6cF",
        TRON,
        "0x2B5AD5c4795c026514f8317c7a215E218DcCD6c",
    ],
    ids=["the token's own", "nobody's", "a typo", "another chain's", "too short"],
)
def test_an_address_that_would_lose_money_is_refused_at_start(address: str) -> None:
    with pytest.raises(Refused, match="bad_address") as refused:
        chain_offers(configured(bsc=evm(deposit_address=address)))
    assert "[bsc]" in t(refused.value.key, **refused.value.values)


@pytest.mark.parametrize("providers", [(), (Secret("node.example"),), (NODE, Secret("file:///etc/hosts"))])
def test_a_chain_without_a_node_to_ask_is_refused_at_start(providers: tuple[Secret, ...]) -> None:
    with pytest.raises(Refused, match="no_provider") as refused:
        chain_offers(configured(eth=evm(providers=providers)))
    for language in LANGUAGES:
        set_language(language)
        text = t(refused.value.key, **refused.value.values)
        assert "Ethereum" in text
        assert "[eth]" in text
        assert "node.example" not in text


def test_providers_come_from_the_environment_and_are_not_shown(tmp_path: Path) -> None:
    environ = {"BINNACLE_BSC_PROVIDERS": "https://a.example/key-1, https://b.example", "BINNACLE_ETH_LARGE_USDT": "250"}
    settings = load(data_dir=tmp_path, environ=environ)
    assert [each.reveal() for each in settings.bsc.providers] == ["https://a.example/key-1", "https://b.example"]
    assert settings.eth.large_usdt == 250
    assert "key-1" not in repr(settings)


def test_a_file_with_providers_that_others_may_read_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "binnacle.toml"
    file.write_text("[bsc]\nproviders = ['https://a.example/key-1']\n")
    file.chmod(0o644)
    with pytest.raises(Refused, match="not_private"):
        load(data_dir=tmp_path, environ={})
    file.chmod(0o600)
    assert len(load(data_dir=tmp_path, environ={}).bsc.providers) == 1


async def test_a_client_is_opened_for_each_chain(store_clock: ManualClock) -> None:
    chains = open_chains(configured(bsc=evm(providers=(NODE, NODE)), tron=Tron(deposit_address=TRON)), store_clock)
    assert [(chain.key, chain.decimals, len(chain.providers)) for chain in chains] == [("tron", 6, 1), ("bsc", 18, 2)]
    for chain in chains:
        await chain.aclose()


async def test_one_amount_may_wait_on_every_chain_at_once(
    sea_store: Store, store_clock: ManualClock, ada: Session
) -> None:
    """The same address on two chains is two places."""
    service = TopUpService(sea_store, configured(bsc=evm(), eth=evm()), store_clock)
    orders = [await service.create(ada, "100", chain) for chain in ("bsc", "eth")]
    assert {order.status for order in orders} == {"awaiting"}
    with pytest.raises(Refused, match="open_order"):
        await service.create(ada, "200", "bsc")
