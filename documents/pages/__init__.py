"""The pages about documents, and the parts of a document's own page."""
