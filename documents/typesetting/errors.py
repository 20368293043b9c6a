"""Why a page could not be made."""


class CannotTypeset(Exception):
    """The page was not made; `message` is a whole sentence for the official."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class SetterAway(CannotTypeset):
    """The machine cannot set any page now: the draft is not at fault, and it may be tried again."""


class FontsMissing(SetterAway):
    """The machine lacks the document's typeface: an operator's fault, not the draft's."""
