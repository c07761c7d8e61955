"""Gate CrossEx: one account that trades at several exchanges."""
