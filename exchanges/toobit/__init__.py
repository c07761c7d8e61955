"""Toobit copy trading, seen by a lead trader: his settings and followers, and the futures account he leads with."""
