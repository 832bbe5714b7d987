"""Sealed packets: what a hand-over takes along in one signed file, and the receipt for it."""
