"""A business handed to a bank with its owner's consent, step by step, until an outcome."""
