"""Local servers that speak each venue's and chain's own protocol, over one simulated market.

`exchanges.sandbox.server` has `Sandbox` and `SandboxThread`; importing this package alone loads no server.
"""
