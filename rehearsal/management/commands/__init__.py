"""The commands of a rehearsal."""
