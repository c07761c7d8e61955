"""Finding and proving USDT transfers on public chains."""
