"""The nouns of the house; import them from here."""

from .assignment import Assignment
from .attachment import Attachment
from .dispatch import (
    Channel,
    Dispatch,
    DispatchState,
    IncomingBook,
    IncomingEntry,
    IncomingState,
    Receipt,
    ReceiptKind,
)
from .document import Circulation, Document, DocumentKind, Status, Urgency
from .dossier import Dossier, DossierEvent, DossierItem, RetentionClass
from .event import Event
from .grants import DocumentGroupObjectPermission, DocumentUserObjectPermission
from .obstacle import Obstacle
from .picture import Picture
from .reading import Reading
from .recipient import FilingLine, RecipientLine, RecipientTarget
from .register import EntryState, RegisterBook, RegisterEntry
from .relation import Relation, RelationKind
from .rendition import Rendition, RevisionCopy, Stage, StoredObject, TypesettingFault
from .review import FormCheck, Initial, Review, Verdict
from .revision import Revision
from .safekeeping import (
    Backup,
    FixityAudit,
    FixityFault,
    FixityFlaw,
    FoundNumber,
    Restoration,
)
from .search import SavedSearch, SearchEntry
from .signature import Signature, Voiding

__all__ = [
    "Assignment",
    "Attachment",
    "Backup",
    "Channel",
    "Circulation",
    "Dispatch",
    "DispatchState",
    "Document",
    "DocumentGroupObjectPermission",
    "DocumentKind",
    "DocumentUserObjectPermission",
    "Dossier",
    "DossierEvent",
    "DossierItem",
    "EntryState",
    "Event",
    "FilingLine",
    "FixityAudit",
    "FixityFault",
    "FixityFlaw",
    "FormCheck",
    "FoundNumber",
    "IncomingBook",
    "IncomingEntry",
    "IncomingState",
    "Initial",
    "Obstacle",
    "Picture",
    "Reading",
    "Receipt",
    "ReceiptKind",
    "RecipientLine",
    "RecipientTarget",
    "RegisterBook",
    "RegisterEntry",
    "Relation",
    "RelationKind",
    "Rendition",
    "Restoration",
    "RetentionClass",
    "Review",
    "Revision",
    "RevisionCopy",
    "SavedSearch",
    "SearchEntry",
    "Signature",
    "Stage",
    "Status",
    "StoredObject",
    "TypesettingFault",
    "Urgency",
    "Verdict",
    "Voiding",
]
