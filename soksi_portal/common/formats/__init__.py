"""Our own date formats; Django's Indonesian ones print "23 Nov. 2026", with a point after the month."""
