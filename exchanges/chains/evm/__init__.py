"""Chains that speak Ethereum's JSON-RPC: the same code for all, told apart by their facts."""
