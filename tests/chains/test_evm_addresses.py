"""EVM addresses are exact or refused, and their checksum is the one the network uses."""

from __future__ import annotations

import json
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchanges.chains import tron_address
from exchanges.chains.evm import address
from exchanges.chains.evm.keccak import keccak256
from exchanges.chains.facts import CHAINS
from tests.chains.contracts import FOLDER
from tests.chains.evm_world import EvmWorld

REAL = (
    "0xdAC17F958D2ee523a2206206994597C13D831ec7",
    "0x55d398326f99059fF775485246999027B3197955",
    "0xc2132D05D31c914a87C6611C10748AEb04B58e8F",
    "0xFd086bC7CD5C481DCC9C85ebE478A1C0b69FCbb9",
    "0x01bFF41798a0BcF287b996046Ca68b395DbC1071",
    "0x94b008aA00579c1307B0EF2c499aD98a8ce58e58",
)


def test_the_hash_of_nothing_is_the_one_the_documents_name() -> None:
    assert keccak256(b"").hex() == "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"


def test_the_hash_is_the_one_a_real_node_computes(eth: EvmWorld) -> None:
    for length in (1, 20, 40, 64, 134, 135, 136, 137, 271, 272, 300):
        data = bytes(place % 251 for place in range(length))
        assert "0x" + keccak256(data).hex() == eth.rpc("web3_sha3", "0x" + data.hex())


@pytest.mark.parametrize("real", REAL)
def test_an_address_is_shown_with_its_checksum(real: str) -> None:
    body = bytes.fromhex(real[2:])
    for written in (real, real.lower(), "0x" + real[2:].upper(), f"\u200b {real}\r\n"):
        assert address.from_text(written) == body
    assert address.to_text(body) == real


@pytest.mark.parametrize("real", REAL)
def test_one_letter_of_the_wrong_case_is_noticed(real: str) -> None:
    for place in [place for place, letter in enumerate(real) if place > 1 and letter.isalpha()]:
        with pytest.raises(ValueError, match="checksum"):
            address.from_text(real[:place] + real[place].swapcase() + real[place + 1 :])


@pytest.mark.parametrize(
    "wrong",
    [
        REAL[0][2:],
        REAL[0].upper(),
        REAL[0][:-1],
        REAL[0] + "7",
        REAL[0].replace("A", "G"),
        "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t",
        "0x" + "ab" * 32,
        "",
        "0x",
        "\u202e" + REAL[0],
        REAL[0].replace("0", "\uff10"),
    ],
)
def test_anything_but_an_address_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        address.from_text(wrong)


@given(st.binary(min_size=20, max_size=20))
def test_every_address_reads_back_as_it_was_written(body: bytes) -> None:
    assert address.from_text(address.to_text(body)) == body


def test_the_table_of_chains_names_the_real_contracts() -> None:
    assert {key: facts.usdt for key, facts in CHAINS.items() if key != "tron"} == {
        "bsc": REAL[1],
        "eth": REAL[0],
        "polygon": REAL[2],
    }
    assert tron_address.from_text(CHAINS["tron"].usdt).hex() == "a614f803b6fd780986a42c78ec9c7f77e6ded13c"
    assert {key: facts.decimals for key, facts in CHAINS.items()} == {"tron": 6, "bsc": 18, "eth": 6, "polygon": 6}
    for facts in CHAINS.values():
        assert facts.transaction_page("ab" * 32).endswith("ab" * 32)


def test_the_compiled_contracts_are_those_of_the_source_beside_them() -> None:
    compiled = json.loads((FOLDER / "Tokens.json").read_text())
    assert compiled["source_sha256"] == sha256((FOLDER / "Tokens.sol").read_bytes()).hexdigest()
