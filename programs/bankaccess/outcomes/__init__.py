"""What became of it: bank access of a business changes by a recorded outcome only."""
