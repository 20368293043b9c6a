"""A province that does not exist, to practise on."""
