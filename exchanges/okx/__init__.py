"""OKX v5, USDT-margined perpetual swaps."""
