"""Every REST call the simulated Bitget answers. A further product adds its own `..._routes` module here."""

from __future__ import annotations

from exchanges.sandbox.bitget import common_routes, margin_routes, mix_routes, uta_routes
from exchanges.sandbox.bitget.routes import Endpoint

ENDPOINTS: tuple[Endpoint, ...] = (
    *common_routes.ENDPOINTS,
    *mix_routes.ENDPOINTS,
    *margin_routes.ENDPOINTS,
    *uta_routes.ENDPOINTS,
)
TABLE: dict[tuple[str, str], Endpoint] = {(item.method, item.path): item for item in ENDPOINTS}
