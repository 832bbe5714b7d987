"""Money pages that are no record's."""
