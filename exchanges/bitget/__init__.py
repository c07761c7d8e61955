"""Bitget USDT-M futures: classic (v2) and unified (v3) accounts."""
