"""What is typed ahead goes where it was meant.

The framework hands a key to whoever has the focus when the key arrives, and moves the focus only after the key came
back up through the queues. So a name, tab and a password in one burst (a password manager, or a person ahead of a busy
loop) would put the password into the readable field. Here a key that may move the focus is followed by a marker through
the same queues, and what was typed meanwhile waits until the marker is back.
"""

from __future__ import annotations

from collections import deque

from textual import events
from textual.message import Message
from textual.message_pump import MessagePump
from textual.widgets import Input

ROUNDS = 2
"""The first for the key and its binding, the second for what the binding posted (a submitted field)."""
LOST_S = 0.5
"""A marker is lost with a widget that is removed meanwhile; nobody waits longer than this."""

Typed = events.Key | events.Paste


class CameThrough(Message):
    """The marker: whatever stood in the queues before it has been handled."""

    def __init__(self, number: int, target: MessagePump, rounds: int = ROUNDS) -> None:
        super().__init__()
        self.number = number
        self.target = target
        self.rounds = rounds

    def send(self) -> bool:
        """Send it behind the key; False when the target is gone."""
        return self.target.post_message(self)

    def send_again(self) -> bool:
        """Another round, where one is left to go."""
        return self.rounds > 1 and CameThrough(self.number, self.target, self.rounds - 1).send()


class TypeAhead:
    """What was typed and waits, and the number of the key that it waits for."""

    def __init__(self) -> None:
        self.waiting: deque[Typed] = deque()
        self.on_its_way = 0
        """Number of the key whose marker is not back; 0 when there is none."""
        self._count = 0

    def send_marker(self, target: MessagePump) -> None:
        """A key that may move the focus was handed to `target`."""
        self._count += 1
        self.on_its_way = self._count if CameThrough(self._count, target).send() else 0

    def came_through(self, number: int) -> None:
        """The marker is back, or lost; one that was given up already changes nothing."""
        if number == self.on_its_way:
            self.on_its_way = 0


def may_move_focus(typed: Typed, focused: object) -> bool:
    """False for what only becomes text in the field that has the focus."""
    is_text = isinstance(typed, events.Paste) or typed.is_printable
    return not (is_text and isinstance(focused, Input))
