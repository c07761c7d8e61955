"""A page of the demo's stand-in for the venue's own website; unmistakably simulated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.locale.catalogue import t
from app.screens.telling import TellingScreen

if TYPE_CHECKING:
    from app.services.okx_console import OkxConsole


class SitePage(TellingScreen):
    """Shown in the demo only."""

    def row2_right(self) -> str:
        return t("console.simulated")

    @property
    def site(self) -> OkxConsole:
        """The simulated website."""
        demo = self.services.demo
        assert demo is not None, "the console was opened outside the demo"  # noqa: S101
        return demo.console
