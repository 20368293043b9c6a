"""How an office writes, said again for those who read its pages in English."""
