"""The files of a document: its pages at each stage, and what goes with it."""

from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router

from documents import access
from documents.api import sending
from documents.api.asking import ApiRequest
from documents.api.operations import reads
from documents.api.sending import As
from documents.api.shapes import (
    All,
    FileShown,
    StageFile,
    document_of,
    object_facts,
    stage_file,
)
from documents.api.values import Key, Sha256
from documents.errors import NotFound
from documents.models import Attachment
from documents.pages.files import name_of

router = Router(tags=["Tệp"])


@reads(router, "documents/{uuid:document}/files", All[StageFile], "Các tệp PDF của văn bản")
def list_files(request: ApiRequest, document: UUID) -> All[StageFile]:
    asker = request.auth
    found = document_of(asker, document)
    files = access.renditions_for(asker.official, found, on=asker.on).select_related(
        "object", "revision__document__register_entry"
    )
    return All(items=[stage_file(one, name=f"{name_of(one)}.pdf") for one in files.order_by("pk")])


@reads(
    router,
    "documents/{uuid:document}/files/{file}",
    None,
    "Tải một tệp PDF",
    extra=sending.DESCRIBED,
)
def open_file(
    request: ApiRequest, document: UUID, file: Key, sent_as: Query[As] = As.STREAM
) -> HttpResponse:
    asker = request.auth
    found = document_of(asker, document)
    rendition = (
        access.renditions_for(asker.official, found, on=asker.on)
        .filter(pk=file)
        .select_related("object", "revision__document__register_entry")
        .first()
    )
    if rendition is None:
        raise NotFound("Văn bản không có tệp này.")
    name = f"{name_of(rendition)}.pdf"
    return sending.send(request, rendition.object, sent_as, name=name, media_type="application/pdf")


@reads(router, "documents/{uuid:document}/attachments", All[FileShown], "Tệp kèm theo")
def list_attachments(request: ApiRequest, document: UUID) -> All[FileShown]:
    asker = request.auth
    found = document_of(asker, document)
    files = access.attachments_for(asker.official, found, on=asker.on)
    return All(items=[attachment_shown(one) for one in files])


@reads(
    router,
    "documents/{uuid:document}/attachments/{file}",
    None,
    "Tải một tệp kèm theo",
    extra=sending.DESCRIBED,
)
def open_attachment(
    request: ApiRequest, document: UUID, file: Key, sent_as: Query[As] = As.STREAM
) -> HttpResponse:
    asker = request.auth
    found = document_of(asker, document)
    attachment = access.attachments_for(asker.official, found, on=asker.on).filter(pk=file).first()
    if attachment is None:
        raise NotFound("Văn bản không có tệp này.")
    return sending.send(
        request,
        attachment.object,
        sent_as,
        name=attachment.name,
        media_type=attachment.media_type,
    )


@reads(
    router,
    "documents/{uuid:document}/pictures/{sha256}",
    None,
    "Tải một hình trong nội dung",
    extra=sending.DESCRIBED,
)
def open_picture(
    request: ApiRequest, document: UUID, sha256: Sha256, sent_as: Query[As] = As.STREAM
) -> HttpResponse:
    asker = request.auth
    found = document_of(asker, document)
    pictures = access.pictures_for(asker.official, found, on=asker.on)
    picture = pictures.filter(sha256=sha256).first()
    if picture is None:
        raise NotFound("Văn bản không có hình này.")
    return sending.send(
        request, picture.object, sent_as, name=sha256, media_type=picture.media_type
    )


def attachment_shown(one: Attachment) -> FileShown:
    return FileShown(
        id=one.pk, name=one.name, media_type=one.media_type, **object_facts(one.object)
    )
