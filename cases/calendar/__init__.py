"""Hearings by day: the calendar of an agency, its iCalendar file, and the next hearing of one case."""
