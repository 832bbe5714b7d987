"""The money pages that are no record's, over the API."""
