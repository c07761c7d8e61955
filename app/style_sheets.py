"""Style sheets are parsed once for each theme, however many screens are opened.

The framework parses every sheet it knows anew whenever a screen brings one that is new: its own memory is thrown away
with each such turn, and holds 64 sheets where we have more. That was a noticeable pause before each page that was
opened for the first time. What was parsed is the same for all apps of this process: a rule never changes.
"""

from __future__ import annotations

from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.css.types import CSSLocation

_Sheet = tuple[str, CSSLocation, bool, int, str]
_parsed: dict[frozenset[tuple[str, str]], dict[_Sheet, list[RuleSet]]] = {}
"""The colours and other variables of a theme -> sheets in it."""


class SheetsParsedOnce(Stylesheet):
    """The framework's style sheets of an app; relies on `_variables` and `_parse_rules`."""

    def __init__(self, *, variables: dict[str, str] | None = None) -> None:
        super().__init__(variables=variables)
        self._known = _parsed.setdefault(frozenset(self._variables.items()), {})

    def set_variables(self, variables: dict[str, str]) -> None:
        super().set_variables(variables)
        self._known = _parsed.setdefault(frozenset(variables.items()), {})

    def reparse(self) -> None:
        """Put the rules of all sheets together anew; when one of them is wrong, the rules stay as they were."""
        self.parse()

    def _parse_rules(
        self,
        css: str,
        read_from: CSSLocation,
        is_default_rules: bool = False,
        tie_breaker: int = 0,
        scope: str = "",
    ) -> list[RuleSet]:
        sheet = (css, read_from, is_default_rules, tie_breaker, scope)
        if sheet not in self._known:
            self._known[sheet] = super()._parse_rules(css, read_from, is_default_rules, tie_breaker, scope)
        return self._known[sheet]
