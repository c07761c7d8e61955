"""A page of the demo's stand-in for a venue's own website; unmistakably simulated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.locale.catalogue import pick, t
from app.screens.telling import TellingScreen

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.services.site_console import SiteConsole
    from exchanges.core.plugin import Plugin


class SitePage(TellingScreen):
    """Shown in the demo only.

    Args:
        venue: Whose site it plays.
    """

    def __init__(self, venue: str) -> None:
        super().__init__()
        self.venue = venue

    def row2_right(self) -> str:
        return t("console.simulated", site=t(f"console.site.{self.venue}"))

    @property
    def title_text(self) -> str:
        """The site's name at the head of the path."""
        return t("console.title", venue=self.plugin.facts.title[0])

    @property
    def plugin(self) -> Plugin:
        """Whose words the site uses."""
        return self.services.venues[self.venue].plugin

    @property
    def site(self) -> SiteConsole:
        """The simulated website."""
        demo = self.services.demo
        assert demo is not None, "the console was opened outside the demo"  # noqa: S101
        return demo.sites[self.venue]

    def permission_words(self, permissions: Iterable[str]) -> str:
        """Permissions in the site's own words."""
        known = self.plugin.permissions
        return t("console.and").join(pick(known[word].name) if word in known else word for word in permissions)
