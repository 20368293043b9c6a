"""Issuers and signers that the province lacks, added for a rehearsal from the draft's own words.

Nothing is guessed: without a title nobody is given a post, and without a mandate nobody may sign
TL. or TUQ.; the form check then refuses the draft.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import Final

from django.contrib.auth.hashers import make_password
from django.db import transaction

from agencies import capacity_words, directory
from agencies.capacity_words import Capacity, Printed
from agencies.models import (
    Agency,
    AgencyName,
    Appointment,
    Duty,
    Mandate,
    Official,
    Post,
    Rank,
    Regime,
)
from agencies.models.periods import holds_on
from documents import signers
from documents.actions.drafting import Header
from documents.text.content import Content, Issuer
from documents.text.folding import fold
from rehearsal import loading
from rehearsal.cast import Person

_COLLECTIVES: Final = (
    "ubnd",
    "uy ban nhan dan",
    "hdnd",
    "hoi dong nhan dan",
    "thuong truc hdnd",
    "thuong truc hoi dong nhan dan",
)
_UNITS: Final = {"SOAN": "Đơn vị soạn thảo", "PHOI": "Đơn vị phối hợp"}
_LONGEST_NAME: Final = 200
_LONGEST_TITLE: Final = 100
_LONGEST_LINES: Final = 250  # as a signature keeps them


def issuer_of(content: Content, *, on: date) -> Agency:
    """Return the agency that the header names; one that nobody knows is added."""
    issuer = content["issuer"]
    lines = directory.same(issuer["parent"] or ""), directory.same(issuer["name"])
    alike = [
        name
        for name in AgencyName.objects.filter(holds_on(on)).select_related("agency").order_by("pk")
        if (directory.same(name.parent_line), directory.same(name.issuer_line)) == lines
    ]
    for name in alike:
        # The province's own: where the rest of the header differs, the form check says so.
        if name.agency.code:
            return name.agency
    for name in alike:
        if (name.abbreviation, name.place) == (issuer["abbr"], issuer["place"]):
            return name.agency
    return _add_agency(issuer)


@contextmanager
def signer_of(content: Content, *, agency: Agency, on: date) -> Iterator[Header]:
    """Give the signer and the capacity that the block names.

    Somebody whom nobody knows holds the post that the block says for as long as this lasts;
    whoever held it before has it back afterwards.
    """
    header = signers.header_for(content, agency=agency, on=on)
    name, printed = content["signature"]["name"] or "", _printed(content)
    if header.signer is None:
        header = replace(header, signer=_holder_of_mandate(name, agency, on=on))
    if header.signer or not (name and printed) or directory.officials_called(agency, name, on=on):
        yield header
        return
    with transaction.atomic():
        post = _post_for(printed, agency)
        given_up = _vacate(post, on=on)
        appointment = loading.appoint(
            _add_official(name),
            post,
            acting=printed.is_acting or printed.capacity is Capacity.Q,
        )
    try:
        yield replace(header, signer=appointment.official)
    finally:
        with transaction.atomic():
            _vacate(post, on=on)
            for appointment in given_up:
                appointment.save(force_insert=True)


def _add_agency(issuer: Issuer) -> Agency:
    """Add an agency with the header's own words, and people for every act but the signature."""
    collective = fold(issuer["name"]).startswith(_COLLECTIVES)
    agency = Agency.objects.create(regime=Regime.COLLECTIVE if collective else Regime.HEAD)
    full_name = ", ".join(line for line in (issuer["name"], issuer["parent"]) if line)
    loading.name_agency(
        agency,
        full_name=full_name if len(full_name) <= _LONGEST_NAME else issuer["name"],
        parent_line=issuer["parent"] or "",
        issuer_line=issuer["name"],
        abbreviation=issuer["abbr"],
        place=issuer["place"],
    )
    units = {short: loading.load_unit(agency, short, name) for short, name in _UNITS.items()}
    password = make_password(None)
    for person in _staff(agency):
        unit = units[person.unit]
        loading.load_person(person, agency=agency, unit=unit, password=password)
    return agency


def _staff(agency: Agency) -> Iterator[Person]:
    """Return people who are nobody: each is called after the work."""
    for account, name, unit, rank, duties in (
        ("soanthao", "Người soạn thảo", "SOAN", Rank.STAFF, (Duty.DRAFT,)),
        ("truongdonvi", "Trưởng đơn vị soạn thảo", "SOAN", Rank.UNIT_HEAD, ()),
        ("phoihop", "Trưởng đơn vị phối hợp", "PHOI", Rank.UNIT_HEAD, ()),
        ("thethuc", "Người kiểm tra thể thức", "PHOI", Rank.STAFF, (Duty.CHECK_FORM,)),
        ("vanthu", "Văn thư", "PHOI", Rank.STAFF, (Duty.CLERK, Duty.RECEIVE, Duty.ARCHIVE)),
    ):
        username = f"{account}.{agency.pk}"
        yield Person(username, f"{name} (diễn tập)", name, unit, rank, duties)


def _printed(content: Content) -> Printed | None:
    """Return what the block says, None where nobody could be given a post by it."""
    block = content["signature"]
    try:
        printed = capacity_words.parse(block["authority"], block["title"])
    except capacity_words.UnreadableCapacity:
        return None
    titles = (printed.title, printed.principal_title, printed.deputy_of)
    fits = (
        max(map(len, titles)) <= _LONGEST_TITLE
        and len(" / ".join(capacity_words.print_lines(printed))) <= _LONGEST_LINES
    )
    return printed if printed.title and fits else None


def _holder_of_mandate(name: str, agency: Agency, *, on: date) -> Official | None:
    """Return the one of that name, of whatever agency, whom a post of this one lets sign."""
    mandates = Mandate.objects.filter(holds_on(on), grantor__agency=agency)
    held = Appointment.objects.filter(holds_on(on), post__mandates_held__in=mandates)
    people = Official.objects.filter(appointments__in=held).distinct()
    named = [one for one in people if directory.same(one.full_name) == directory.same(name)]
    return named[0] if len(named) == 1 else None


def _post_for(printed: Printed, agency: Agency) -> Post:
    """Return the post from which one signs so, with the titles that the block gives."""
    match printed:
        case Printed(capacity=Capacity.TL | Capacity.TUQ):
            return Post.objects.create(agency=agency, title=printed.title)
        case Printed(capacity=Capacity.KT):
            head_title = printed.principal_title
        case Printed(capacity=Capacity.TM) if printed.deputy_of:
            head_title = printed.deputy_of
        case _:
            return _head_post(agency, printed.title)
    _head_post(agency, head_title)
    return Post.objects.create(agency=agency, title=printed.title, rank=Rank.DEPUTY)


def _head_post(agency: Agency, title: str) -> Post:
    """Return the head's post. Only an agency that was itself added takes the title from a draft."""
    post, _ = Post.objects.get_or_create(agency=agency, rank=Rank.HEAD, defaults={"title": title})
    if not agency.code and post.title != title:
        post.title = title
        post.save(update_fields=["title"])
    return post


def _add_official(name: str) -> Official:
    count = Official.objects.count()
    return Official.objects.create_user(f"nguoiky.{count + 1}", full_name=name)


def _vacate(post: Post, *, on: date) -> list[Appointment]:
    """Take a post from who holds it; return what was taken away."""
    taken = list(post.appointments.filter(holds_on(on)).select_related("official"))
    for appointment in taken:
        Appointment.objects.filter(pk=appointment.pk).delete()
    return taken
