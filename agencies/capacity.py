"""In what capacity an official may sign (Nghị định 30/2020/NĐ-CP, Điều 13).

Asked when the signer is chosen and again under the lock at signing; never inferred from a name.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext

from agencies import capacity_words
from agencies.capacity_words import Capacity, Printed
from agencies.directory import same
from agencies.errors import MayNotSign
from agencies.models import Agency, Appointment, Mandate, Official, Post, Rank, Regime
from agencies.models.periods import holds_on

CHOICES = [(capacity.value, capacity.meaning) for capacity in Capacity]


@dataclass(frozen=True, slots=True)
class Way:
    """One way in which somebody may sign: from which post, with which lines."""

    post: Post
    printed: Printed


def ways_to_sign(official: Official, *, agency: Agency, kind: str, on: date) -> list[Way]:
    """Return every way in which an official may sign an agency's documents of a kind on a day."""
    held = (
        official.appointments.filter(holds_on(on))
        .select_related("post__agency", "post__department")
        .order_by("pk")
    )
    ways: list[Way] = []
    for appointment in held:
        if appointment.post.agency_id == agency.pk:
            ways += _by_rank(appointment, agency, on=on)
        ways += _by_mandate(appointment.post, agency, kind=kind, on=on)
    return ways


def require(official: Official, printed: Printed, *, agency: Agency, kind: str, on: date) -> Post:
    """Return the post from which the official signs so, or refuse with the reason."""
    if not printed.title:
        raise MayNotSign("Khối ký thiếu chức vụ của người ký.")
    ways = ways_to_sign(official, agency=agency, kind=kind, on=on)
    for way in ways:
        if _alike(way.printed, printed, bodies=_bodies(agency, on)):
            return way.post
    raise MayNotSign(_why_not(official, printed, ways))


def _by_rank(appointment: Appointment, agency: Agency, *, on: date) -> Iterator[Way]:
    post = appointment.post
    collective = agency.regime == Regime.COLLECTIVE
    if post.rank == Rank.HEAD:
        if collective:
            yield Way(
                post,
                Printed(Capacity.TM, _body(agency, on), post.title, is_acting=appointment.acting),
            )
        elif appointment.acting:
            yield Way(post, Printed(Capacity.Q, "", post.title))
        else:
            yield Way(post, Printed(Capacity.NONE, "", post.title))
    head = agency.posts.filter(rank=Rank.HEAD).first()
    if post.rank == Rank.DEPUTY and head:
        if collective:
            printed = Printed(Capacity.TM, _body(agency, on), post.title, deputy_of=head.title)
        else:
            printed = Printed(Capacity.KT, head.title, post.title)
        yield Way(post, printed)


def _by_mandate(post: Post, agency: Agency, *, kind: str, on: date) -> Iterator[Way]:
    mandates = Mandate.objects.filter(
        holds_on(on), grantor__agency=agency, kinds__contains=[kind]
    ).select_related("grantor", "holder")
    title = post.title
    if post.agency_id != agency.pk:
        # «GIÁM ĐỐC SỞ NỘI VỤ» names the body below; «CHÁNH VĂN PHÒNG» has it in the title already.
        body = post.agency.name_on(on).issuer_line
        title = title if same(body) in same(title) else f"{title} {body}"
    for mandate in mandates.filter(holder=post).order_by("pk"):
        yield Way(post, Printed(Capacity(mandate.capacity), mandate.grantor.title, title))
    if post.rank == Rank.UNIT_DEPUTY:
        # Điều 13.4: who signs by order may let a deputy sign; a power of attorney goes no further.
        of_head = mandates.filter(
            capacity=Capacity.TL,
            holder__department=post.department,
            holder__rank=Rank.UNIT_HEAD,
        )
        for mandate in of_head.order_by("pk"):
            principal, head = mandate.grantor.title, mandate.holder.title
            yield Way(post, Printed(Capacity.TL, principal, title, deputy_of=head))


def _body(agency: Agency, on: date) -> str:
    """Return the collective in whose name TM. is signed, without the place behind it."""
    name = agency.name_on(on)
    return name.issuer_line.removesuffix(f" {name.place.upper()}").removesuffix(" TỈNH")


def _bodies(agency: Agency, on: date) -> set[str]:
    """Return what may stand after TM.: the body's name, in full or in short."""
    name = agency.name_on(on)
    return {
        same(called)
        for called in (_body(agency, on), name.issuer_line, name.full_name, *name.also_called)
    }


def _alike(ours: Printed, theirs: Printed, *, bodies: set[str]) -> bool:
    if (ours.capacity, ours.is_acting) != (theirs.capacity, theirs.is_acting):
        return False
    if ours.capacity is Capacity.TM:
        in_whose_name = same(theirs.principal_title) in bodies
    else:
        in_whose_name = same(theirs.principal_title) == same(ours.principal_title)
    return (
        in_whose_name
        and same(ours.title) == same(theirs.title)
        and same(ours.deputy_of) == same(theirs.deputy_of)
    )


def _why_not(official: Official, printed: Printed, ways: list[Way]) -> str:
    name = official.full_name
    if not ways:
        return gettext("%(name)s không giữ chức vụ nào được ký văn bản này.") % {"name": name}
    allowed = "; ".join(_shown(way.printed) for way in ways)
    return gettext("%(name)s không được ký là «%(shown)s»; được ký là: %(allowed)s.") % {
        "name": name,
        "shown": _shown(printed),
        "allowed": allowed,
    }


def _shown(printed: Printed) -> str:
    return " / ".join(capacity_words.print_lines(printed)).upper()
