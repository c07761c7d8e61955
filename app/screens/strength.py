"""How good a password is, told while it is typed."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from app.locale.catalogue import t
from app.services import passwords
from widgets.form_field import FormField


async def show_strength(field: FormField, about: Iterable[str]) -> None:
    """Rate what stands in the field and say it in the field's note.

    Args:
        about: What is known of the person; a password made of it is weak.
    """
    password = field.value
    if not password or field.has_error:
        field.clear()
    if not password:
        return
    strength = await asyncio.to_thread(passwords.assess, password, tuple(about))
    if field.value != password or field.has_error:
        return  # Typed on, or left and found wrong meanwhile.
    word = t(f"form.strength.{strength.score}")
    if strength.is_enough:
        field.show_ok(word)
    elif strength.is_long_enough:
        field.show_note(word)
    else:
        length = t("form.strength.length", length=strength.length, shortest=passwords.SHORTEST)
        field.show_note(f"{word}, {length}")
