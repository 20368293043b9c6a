"""The flows; their module, class and node names are stored in the database."""
