"""The addresses by which a program works with documents in an official's name."""

from documents.api import finding

ROUTERS = (finding.router,)
