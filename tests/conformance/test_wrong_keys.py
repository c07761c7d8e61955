"""Every kind of wrong key at every venue gets one verdict, with the reason; docs/wrong-keys.md holds them all."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from exchanges import venues
from exchanges.core.verdict import KeyReport
from tests.conformance import wrong_keys

DOCUMENT = Path(__file__).parents[2] / "docs" / "wrong-keys.md"
Told = Mapping[str, Mapping[str, KeyReport]]


@pytest.fixture(scope="module")
def told() -> Told:
    """The reports of all cases, by venue."""

    async def all_at_once() -> list[dict[str, KeyReport]]:
        return await asyncio.gather(*map(wrong_keys.verdicts, venues.NAMES))

    return dict(zip(venues.NAMES, asyncio.run(all_at_once()), strict=True))


@pytest.mark.parametrize("name", venues.NAMES)
def test_the_right_keys_are_taken_and_what_cannot_be_told_is_not_called_well(told: Told, name: str) -> None:
    for title in ("a read-only key", "a trade key"):
        report = told[name][title]
        assert report.key_ok, [(check.name, check.outcome, check.text[0]) for check in report.checks]
        assert all(check.text[0] and check.text[1] for check in report.checks)


@pytest.mark.parametrize("name", venues.NAMES)
def test_no_wrong_key_is_taken_without_a_word(told: Told, name: str) -> None:
    for title, report in told[name].items():
        if title in ("a read-only key", "a trade key", "a clock ten minutes off"):
            continue
        worst = next((check for check in report.checks if check.outcome == "no"), None)
        untold = [check for check in report.checks if check.outcome == "unverified"]
        assert worst is not None or untold, title
        assert worst is None or (worst.text[1] and (worst.cure[1] or worst.venue_quote)), title


@pytest.mark.parametrize("name", venues.NAMES)
def test_a_clock_that_is_off_is_corrected_or_named(told: Told, name: str) -> None:
    report = told[name]["a clock ten minutes off"]
    assert report.key_ok or any(check.outcome == "no" for check in report.checks)


def test_the_table_in_the_docs_is_what_the_venues_say(told: Told) -> None:
    text = wrong_keys.document(told)
    if os.environ.get("BINNACLE_WRITE_DOCS"):
        DOCUMENT.write_text(text)
    assert DOCUMENT.read_text() == text, "make verdicts writes it anew; look at the difference first"
