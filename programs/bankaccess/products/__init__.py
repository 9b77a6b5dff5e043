"""Banks, their products and conditions, who works there, and which product a business qualifies for."""
