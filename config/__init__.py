"""Settings, addresses, entry points, jobs."""
