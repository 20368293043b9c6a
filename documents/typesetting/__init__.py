"""The decree's pages, set by Typst in a child process that can be killed."""

from documents.typesetting.errors import CannotTypeset, FontsMissing, SetterAway
from documents.typesetting.page import Lines, Page, Place, lines, typeset

__all__ = [
    "CannotTypeset",
    "FontsMissing",
    "Lines",
    "Page",
    "Place",
    "SetterAway",
    "lines",
    "typeset",
]
