"""Every example payload a venue's documents print: what `tests/<venue>/payloads.py` tells of reading them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from exchanges.core.adapter import Credentials
from exchanges.core.endpoint import Endpoint
from exchanges.core.frames import Wire
from exchanges.core.rest import Dialect
from exchanges.core.secret import Secret

Example = dict[str, Any]
"""`endpoint`, `kind` (request, response, push), `payload`, and the `line` of the document."""


MADE_UP = Credentials("made-up-key", Secret("made-up-secret"), Secret("made-up-words"))


def no_rows(example: Example, told: Any) -> Iterable[Any]:
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Payloads:
    """One document's examples, and how its venue reads them."""

    examples: list[Example]
    endpoints: Iterable[Endpoint]
    dialect: Dialect
    """Without a key."""
    sender: Dialect
    """With a made-up key."""
    envelope: Endpoint
    """What answers that are printed for no call in particular are read as an answer of."""
    written: int = 200
    """The HTTP status of a write that was taken."""
    content: Callable[[Any], Any] = lambda payload: payload
    """What stands inside the envelope of an answer."""
    models: Callable[[Example, Any], Iterable[Any]] = no_rows
    """What the mapping makes of an answer's rows, where they become the model's; `None` is a row it cannot read."""
    refused: Mapping[str, type[Exception]] = field(default_factory=dict)
    """Answers by the code they print that are errors; read as if the call had failed."""
    code: Callable[[Any], str] = lambda payload: str(payload.get("code", "")) if isinstance(payload, dict) else ""
    wire: Wire | None = None
    channels: Iterable[str] = ()
    frame: Callable[[Any], type] | None = None
    """The kind of frame a socket's answer is, or of the error it tells."""
    wish: Callable[[Example], tuple[Any, Any]] | None = None
    """What we would send on a socket, and what is printed; they are to be equal."""

    def endpoint(self, example: Example) -> Endpoint | None:
        """The call in the venue's table; `None` for samples of other products, and envelopes of no call."""
        return next((each for each in self.endpoints if each.call == example["endpoint"]), None)
