"""Commands about the documents of the whole installation."""
