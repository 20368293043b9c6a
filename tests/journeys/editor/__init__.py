"""The editor of a draft's body in a real browser: typed, pasted, read back."""
