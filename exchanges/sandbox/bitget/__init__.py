"""A simulated Bitget: USDT-M futures of classic accounts (v2) and of unified accounts (v3)."""
