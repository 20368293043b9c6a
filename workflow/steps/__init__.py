"""One module a step: its form and its page."""
