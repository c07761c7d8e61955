"""Calls to the control address of the demo's sandbox."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import httpx

from app.services.errors import Refused
from exchanges.core.network import trusted

_TIMEOUT_S = 10.0


class SimulationHttp:
    """JSON over HTTP on this machine; close it with `aclose`.

    Args:
        base_url: `http://127.0.0.1:port`.
    """

    def __init__(self, base_url: str) -> None:
        # A proxy from the environment is for the outside world.
        self._client = httpx.AsyncClient(base_url=base_url, timeout=_TIMEOUT_S, trust_env=False, verify=trusted())

    async def get(self, path: str) -> Any:
        """What is answered; all calls raise `Refused` with the sandbox's own words when it refuses."""
        return await self._call("GET", path, None)

    async def post(self, path: str, body: Mapping[str, Any]) -> Any:
        return await self._call("POST", path, body)

    async def patch(self, path: str, body: Mapping[str, Any]) -> Any:
        return await self._call("PATCH", path, body)

    async def delete(self, path: str) -> Any:
        return await self._call("DELETE", path, None)

    async def aclose(self) -> None:
        await self._client.aclose()

    async def _call(self, method: str, path: str, body: Mapping[str, Any] | None) -> Any:
        try:
            response = await self._client.request(method, path, json=None if body is None else dict(body))
        except httpx.HTTPError:
            raise Refused("demo.error.silent") from None
        answer = response.json()
        if response.is_error:
            raise Refused("demo.error.site", reason=answer.get("error", f"HTTP {response.status_code}"))
        return answer
