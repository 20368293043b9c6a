"""What: a document from first draft to archive, what it says, who signed it and who gets it."""
