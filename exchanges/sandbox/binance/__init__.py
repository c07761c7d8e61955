"""Binance's USD-M futures as their documents describe them, with the SAPI calls that tell about a key."""
