"""The addresses by which a program works with documents in an official's name."""

from documents.api import dossiers, files, finding, incoming, reading, registers, verifying

ROUTERS = (
    finding.router,
    reading.router,
    files.router,
    incoming.router,
    registers.router,
    dossiers.router,
    verifying.router,
)
