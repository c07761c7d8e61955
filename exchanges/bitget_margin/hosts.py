"""Where Bitget margin answers: the same site as its futures, and the first generation's one socket."""

from exchanges.bitget.hosts import SITES, BitgetHosts

__all__ = ["SITES", "BitgetHosts"]
