"""A simulated Toobit: futures under v1 and v2, the lead trader's calls, listen keys and streams."""
