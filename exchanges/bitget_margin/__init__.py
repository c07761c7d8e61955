"""Bitget cross and isolated margin."""
