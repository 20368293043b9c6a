"""Who asks here: the official, the token, the posts; and what the official was told."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from ninja import Query, Router
from pydantic import Field

from agencies import roles
from agencies.models import Duty, Scope
from documents.api.asking import ApiRequest
from documents.api.operations import acts, reads
from documents.api.shapes import Listed, Named, must_name, named, page_of
from documents.api.values import BodyKey, Flag, Given, Moment, Paged, Shown
from workflow import inbox
from workflow.actions import notices
from workflow.models import Notice

router = Router(tags=["Của bạn"])


class PostShown(Shown):
    """One post that the official holds today."""

    title: str
    rank: str
    duties: list[str]
    agency: Named
    department: Named | None
    may_draft: bool


class TokenShown(Shown):
    """The token by which this was asked."""

    name: str
    prefix: str
    scopes: list[str]
    expires_at: datetime


class MeShown(Shown):
    """In whose name a program works."""

    id: int
    username: str
    name: str
    token: TokenShown
    posts: list[PostShown]


class NoticeFilters(Paged):
    """Which notices."""

    unseen: Flag = False


class NoticeShown(Shown):
    """One sentence that the official was told; the document where it may still be seen."""

    id: int
    at: datetime
    sentence: str
    document: UUID | None
    seen_at: datetime | None


class UpTo(Given):
    """Up to which notice; without it all of them."""

    up_to: BodyKey | None = None


class SeenAt(Given):
    """The moment at which notices were put away, as that call told it."""

    seen_at: Moment


class PutAway(Shown):
    """How many notices were put away or taken back, and at which moment."""

    count: int
    seen_at: Annotated[datetime, Field(description="Để lấy lại bằng notices/unseen.")]


@reads(router, "me", MeShown, "Bạn là ai ở đây, mã này làm được gì")
def read_me(request: ApiRequest) -> MeShown:
    asker = request.auth
    token = asker.token
    return MeShown(
        id=asker.official.pk,
        username=asker.official.username,
        name=asker.official.full_name,
        token=TokenShown(
            name=token.name, prefix=token.prefix, scopes=token.scopes, expires_at=token.expires_at
        ),
        posts=[
            PostShown(
                title=held.post.title,
                rank=held.post.rank,
                duties=held.post.duties,
                agency=must_name(held.post.agency),
                department=named(held.post.department),
                may_draft=Duty.DRAFT in held.post.duties and held.post.department_id is not None,
            )
            for held in roles.posts_held(asker.official, on=asker.on)
        ],
    )


@reads(router, "notices", Listed[NoticeShown], "Thông báo, mới nhất trước")
def list_notices(request: ApiRequest, filters: Query[NoticeFilters]) -> Listed[NoticeShown]:
    asker = request.auth
    told = Notice.objects.filter(official=asker.official).select_related("document")
    if filters.unseen:
        told = told.filter(seen_at=None)
    page, following = page_of(told, filters, newest_first=True)
    readable = inbox.documents_readable(page, asker.official, on=asker.on)
    return Listed(
        items=[
            NoticeShown(
                id=one.pk,
                at=one.at,
                sentence=one.sentence,
                document=one.document.public_id if one.document_id in readable else None,
                seen_at=one.seen_at,
            )
            for one in page
        ],
        next=following,
    )


@acts(router, "notices/seen", PutAway, "Cất thông báo đã xem", scope=Scope.PERSONAL)
def see_notices(request: ApiRequest, said: UpTo) -> PutAway:
    asker = request.auth
    count = notices.seen(asker.official, at=asker.at, up_to=said.up_to)
    return PutAway(count=count, seen_at=asker.at)


@acts(router, "notices/unseen", PutAway, "Lấy lại thông báo vừa cất", scope=Scope.PERSONAL)
def unsee_notices(request: ApiRequest, said: SeenAt) -> PutAway:
    count = notices.unsee(request.auth.official, seen_at=said.seen_at)
    return PutAway(count=count, seen_at=said.seen_at)
