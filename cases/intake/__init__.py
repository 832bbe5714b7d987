"""Intake: short forms by channel, the queue of what nobody has triaged, and tips that come by the hundred thousand."""
