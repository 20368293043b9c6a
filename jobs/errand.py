"""Under which reference something is done: a request's, carried into the jobs that it asks for."""

from contextvars import ContextVar

reference: ContextVar[str] = ContextVar("reference", default="")
