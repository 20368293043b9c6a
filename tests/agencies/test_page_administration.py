"""The administrator's pages: what is done there is done, what is refused says why."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agencies.models import Appointment, Delegation, Department, Mandate, Official, Post
from tests.agencies.test_arranging import everything
from tests.cast import TODAY

pytestmark = pytest.mark.django_db
NEXT_WEEK = TODAY + timedelta(days=7)


@pytest.fixture
def administrator(cast, signed_in):
    return signed_in(cast.administrator)


def typed(day):
    return f"{day:%d/%m/%Y}"


def told(client, name, facts, *args):
    answer = client.post(reverse(name, args=args), facts, follow=True)
    return answer.status_code, answer.content.decode()


def test_a_delegation_is_three_fields_and_a_button(cast, administrator):
    facts = {
        "absent": cast.head.pk,
        "stand_in": cast.investment_head.pk,
        "first": typed(TODAY),
        "last": typed(NEXT_WEEK),
        "reason": "Nghỉ phép",
    }
    status, page = told(administrator, "delegations", facts)
    made = Delegation.objects.get()
    assert (status, made.absent, made.stand_in) == (200, cast.head, cast.investment_head)
    assert f"Ngô Thị Đầu xử lý thay Lê Văn Trưởng đến hết ngày {typed(NEXT_WEEK)}." in page
    status, page = told(administrator, "end-delegation", {}, made.pk)
    made.refresh_from_db()
    assert ("Đã kết thúc ủy quyền." in page, made.last_day) == (True, TODAY)


def test_a_refused_delegation_keeps_what_was_typed(cast, administrator):
    facts = {
        "absent": cast.head.pk,
        "stand_in": cast.head.pk,
        "first": typed(TODAY),
        "last": typed(NEXT_WEEK),
        "reason": "Nghỉ phép <năm>",
    }
    status, page = told(administrator, "delegations", facts)
    assert (status, Delegation.objects.count()) == (409, 0)
    assert "Người xử lý thay phải là người khác." in page
    assert "Nghỉ phép &lt;năm&gt;" in page
    status, page = told(administrator, "delegations", facts | {"last": "31/02/2026"})
    assert (status, "Nghỉ phép &lt;năm&gt;" in page) == (422, True)


def test_an_account_is_opened_and_its_holder_gets_to_work(cast, administrator, client):
    cast.agency.posts.create(title="Kế toán", department=cast.unit)
    post = Post.objects.get(title="Kế toán")
    facts = {
        "do": "open",
        "full_name": "Lý Thị Mới",
        "username": "lythimoi",
        "password": "mot-mat-khau-dai",
        "post": post.pk,
    }
    status, page = told(administrator, "people", facts)
    assert (status, "Lý Thị Mới đã có chức vụ trong cơ quan." in page) == (200, True)
    assert client.login(username="lythimoi", password="mot-mat-khau-dai")
    status, page = told(administrator, "people", facts | {"username": "vanthu"})
    assert (status, "Lý Thị Mới" in page, "mot-mat-khau-dai" in page) == (422, True, False)


def test_one_account_is_renamed_appointed_ended_and_closed(cast, administrator):
    Appointment.objects.filter(official=cast.checker).update(valid_to=TODAY)
    address = cast.checker.public_id
    status, page = told(
        administrator, "person", {"do": "rename", "full_name": "Phạm Thức"}, address
    )
    assert (status, "Đã đổi họ và tên." in page) == (200, True)
    post = cast.checker.appointments.get().post
    facts = {"do": "appoint", "post": post.pk, "first": typed(TODAY)}
    status, page = told(administrator, "person", facts, address)
    assert "Đã bổ nhiệm." in page
    status, page = told(administrator, "person", {"do": "close"}, address)
    assert (status, "Người này còn giữ chức vụ" in page) == (409, True)
    held = cast.checker.appointments.get(valid_to=None)
    facts = {"do": "end", "appointment": held.pk, "last": typed(TODAY)}
    status, page = told(administrator, "person", facts, address)
    assert "Đã ghi ngày thôi giữ chức vụ." in page
    status, page = told(administrator, "person", {"do": "frobnicate"}, address)
    assert status == 422


def test_a_new_password_ends_the_sessions_of_the_old_one(cast, administrator, signed_in):
    theirs = signed_in(cast.clerk)
    assert theirs.get("/", follow=True).status_code == 200
    facts = {"do": "password", "password": "mot-mat-khau-khac"}
    told(administrator, "person", facts, cast.clerk.public_id)
    assert theirs.get(reverse("tray")).status_code == 302


def test_units_posts_and_orders_are_arranged(cast, administrator):
    facts = {"do": "unit", "full_name": "Ban Quản lý dự án", "abbreviation": "QLDA"}
    assert "Đã lập đơn vị." in told(administrator, "units", facts)[1]
    unit = Department.objects.latest("pk")
    facts = {
        "do": "post",
        "title": "Trưởng ban dự án",
        "rank": "UNIT_HEAD",
        "department": unit.pk,
        "duties": ["DRAFT"],
    }
    assert "Đã lập chức vụ." in told(administrator, "units", facts)[1]
    post = Post.objects.latest("pk")
    assert (post.department, post.duties) == (unit, ["DRAFT"])
    assert (
        "Nhiệm vụ không thay đổi." in told(administrator, "post", {"duties": ["DRAFT"]}, post.pk)[1]
    )
    facts = {"full_name": "Ban Dự án", "abbreviation": "BDA", "first": typed(NEXT_WEEK)}
    assert "Đã đặt tên mới cho đơn vị." in told(administrator, "unit", facts, unit.pk)[1]
    facts = {
        "capacity": "TL",
        "grantor": cast.leader.appointments.get().post.pk,
        "holder": post.pk,
        "kinds": "cv, bc",
        "subject": "Việc dự án",
        "document": "Quyết định 15/QĐ-BQLKKT",
        "first": typed(TODAY),
    }
    assert "Đã ghi việc giao ký." in told(administrator, "mandates", facts)[1]
    mandate = Mandate.objects.get()
    assert mandate.kinds == ["CV", "BC"]
    assert "Đã kết thúc" in told(administrator, "end-mandate", {}, mandate.pk)[1]
    status, page = told(administrator, "mandates", facts | {"kinds": "công văn; báo cáo"})
    assert (status, "Ghi tên loại viết tắt" in page) == (422, True)


def test_every_page_shows_what_was_done(cast, administrator):
    everything(cast)
    new = Official.objects.get(username="moi")
    unit, post = Department.objects.latest("pk"), Post.objects.latest("pk")
    for name, args in (
        ("administration", ()),
        ("delegations", ()),
        ("people", ()),
        ("person", (new.public_id,)),
        ("units", ()),
        ("unit", (unit.pk,)),
        ("post", (post.pk,)),
        ("mandates", ()),
        ("agency-journal", ()),
    ):
        assert administrator.get(reverse(name, args=args)).status_code == 200, name
    journal = administrator.get(reverse("agency-journal")).content.decode()
    assert "In mã xác thực và mã QR trên văn bản" in journal


def test_what_is_another_agencys_is_not_there(cast, administrator, signed_in):
    post = cast.stranger.appointments.get().post
    for name, args in (
        ("person", (cast.stranger.public_id,)),
        ("post", (post.pk,)),
        ("unit", (post.department_id,)),
    ):
        assert administrator.get(reverse(name, args=args)).status_code == 404, name
    assert (
        administrator.get(
            reverse("administration") + f"?co-quan={cast.receiving_agency.pk}"
        ).status_code
        == 404
    )
    for other in (cast.leader, cast.clerk, cast.stranger):
        assert signed_in(other).get(reverse("administration")).status_code == 404


def test_outside_a_rehearsal_it_lies_behind_the_second_factor(cast, administrator, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    answer = administrator.get(reverse("people"))
    assert (answer.status_code, answer["Location"]) == (302, reverse("security"))


def test_more_people_ask_no_more_of_the_database(cast, administrator):
    def asked():
        counts = []
        for name in ("people", "units", "mandates", "administration"):
            with CaptureQueriesContext(connection) as queries:
                administrator.get(reverse(name))
            counts.append(len(queries))
        return counts

    cast.agency.posts.create(title="Kế toán", department=cast.unit)
    before = asked()
    for n in range(5):
        unit = Department.objects.create(agency=cast.agency)
        unit.names.create(full_name=f"Phòng {n}", abbreviation=f"P{n}", valid_from=TODAY)
        post = cast.agency.posts.create(title=f"Chuyên viên {n}", department=unit)
        cast.agency.posts.create(title=f"Kế toán {n}", department=unit)
        official = Official.objects.create(username=f"nguoi{n}", full_name=f"Lý Văn {n}")
        official.appointments.create(post=post, valid_from=TODAY)
    assert asked() == before
