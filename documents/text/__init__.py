"""What a document says: the draft format, its limits, its words for search."""
