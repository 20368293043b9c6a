"""The pages where an agency's administrator decides whom it tells what."""
