"""Setting up and running the program on one machine: what bin/demo, bin/test and bin/check do.

Everything here but `doctor` runs on a bare Python, before any dependency is installed, so it imports the standard library only.
"""
