"""PAdES signatures on PDF files: a library that knows bytes, keys and trust."""
