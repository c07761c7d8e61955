"""What every venue shares: model, signed REST, streams, sync, limits, clock, errors, sanitising."""
