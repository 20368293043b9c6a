"""The decree's pages, set by Typst in a child process that can be killed."""

from documents.typesetting.errors import CannotTypeset, FontsMissing, SetterAway
from documents.typesetting.page import Lines, Page, Place, Verification, lines, typeset

__all__ = [
    "CannotTypeset",
    "FontsMissing",
    "Lines",
    "Page",
    "Place",
    "SetterAway",
    "Verification",
    "lines",
    "typeset",
]
