"""A person's rights over the data of businesses: what is held, who reads an NPWP, and erasing it."""
