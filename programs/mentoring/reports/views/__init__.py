"""Filling in and sending a report; what was sent; the list."""
