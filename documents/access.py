"""The one way to a document: who may see which.

Seen by rule: the drafting unit's documents, and what was assigned to an official or the unit to
work on. Seen by grant: what was given to a group of an agency or department, or to one official;
whoever gets a task on a document is given sight of it.
A stand-in sees, for the days of the delegation, what the absent official sees.
"""

from datetime import date
from uuid import UUID

from django.contrib.auth.models import Group, Permission
from django.db.models import Exists, OuterRef, Q, QuerySet

from agencies import roles
from agencies.models import Appointment, Official
from agencies.models.periods import holds_on
from documents.errors import NotFound
from documents.models import (
    Assignment,
    Attachment,
    Document,
    DocumentGroupObjectPermission,
    DocumentUserObjectPermission,
    IncomingEntry,
    Picture,
    Rendition,
    Stage,
    Status,
)
from documents.text import van_ban


def _sight() -> QuerySet[Permission]:
    """Return the one permission that grants are for: to see a document."""
    return Permission.objects.filter(content_type__app_label="documents", codename="view_document")


def visible_to(official: Official, *, on: date) -> QuerySet[Document]:
    """Return the documents that an official may see on a day."""
    return Document.objects.filter(_may_see(official, "pk", on=on))


def _may_see(official: Official, document: str, *, on: date) -> Q:
    people = [official, *roles.people_stood_in_for(official, on=on)]
    held = roles.posts_acted_for(people, on=on)
    departments = {one.post.department_id for one in held if one.post.department_id}
    agencies = {one.post.agency_id for one in held}
    groups = roles.keys_of_groups(held)
    prefix = "" if document == "pk" else "document__"
    by_group = DocumentGroupObjectPermission.objects.filter(
        content_object=OuterRef(document), permission__in=_sight(), group_id__in=groups
    )
    by_name = DocumentUserObjectPermission.objects.filter(
        content_object=OuterRef(document), permission__in=_sight(), user__in=people
    )
    # By rule, not by grant: whoever is named in a grant takes part in the making. The work stays
    # with the agency: whoever leaves it sees it no more.
    assigned = Assignment.objects.filter(
        Q(official__in=people, entry__agency__in=agencies) | Q(department__in=departments),
        entry__document=OuterRef(document),
        withdrawn_at=None,
    )
    return (
        Q(**{f"{prefix}department_id__in": list(departments)})
        | Q(Exists(by_group))
        | Q(Exists(by_name))
        | Q(Exists(assigned))
    )


def seen_by(official: Official, *, on: date) -> Q:
    """Return the same rule for rows that point at a document by `document`."""
    return _may_see(official, "document_id", on=on)


def document_for(official: Official, public_id: UUID, *, on: date) -> Document:
    """Return one document, or refuse without saying whether it exists."""
    document = (
        visible_to(official, on=on)
        .select_related("agency", "department", "drafter", "register_entry")
        .filter(public_id=public_id)
        .first()
    )
    if document is None:
        raise NotFound
    return document


def is_inside(official: Official, document: Document, *, on: date) -> bool:
    """Tell whether an official takes part in the making of a document, which they may see.

    Who works in its agency does, and who was given sight of it by name (a signer by power of
    attorney); so does who stands in for one of them. Drafts, opinions and the journal are
    theirs; whoever received the document in another agency sees what was issued.
    """
    if _take_part([official], document, on=on):
        return True
    absent = roles.people_stood_in_for(official, on=on)
    return bool(absent) and _take_part(absent, document, on=on)


def _take_part(people: list[Official], document: Document, *, on: date) -> bool:
    return (
        Appointment.objects.filter(
            holds_on(on), official__in=people, post__agency_id=document.agency_id
        ).exists()
        or DocumentUserObjectPermission.objects.filter(
            content_object=document, user__in=people, permission__in=_sight()
        ).exists()
    )


def renditions_for(official: Official, document: Document, *, on: date) -> QuerySet[Rendition]:
    """Return the files of a document, which the official may see, that they may open."""
    files = Rendition.objects.filter(revision__document=document)
    if is_inside(official, document, on=on):
        return files
    return files.filter(stage__in=[Stage.ISSUED, Stage.ARCHIVED])


def attachments_for(official: Official, document: Document, *, on: date) -> QuerySet[Attachment]:
    """Return the files that go with a document, which the official may see; drafts stay inside."""
    files = Attachment.objects.filter(document=document).select_related("object").order_by("pk")
    if document.status in ONCE_ISSUED or is_inside(official, document, on=on):
        return files
    return files.none()


def pictures_for(official: Official, document: Document, *, on: date) -> QuerySet[Picture]:
    """Return the pictures in the text of a document, which the official may see.

    Whoever received it sees those of the text that was issued, not what was tried before.
    """
    pictures = Picture.objects.filter(document=document).select_related("object")
    if is_inside(official, document, on=on):
        return pictures
    if document.status not in ONCE_ISSUED:
        return pictures.none()
    return pictures.filter(sha256__in=van_ban.pictures_of(document.revisions.latest("n").content))


ONCE_ISSUED = (Status.ISSUED, Status.RECALLED, Status.REPLACED, Status.CORRECTED)


def issued_under(code: str) -> Document:
    """Return the issued document with a verification code, for whoever holds the code."""
    document = (
        Document.objects.filter(verification_code=code, status__in=ONCE_ISSUED)
        .select_related("agency", "register_entry")
        .first()
    )
    if document is None:
        raise NotFound
    return document


def file_of_issued(key: str) -> Rendition:
    """Return the file of an issued document, at whichever stage, for whoever holds its bytes."""
    rendition = (
        Rendition.objects.filter(object__key=key, revision__document__status__in=ONCE_ISSUED)
        .select_related("revision__document__agency", "revision__document__register_entry")
        .order_by("-pk")
        .first()
    )
    if rendition is None:
        raise NotFound
    return rendition


def incoming_for(official: Official, *, on: date) -> QuerySet[IncomingEntry]:
    """Return what arrived at the agencies where the official holds a post on a day."""
    agencies = {held.post.agency_id for held in roles.posts_held(official, on=on)}
    return IncomingEntry.objects.filter(agency_id__in=agencies).filter(seen_by(official, on=on))


def let_group_see(document: Document, *groups: Group) -> None:
    """Give groups sight of a document; what is given already stays."""
    sight = _sight().get()
    DocumentGroupObjectPermission.objects.bulk_create(
        [
            DocumentGroupObjectPermission(content_object=document, group=group, permission=sight)
            for group in groups
        ],
        ignore_conflicts=True,
    )


def let_official_see(document: Document, *officials: Official) -> None:
    """Give single officials sight of a document: a named signer, a named recipient."""
    sight = _sight().get()
    DocumentUserObjectPermission.objects.bulk_create(
        [
            DocumentUserObjectPermission(content_object=document, user=official, permission=sight)
            for official in officials
        ],
        ignore_conflicts=True,
    )


def withdraw_from_group(document: Document, group: Group) -> bool:
    """Take sight of one document from one group; False where it had none. Nothing else changes."""
    given = DocumentGroupObjectPermission.objects.filter(
        content_object=document, group=group, permission__in=_sight()
    )
    return bool(given.delete()[0])


def withdraw_from_official(document: Document, official: Official) -> bool:
    """Take sight of one document from one official, who may still see it by rule or by group."""
    given = DocumentUserObjectPermission.objects.filter(
        content_object=document, user=official, permission__in=_sight()
    )
    return bool(given.delete()[0])
