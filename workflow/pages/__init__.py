"""The pages that say what to do next: the tray, a document with its standing."""
