"""Visits: agreed with the cadre, written down also without a line, and read by both."""
