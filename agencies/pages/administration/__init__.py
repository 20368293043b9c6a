"""The pages of whoever administers an agency."""
