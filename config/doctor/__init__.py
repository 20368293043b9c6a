"""Proving by doing that every part of an installation does what documents need of it."""

from config.doctor.examining import examine
from config.doctor.finding import Finding

__all__ = ["Finding", "examine"]
