"""From the model to rows of a table: pure functions, so that what stands on a screen can be tested without one."""
