"""What must happen later."""

from jobs.queue import NotYet, later

__all__ = ["NotYet", "later"]
