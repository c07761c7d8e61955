"""Reusable Textual widgets; they know no service, no database and no venue."""
