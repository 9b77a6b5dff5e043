"""One line of time from registration to graduation: what is done, what is now, what comes next and who has it."""
