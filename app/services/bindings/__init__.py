"""Binding exchange accounts: the wizard's memory, checks against the venue, review, removal."""

from app.services.bindings.service import BindingService

__all__ = ["BindingService"]
