"""The one table of actions: what a key means, everywhere.

Key bars, the palette, `?` help and the bindings themselves are drawn from it. A key means the same thing on every
screen; a screen may say more exactly what it does there (`use("copy", "topup.copy-address")`).

Letters work outside fields; inside a field they are text. An action that must work while someone types carries a
function key as well (`while_typing`), and the key bar shows that one as long as a field has the focus.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import IntEnum


class Danger(IntEnum):
    """How much an action can cost."""

    NONE = 0
    """Looks, or changes what is looked at."""
    CHANGES = 1
    """Changes something of ours that can be changed back."""
    MONEY = 2
    """Moves money or keys: a preview and a deliberate second step come first."""


@dataclass(frozen=True, slots=True)
class Action:
    id: str
    """Names the method: `action_<id>` of the screen (or of the app for `everywhere` actions)."""
    key: str
    """Textual key name: a plain letter, enter, escape, slash ..."""
    label: str
    """Key of the text in the key bar: one or two words."""
    help: str
    """Key of the sentence in help and palette."""
    danger: Danger = Danger.NONE
    while_typing: str = ""
    """F2-F9: works inside fields too."""
    everywhere: bool = False
    """Handled by the app; available on every screen."""


def _row(
    action_id: str, key: str, while_typing: str = "", danger: Danger = Danger.NONE, *, app: bool = False
) -> Action:
    return Action(
        action_id, key, f"actions.{action_id}", f"actions.{action_id}-help", danger, while_typing, everywhere=app
    )


_TABLE = (
    _row("help", "question_mark", "f2", app=True),
    _row("palette", "colon", "f3", app=True),
    _row("lock", "l", app=True),
    _row("back", "escape", app=True),
    _row("show_text", "t", "f9", app=True),
    _row("quit", "ctrl+q", app=True),
    _row("open", "enter"),
    _row("next", "enter"),
    _row("find", "slash"),
    _row("sort", "s"),
    _row("columns", "z"),
    _row("unit", "dollar_sign"),
    _row("group", "G"),
    _row("refresh", "r", "f5"),
    _row("copy", "c", "f6"),
    _row("copy_amount", "m"),
    _row("large_qr", "Q"),
    _row("find_payment", "w"),
    _row("cancel", "x", danger=Danger.CHANGES),
    _row("pay", "p"),
    _row("fix", "f", danger=Danger.CHANGES),
    _row("why", "v"),
    _row("code", "e", "f4"),
    _row("new", "n", "f7"),
    _row("remove", "d", danger=Danger.CHANGES),
    _row("edit", "i"),
    _row("bind", "b"),
    _row("explore", "a"),
    _row("top_up", "u"),
    _row("withdraw", "W", danger=Danger.MONEY),
    _row("export", "E"),
    _row("ledger", "g"),
    _row("wins", "H"),
    _row("balances", "C"),
    _row("profile", "P"),
    _row("console", "o", "f8"),
    _row("approve", "y", danger=Danger.CHANGES),
    _row("outbox", "M", "f8"),
    _row("passwords", "k", "f6"),
    _row("logins", "S", "f7"),
    _row("factor", "T", "f4"),
    _row("unattended", "U", "f5"),
    _row("block", "B", danger=Danger.CHANGES),
    _row("reset", "R", danger=Danger.CHANGES),
    _row("invites", "I", "f8"),
    _row("questions", "q", app=True),
    _row("log_out", "L", app=True),
)

ACTIONS: dict[str, Action] = {action.id: action for action in _TABLE}
"""Every action by id."""


def use(action_id: str, label: str = "", help_text: str = "") -> Action:
    """The table's action with words of the screen that uses it; key and danger stay the table's.

    Args:
        label: Text key for the key bar; the help sentence is `<label>-help` unless `help_text` names another key.
    """
    action = ACTIONS[action_id]
    if not label:
        return action
    return replace(action, label=label, help=help_text or f"{label}-help")


_FULL_WIDTH = {
    "question_mark": "fullwidth_question_mark",
    "colon": "fullwidth_colon",
    "slash": "ideographic_comma",
    "dollar_sign": "fullwidth_yen_sign",
}
"""What a Chinese input method makes of a key, where it is on."""


def keys_of(action: Action) -> str:
    """All keys of an action, as a binding wants them: its key, what an input method makes of it, its function key."""
    return ",".join(filter(None, (action.key, _FULL_WIDTH.get(action.key, ""), action.while_typing)))


_KEY_NAMES = {
    "question_mark": "?",
    "colon": ":",
    "slash": "/",
    "escape": "esc",
    "dollar_sign": "$",
    "exclamation_mark": "!",
    "space": "space",
}


def key_name(key: str) -> str:
    """How a key is written on screen: "?" for `question_mark`, "F5" for `f5`."""
    if key in _KEY_NAMES:
        return _KEY_NAMES[key]
    return key.upper() if key[0] == "f" and key[1:].isdigit() else key
