"""OKX v5 as its documents describe it: REST, WebSocket and the key page of its site, over the simulated venue."""
