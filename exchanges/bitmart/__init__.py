"""BitMart futures."""
