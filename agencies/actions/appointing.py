"""Who holds which post from when until when; what a post is called, and which duties go with it."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Q

from agencies import roles
from agencies.actions import administering
from agencies.errors import CannotAppoint, LastAdministrator, NotOurs, PostTaken
from agencies.models import Agency, Appointment, Department, Duty, Official, Post, Rank
from agencies.models.periods import holds_on
from agencies.moments import vn_day


@transaction.atomic
def appoint(
    official: Official, post: Post, *, acting: bool, first: date, by: Official, at: datetime
) -> Appointment:
    """Let an official hold a post from a day on; `acting` only the head of an agency (quyền).

    Raises PostTaken, CannotAppoint.
    """
    administering.require(post.agency, by=by, at=at)
    if first < vn_day(at):
        raise CannotAppoint("Bổ nhiệm không bắt đầu từ ngày đã qua.")
    if acting and post.rank != Rank.HEAD:
        raise CannotAppoint("Chỉ người đứng đầu cơ quan có thể là quyền.")
    if any(held.post.agency_id != post.agency_id for held in roles.posts_held(official, on=first)):
        raise CannotAppoint(
            "Người này còn giữ chức vụ ở cơ quan khác; quản trị cơ quan đó kết thúc bổ nhiệm trước."
        )
    if not official.is_active:
        raise CannotAppoint("Tài khoản đã khóa; hãy mở lại trước khi bổ nhiệm.")
    try:
        with transaction.atomic():
            made = Appointment.objects.create(
                official=official, post=post, acting=acting, valid_from=first
            )
    except IntegrityError as error:
        raise PostTaken from error
    administering.record(
        post.agency,
        "APPOINTED",
        by=by,
        at=at,
        official=official.full_name,
        post=named(post, on=first),
        first=f"{first:%d/%m/%Y}",
        acting=acting,
    )
    return made


@transaction.atomic
def end(appointment: Appointment, *, last: date, by: Official, at: datetime) -> None:
    """End an appointment with a day; what waits for the post waits for its next holder.

    Raises CannotAppoint, LastAdministrator.
    """
    agency = appointment.post.agency
    administering.require(agency, by=by, at=at)
    appointment = (
        Appointment.objects.select_for_update(of=["self"])
        .select_related("post", "official")
        .get(pk=appointment.pk)
    )
    until = date.fromordinal(last.toordinal() + 1)
    if last < vn_day(at) or until <= appointment.valid_from:
        raise CannotAppoint("Ngày thôi giữ chức vụ phải từ hôm nay và sau ngày bổ nhiệm.")
    if appointment.valid_to is not None and appointment.valid_to <= until:
        raise CannotAppoint("Chức vụ này đã kết thúc vào ngày đó hoặc trước đó.")
    appointment.valid_to = until
    appointment.save(update_fields=["valid_to"])
    _require_administrator_left(agency, on=until)
    administering.record(
        agency,
        "APPOINTMENT_ENDED",
        by=by,
        at=at,
        official=appointment.official.full_name,
        post=named(appointment.post, on=last),
        last=f"{last:%d/%m/%Y}",
    )


@transaction.atomic
def found_post(
    agency: Agency,
    *,
    title: str,
    rank: Rank,
    department: Department | None,
    duties: Sequence[Duty],
    by: Official,
    at: datetime,
) -> Post:
    """Found a post, empty as yet. Raises CannotAppoint."""
    administering.require(agency, by=by, at=at)
    if department is not None and department.agency_id != agency.pk:
        raise NotOurs
    if rank in (Rank.UNIT_HEAD, Rank.UNIT_DEPUTY) and department is None:
        raise CannotAppoint("Chức vụ của phòng (đơn vị) phải thuộc một phòng (đơn vị).")
    try:
        with transaction.atomic():
            post = Post.objects.create(
                agency=agency, title=title, rank=rank, department=department, duties=list(duties)
            )
    except IntegrityError as error:
        raise CannotAppoint("Cơ quan đã có chức vụ người đứng đầu.") from error
    administering.record(
        agency, "POST_FOUNDED", by=by, at=at, post=named(post, on=vn_day(at)), duties=list(duties)
    )
    return post


@transaction.atomic
def change_duties(post: Post, *, duties: Sequence[Duty], by: Official, at: datetime) -> None:
    """Let other duties go with a post, from now on. Raises LastAdministrator."""
    administering.require(post.agency, by=by, at=at)
    post = Post.objects.select_for_update(of=["self"]).select_related("agency").get(pk=post.pk)
    before = list(post.duties)
    if set(before) == set(duties):
        raise CannotAppoint("Nhiệm vụ không thay đổi.")
    post.duties = list(duties)
    post.save(update_fields=["duties"])
    _require_administrator_left(post.agency, on=vn_day(at))
    administering.record(
        post.agency,
        "DUTIES_CHANGED",
        by=by,
        at=at,
        post=named(post, on=vn_day(at)),
        before=before,
        duties=list(duties),
    )


def holds_a_post(official: Official, *, on: date) -> bool:
    """Tell whether an official holds a post on a day, or is to hold one after it."""
    return official.appointments.filter(holds_on(on) | Q(valid_from__gt=on)).exists()


def named(post: Post, *, on: date) -> str:
    """Return a post's title, and its unit as it was called on a day."""
    if post.department is None:
        return post.title
    # Chosen here and not by the database: a list fetches the names of all its units at once.
    name = next((one for one in post.department.names.all() if one.holds(on)), None)
    return f"{post.title}, {name.full_name if name else post.department}"


def _require_administrator_left(agency: Agency, *, on: date) -> None:
    """Refuse what would leave an agency with nobody who could mend it."""
    left = Appointment.objects.filter(
        holds_on(on),
        post__agency=agency,
        post__duties__contains=[Duty.ADMINISTER],
        official__is_active=True,
    )
    if not left.exists():
        raise LastAdministrator
