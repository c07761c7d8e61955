"""The binding wizard: eight steps from choosing a venue to submitting for review."""

from app.screens.wizard.screen import WizardScreen

__all__ = ["WizardScreen"]
