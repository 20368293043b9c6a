"""What a rule of form says about a revision."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault of form: a stable code, where it stands, what to do about it.

    `place` is a key of the draft («signature.name», «recipients[2]»); `block` the id of a block of
    its body where the rule knows one.
    """

    code: str
    place: str
    message: str
    block: str = ""
