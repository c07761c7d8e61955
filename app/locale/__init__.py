"""Every text a person reads, English and Chinese side by side."""
