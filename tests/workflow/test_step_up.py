"""Signing and sealing by who has a second factor: asked beside the PIN, once for a while."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from agencies.actions import second_factors
from agencies.errors import CodeWrong, ConfirmFirst, EnrolFirst
from agencies.models import Session
from documents.models import RegisterEntry, Signature
from tests import life
from tests.agencies.test_second_factors import SECRET, code_at
from tests.cast import PIN
from tests.house.code import ROOT
from tests.workflow.test_page_clerk import sent as sealed
from tests.workflow.test_signing_tray import sent as signed

CODE = 'name="code"'


def enrol(official):
    then = timezone.now() - timedelta(days=1)
    second_factors.enrol_program(official, secret=SECRET, code=code_at(then), at=then)


def now_showing():
    return code_at(timezone.now(), SECRET)


@pytest.fixture
def leader(cast, cheap_files, signed_in):
    enrol(cast.leader)
    return signed_in(cast.leader)


@pytest.fixture
def clerk(cast, cheap_files, signed_in):
    enrol(cast.clerk)
    return signed_in(cast.clerk)


def test_a_tray_is_signed_with_pin_and_code_and_what_was_chosen_stays(cast, leader):
    reports = [life.begin(cast).to("sign") for _ in range(2)]
    posted = signed(*reports, key=uuid4())
    refusals = [
        leader.post("/ky/tap/", posted | more).content.decode()
        for more in ({"do": "ask"}, {}, {"code": "000000"})
    ]
    assert [CODE in page for page in refusals] == [True] * 3
    assert [ConfirmFirst.message in refusals[1], CodeWrong.message in refusals[2]] == [True, True]
    assert [page.count('name="chosen"') for page in refusals] == [2, 2, 2]
    assert Signature.objects.count() == 0
    done = leader.post("/ky/tap/", posted | {"code": now_showing()})
    assert (done.status_code, Signature.objects.count()) == (302, 2)


def test_one_confirmation_holds_for_the_next_batch_and_in_this_browser_only(
    cast, leader, signed_in
):
    first, second, third = (life.begin(cast).to("sign") for _ in range(3))
    leader.post("/ky/tap/", signed(first) | {"code": now_showing()})
    assert CODE not in leader.post("/ky/tap/", signed(second, do="ask")).content.decode()
    leader.post("/ky/tap/", signed(second))
    signed_in(cast.leader).post("/ky/tap/", signed(third))
    assert Signature.objects.count() == 2


def test_an_empty_pin_spends_no_code(cast, leader):
    report = life.begin(cast).to("sign")
    wrong = leader.post("/ky/tap/", signed(report, pin="") | {"code": now_showing()})
    assert CODE in wrong.content.decode()
    assert leader.post("/ky/tap/", signed(report) | {"code": now_showing()}).status_code == 302


def test_a_seal_asks_for_the_code_and_takes_no_number_without(cast, clerk):
    report = life.begin(cast).to("register")
    posted = sealed([report], pin=PIN, confirmed="1")
    assert CODE in clerk.get("/van-thu/").content.decode()
    refused = clerk.post("/van-thu/", posted)
    assert (refused.status_code, CODE in refused.content.decode()) == (409, True)
    assert (ConfirmFirst.message in refused.content.decode(), RegisterEntry.objects.count()) == (
        True,
        0,
    )
    clerk.post("/van-thu/", posted | {"code": now_showing()})
    assert RegisterEntry.objects.count() == 1
    assert CODE not in clerk.get("/van-thu/").content.decode()


def test_the_page_of_one_seal_asks_too_and_keeps_the_day(cast, clerk):
    task = life.begin(cast).to("register").task
    posted = {"do": "seal", "issued_on": "", "pin": PIN}
    url = f"/viec/{task.pk}/cap-so/"
    posted["issued_on"] = clerk.get(url).context["forms"]["seal"]["issued_on"].value()
    refused = clerk.post(url, posted)
    page = refused.content.decode()
    assert (refused.status_code, CODE in page, ConfirmFirst.message in page) == (409, True, True)
    assert (posted["issued_on"] in page, RegisterEntry.objects.count()) == (True, 0)
    assert clerk.post(url, posted | {"code": now_showing()}).status_code == 302


def test_where_a_second_factor_is_a_must_nobody_signs_or_seals_without(
    cast, cheap_files, signed_in, settings
):
    settings.SECOND_FACTOR_REQUIRED = True
    to_sign, to_seal = life.begin(cast).to("sign"), life.begin(cast).to("register")
    pages = [
        signed_in(cast.leader).post("/ky/tap/", signed(to_sign)),
        signed_in(cast.clerk).post("/van-thu/", sealed([to_seal], pin=PIN, confirmed="1")),
        signed_in(cast.clerk).post(
            f"/viec/{to_seal.task.pk}/cap-so/",
            {"do": "seal", "issued_on": life.vn_day(life.now()).strftime("%d/%m/%Y"), "pin": PIN},
        ),
    ]
    assert [one.status_code for one in pages] == [409] * 3
    assert [EnrolFirst.message in one.content.decode() for one in pages] == [False, False, True]
    assert ["/tuy-chon/bao-mat/" in one.content.decode() for one in pages] == [True] * 3
    assert (Signature.objects.filter(rendition__revision__document=to_sign.document).count()) == 0
    assert RegisterEntry.objects.count() == 0


def test_an_old_confirmation_is_asked_for_again_when_the_form_comes_late(cast, leader):
    report = life.begin(cast).to("sign")
    leader.post("/ky/tap/", signed(life.begin(cast).to("sign")) | {"code": now_showing()})
    session = leader.session
    session["confirmed"] |= {"at": session["confirmed"]["at"] - 16 * 60}
    session.save()
    refused = leader.post("/ky/tap/", signed(report))
    assert (refused.status_code, CODE in refused.content.decode()) == (409, True)
    assert Session.objects.filter(official=cast.leader).count() == 1


def test_every_page_that_signs_or_seals_stands_behind_the_gate():
    acts = ("signing.sign_many(", "registering.number_and_seal")
    acting = [
        path
        for room in ("workflow/pages", "workflow/steps", "documents/pages")
        for path in sorted((ROOT / room).glob("*.py"))
        if any(act in path.read_text(encoding="utf-8") for act in acts)
    ]
    ungated = [path for path in acting if "step_up.require(" not in path.read_text("utf-8")]
    assert (len(acting), ungated) == (3, [])
