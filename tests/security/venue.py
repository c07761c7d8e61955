"""The simulated OKX beside a program in a terminal: started and set against it without a loop of the test's own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx

from exchanges.sandbox.server import SandboxThread


class Site:
    """OKX's side."""

    def __init__(self, thread: SandboxThread, http: httpx.Client) -> None:
        self.thread = thread
        self.http = http

    @property
    def variables(self) -> dict[str, str]:
        """Environment under which the program takes it for OKX."""
        return {f"BINNACLE_OKX_LIVE_{name}".upper(): url for name, url in self.thread.hosts()["live"].items()}

    def fault(self, kind: str, **fields: Any) -> None:
        self.http.post("/faults", json={"venue": "okx", "kind": kind, **fields}).raise_for_status()

    def heal(self) -> None:
        self.http.delete("/faults").raise_for_status()

    def order(self, account: str, contract: str, side: str, leg: str, size: str) -> None:
        body = {"instId": contract, "side": side, "posSide": leg, "sz": size}
        self.http.post(f"/okx/accounts/{account}/orders", json=body).raise_for_status()

    def key(self, account: str, kind: str) -> dict[str, str]:
        """A seeded key; the same for every site, since the seed is."""
        accounts = self.thread.describe()["venues"]["okx"]["accounts"]
        keys = next(each["keys"] for each in accounts if each["name"] == account)
        found: dict[str, str] = next(key for key in keys if key["kind"] == kind)
        return found


@contextmanager
def site(**settings: Any) -> Iterator[Site]:
    """A simulated OKX of its own."""
    thread = SandboxThread(seed=7, **settings).start()
    try:
        with httpx.Client(base_url=thread.describe()["control"], timeout=10, trust_env=False, verify=False) as http:
            yield Site(thread, http)
    finally:
        thread.stop()
