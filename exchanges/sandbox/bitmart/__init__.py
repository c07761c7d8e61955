"""A simulated BitMart: its futures as the document has them (v1) and as they are today (v2), live and demo trading.

The document's generation stands where spot and system calls still are; both generations show the same accounts.
"""
