"""Promises of time: working days, school days, working hours, hours, calendar days, months."""
