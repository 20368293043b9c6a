"""Who may see a document, its files and what arrived: by rule, by grant, and no longer."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from agencies.models import Appointment
from agencies.moments import vn_day
from agencies.roles import LEADERS, group_of_agency, group_of_department
from documents import access
from documents.errors import NotFound
from documents.models import Stage
from tests import life
from tests.documents.arrivals import arrive

pytestmark = pytest.mark.django_db


@pytest.fixture
def today():
    return vn_day(timezone.now())


def who_sees(cast, document, on):
    return {
        name
        for name, official in cast.everyone().items()
        if access.visible_to(official, on=on).filter(pk=document.pk).exists()
    }


UNIT = {"drafter", "head", "checker", "clerk", "archivist", "administrator"}


def test_the_drafting_unit_sees_its_documents_and_nobody_else_does(cast, today):
    document = life.begin(cast).document
    assert who_sees(cast, document, today) == UNIT


def test_a_grant_to_a_group_reaches_those_who_are_in_it(cast, today):
    document = life.begin(cast).document
    access.let_group_see(document, group_of_department(cast.investment))
    assert who_sees(cast, document, today) == UNIT | {"investment_head"}
    access.let_group_see(document, group_of_agency(cast.agency, LEADERS))
    assert who_sees(cast, document, today) == UNIT | {"investment_head", "leader", "deputy"}


def test_a_grant_twice_is_one_grant(cast, today):
    document = life.begin(cast).document
    for _ in range(2):
        access.let_official_see(document, cast.stranger)
        access.let_group_see(document, group_of_department(cast.investment))
    assert access.visible_to(cast.stranger, on=today).count() == 1
    assert access.visible_to(cast.investment_head, on=today).count() == 1


def test_sight_ends_with_the_post(cast, today):
    document = life.begin(cast).document
    access.let_group_see(document, group_of_department(cast.investment))
    Appointment.objects.filter(official__in=[cast.head, cast.investment_head]).update(
        valid_to=today
    )
    assert who_sees(cast, document, today) == UNIT - {"head"}
    yesterday = today - timedelta(days=1)
    assert access.visible_to(cast.head, on=yesterday).filter(pk=document.pk).exists()


def test_what_one_may_not_see_is_refused_like_what_is_not_there(cast, today):
    document = life.begin(cast).document
    for official, public_id in (
        (cast.stranger, document.public_id),
        (cast.drafter, uuid.uuid4()),
    ):
        with pytest.raises(NotFound) as refused:
            access.document_for(official, public_id, on=today)
        assert refused.value.message == "Không có văn bản này, hoặc bạn không có quyền xem."
    assert access.document_for(cast.drafter, document.public_id, on=today) == document


def test_what_arrived_is_seen_by_whom_the_receiving_agency_let_see_it(cast, today):
    entry = arrive(cast)
    seen = {
        name
        for name, official in cast.everyone().items()
        if access.incoming_for(official, on=today).filter(pk=entry.pk).exists()
    }
    assert seen == {"receiver", "receiving_leader"}


def test_an_issued_document_is_seen_by_its_readers_and_reaches_the_other_agency(cast, today):
    report = life.begin(cast).to("issue")
    before = who_sees(cast, report.document, today)
    report.issue()
    assert before == UNIT | {"leader"}
    assert who_sees(cast, report.document, today) == set(cast.everyone()) - {"stranger"}


def test_files_before_issue_stay_in_the_house(cast, today):
    document = life.begin(cast).to("receive").document

    def stages(official):
        return set(
            access.renditions_for(official, document, on=today).values_list("stage", flat=True)
        )

    assert stages(cast.clerk) == set(Stage.values)
    assert stages(cast.receiver) == {Stage.ISSUED, Stage.ARCHIVED}
    assert stages(cast.receiving_leader) == {Stage.ISSUED, Stage.ARCHIVED}
    access.let_official_see(document, cast.receiving_leader)
    assert stages(cast.receiving_leader) == set(Stage.values)


def test_a_code_opens_nothing_before_issue(cast):
    report = life.begin(cast).to("issue")
    with pytest.raises(NotFound):
        access.issued_under(report.document.verification_code)
    report.issue()
    assert access.issued_under(report.document.verification_code) == report.document
    with pytest.raises(NotFound):
        access.issued_under("")
