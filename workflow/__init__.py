"""In which order, and whose turn it is."""
