"""How a wish for other parameters is written in one line."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from textual.content import Content

from app.locale.catalogue import t

if TYPE_CHECKING:
    from app.services.parameter_changes import ChangeView

_TONES = {"approved": "$text-success", "refused": "$text-error", "pending": "$text-warning"}


def change_row(change: ChangeView) -> Content:
    """Time, binding, what is wished, and what became of it."""
    time = f"{datetime.fromtimestamp(change.created_ms / 1000, UTC):%m-%d %H:%M}"
    wish = t("keys.detail.custom" if change.custom else "keys.detail.default")
    row = Content(f"{time}  {change.label}: {wish}   ")
    row = row.append(Content(t(f"changes.state.{change.state}")).stylize(_TONES.get(change.state, "$quiet")))
    return row.append(Content(f"   {change.reason}").stylize("$quiet")) if change.reason else row
