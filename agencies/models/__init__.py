"""The nouns of the room: who there is, and what each may sign."""

from .agency import (
    Agency,
    AgencyGroup,
    AgencyName,
    Department,
    DepartmentName,
    Numbering,
    Regime,
    Succession,
)
from .credential import Credential, SealImage, SignatureImage
from .delegation import Delegation, Mandate, MandateCapacity
from .event import AgencyEvent
from .official import Language, Official, TextSize, Theme
from .pace import Pace
from .post import Appointment, Duty, Post, Rank
from .second_factor import CodeProgram, Passkey, RecoveryCode
from .session import Session
from .token import ApiCall, ApiToken, Scope

__all__ = [
    "Agency",
    "AgencyEvent",
    "AgencyGroup",
    "AgencyName",
    "ApiCall",
    "ApiToken",
    "Appointment",
    "CodeProgram",
    "Credential",
    "Delegation",
    "Department",
    "DepartmentName",
    "Duty",
    "Language",
    "Mandate",
    "MandateCapacity",
    "Numbering",
    "Official",
    "Pace",
    "Passkey",
    "Post",
    "Rank",
    "RecoveryCode",
    "Regime",
    "Scope",
    "SealImage",
    "Session",
    "SignatureImage",
    "Succession",
    "TextSize",
    "Theme",
]
