"""The rules of form that a document must keep before its leader sees it."""
