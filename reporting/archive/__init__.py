"""Historical profiles from public data sets: de-identified, in an archive agency of their own, never mixed with cases."""
