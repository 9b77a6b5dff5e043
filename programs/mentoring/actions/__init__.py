"""What was agreed to be done after a visit: by whom, by when, and what shows that it was."""
