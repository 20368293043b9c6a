"""Withdrawing one right removes exactly that row: for any rights, and any of them withdrawn."""

import pytest
from django.contrib.auth.models import Group, Permission
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from documents import access
from documents.models import (
    Document,
    DocumentGroupObjectPermission,
    DocumentUserObjectPermission,
)
from tests import life

pytestmark = pytest.mark.django_db

# Who (an official or a group, by number) may see which document, by number.
RIGHT = st.tuples(st.sampled_from(["official", "group"]), st.integers(0, 2), st.integers(0, 2))
RIGHTS = st.sets(RIGHT, max_size=12)


@pytest.fixture
def names(cast):
    """Name three officials, three groups and three documents, two of them in one group's sight."""
    return {
        "official": [cast.leader, cast.receiver, cast.stranger],
        "group": [Group.objects.create(name=f"agency:{n}:LEADERS") for n in range(901, 904)],
        "document": [life.begin(cast).document for _ in range(3)],
    }


def rows():
    groups = DocumentGroupObjectPermission.objects.values_list("group", "content_object")
    officials = DocumentUserObjectPermission.objects.values_list("user", "content_object")
    sight = Permission.objects.get(codename="view_document").pk
    kept = {
        *(("group", *row) for row in groups.filter(permission=sight)),
        *(("official", *row) for row in officials.filter(permission=sight)),
    }
    others = groups.exclude(permission=sight).count() + officials.exclude(permission=sight).count()
    return kept, others


def row(right, names):
    kind, who, which = right
    return kind, names[kind][who].pk, names["document"][which].pk


def give_also_another_right(names):
    """Give every one a right of another kind on every document: nobody may take that along."""
    edit = Permission.objects.get(codename="change_document")
    for document in names["document"]:
        for group in names["group"]:
            DocumentGroupObjectPermission.objects.get_or_create(
                content_object=document, group=group, permission=edit
            )
        for official in names["official"]:
            DocumentUserObjectPermission.objects.get_or_create(
                content_object=document, user=official, permission=edit
            )


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(rights=RIGHTS, withdrawn=RIGHT)
def test_withdrawing_one_right_removes_that_row_and_no_other(names, rights, withdrawn):
    DocumentGroupObjectPermission.objects.all().delete()
    DocumentUserObjectPermission.objects.all().delete()
    give_also_another_right(names)
    for kind, who, which in rights:
        give = access.let_group_see if kind == "group" else access.let_official_see
        give(names["document"][which], names[kind][who])
    before, others = rows()
    kind, who, which = withdrawn
    withdraw = access.withdraw_from_group if kind == "group" else access.withdraw_from_official

    had_it = withdraw(names["document"][which], names[kind][who])

    assert had_it is (withdrawn in rights)
    assert rows() == (before - {row(withdrawn, names)}, others)
    assert Document.objects.count() == 3


def test_who_loses_a_right_by_name_still_sees_by_rule(cast):
    document = life.begin(cast).document
    access.let_official_see(document, cast.drafter, cast.stranger)
    for official in (cast.drafter, cast.stranger):
        access.withdraw_from_official(document, official)
    today = life.vn_day(life.now())
    seen = [
        access.visible_to(one, on=today).filter(pk=document.pk).exists()
        for one in (cast.drafter, cast.stranger)
    ]
    assert seen == [True, False]
