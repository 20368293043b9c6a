"""What officials see and choose about themselves: one module a page."""
