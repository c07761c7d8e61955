"""Making and pasting a key: the venue's form line by line, then the three values, each looked at as it arrives."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input, Static

from app.locale.catalogue import pick, t
from app.screens.telling import key_of
from app.screens.wizard.pane import StepPane, instruction_lines
from exchanges.core.secret import Secret
from widgets.form_field import FormField
from widgets.secret_input import SecretInput

if TYPE_CHECKING:
    from app.services.binding_views import DraftView
    from app.services.sealed_keys import KeyKind

FIELDS = ("api_key", "secret", "passphrase")


class KeyPane(StepPane):
    """Instructions and fields for the read-only key or the trade key.

    Args:
        typed: What stood in the fields before, when the person comes back.
        is_demo: Whether the venue's own site is played by the demo's console.
    """

    first_focus = "api_key"

    def __init__(self, draft: DraftView, kind: KeyKind, typed: Mapping[str, str], *, is_demo: bool) -> None:
        super().__init__()
        self._draft = draft
        self._kind = kind
        self._typed = typed
        self._is_demo = is_demo
        self._removed = dict.fromkeys(FIELDS, 0)

    def compose(self) -> ComposeResult:
        draft, offer = self._draft, self._draft.offer
        for where in offer.where[draft.environment][:1]:
            yield Static(Content(pick(where)).stylize("bold"))
        form = offer.read_key if self._kind == "read" else offer.trade_key(draft.addresses)
        yield from instruction_lines(form, f"[{key_of('copy')}]")
        if self._is_demo:
            told = t("wizard.key.console", key=key_of("console"), venue=offer.title[0])
            yield Static(Content(told).stylize("$demo"))
        with StepFields():
            for name in self.field_names:
                control = SecretInput(id=name, placeholder=t("wizard.key.paste"))
                control.value = self._typed.get(name, "")
                yield FormField(self._label(name), control)
        yield Static(self._kept(), id="kept", classes="quiet")
        for note in offer.notes:
            yield Static(Content(pick(note)), classes="quiet")
        yield Static(id="asking", markup=False)

    @property
    def field_names(self) -> tuple[str, ...]:
        return FIELDS if self._draft.offer.passphrase_name[0] else FIELDS[:2]

    def _label(self, name: str) -> str:
        return pick(self._draft.offer.passphrase_name) if name == "passphrase" else t(f"wizard.key.{name}")

    @property
    def values(self) -> dict[str, str]:
        """What stands in the fields."""
        return {name: self.query_one(f"#{name}", Input).value for name in self.field_names}

    def fill(self, values: Mapping[str, str]) -> None:
        """Put values into the fields, as a paste would."""
        for name in self.field_names:
            self.query_one(f"#{name}", Input).value = values.get(name, "")
        self.query_one(f"#{self.field_names[-1]}").focus()

    def _kept(self) -> Content:
        key = self._draft.keys.get(self._kind)
        is_kept = key is not None and not key.is_forgotten
        return Content(t("wizard.key.kept", last4=key.last4) if key is not None and is_kept else "")

    # -- notes beside the fields -----------------------------------------------------------------------------------

    @on(Input.Changed)
    def look_at_value(self, event: Input.Changed) -> None:
        if event.input.id in self._removed:
            self._removed[event.input.id] = 0
            self._describe(event.input.id)

    @on(SecretInput.Pasted)
    def look_at_paste(self, event: SecretInput.Pasted) -> None:
        name = event.secret_input.id
        if name not in self._removed:
            return
        if event.refusal:
            self._field(name).show_error(t(f"wizard.key.{event.refusal}"))
        else:
            self._removed[name] = event.removed
            self._describe(name)

    def _field(self, name: str) -> FormField:
        return self.query_one(f"#{name}-field", FormField)

    def _describe(self, name: str) -> None:
        """Say what stands in a field without showing it."""
        field = self._field(name)
        if not field.value:
            field.clear()
            return
        note, is_well = self._passphrase(field.value) if name == "passphrase" else (_length(name, field.value), True)
        if count := self._removed[name]:
            note = f"{note}, {t('wizard.key.removed-one' if count == 1 else 'wizard.key.removed', count=count)}"
        if is_well:
            field.show_ok(note)
        else:
            field.show_note(note)

    def _passphrase(self, text: str) -> tuple[str, bool]:
        """The venue's rule, followed while the passphrase is typed."""
        names = self._draft.offer.passphrase_parts
        missing = [pick(names[part]) for part, is_met in self._draft.offer.passphrase_rule(text).items() if not is_met]
        if missing:
            return t("wizard.key.rule.missing", what=t("wizard.key.rule.and").join(missing)), False
        return t("wizard.key.rule.ok", length=len(text)), True


class StepFields(StepPane):
    """The group of fields below the instructions."""


def _length(name: str, value: str) -> str:
    if name == "api_key":
        return t("wizard.key.length", length=len(value), last4=Secret(value).last4)
    return t("wizard.key.length.hidden", length=len(value))
