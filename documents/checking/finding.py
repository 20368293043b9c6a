"""What a rule of form says about a revision."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault of form: a stable code, where it stands, what to do about it."""

    code: str
    place: str
    message: str
