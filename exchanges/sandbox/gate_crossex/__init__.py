"""The simulated Gate CrossEx, written from its documents: one account that trades at several exchanges."""
