"""Everything that speaks to a venue or a chain; no Textual, no database."""
