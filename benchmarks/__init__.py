"""Measurements of speed at 10,000 and 1,000,000 matters: see README.md. No part of the program or of its tests."""
