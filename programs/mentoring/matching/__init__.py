"""Who mentors which business: profiles, suggestions, assignments, and handing over to another."""
