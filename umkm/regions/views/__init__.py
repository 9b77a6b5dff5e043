"""The pages of people who serve, and a part of forms."""
