"""Binance USDⓈ-M futures, USDT-margined perpetual contracts."""
