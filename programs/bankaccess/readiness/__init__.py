"""How bankable a business is, computed from its records."""
