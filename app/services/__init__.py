"""Use cases as plain classes; none of them imports Textual."""
