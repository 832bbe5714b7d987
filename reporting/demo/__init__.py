"""Demonstration data: invented people and cases from a fixed seed, with a year 2022 whose figures equal the published ones."""
