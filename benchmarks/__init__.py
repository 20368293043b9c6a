"""How much each thing costs beside another, measured side by side; never a test."""
