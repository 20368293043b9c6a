"""The servers of one machine, started for a run, a test or a rehearsal."""
