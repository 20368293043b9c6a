"""The addresses by which a program does what is an official's turn to do."""

ROUTERS = ()
