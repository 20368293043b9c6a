"""The only door to the flow engine."""
