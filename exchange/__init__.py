"""How documents travel between systems."""
