"""The words that templates know beyond Django's own."""
