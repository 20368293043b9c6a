"""Nơi nhận as the distribution list: what the directory knows, what the clerk must settle."""

from datetime import timedelta

import pytest

from agencies.models import AgencyGroup, AgencyName, Department, Official, Rank
from documents import access, storage
from documents.actions import distributing as acts
from documents.errors import (
    DirectoryKnowsNobody,
    NotFound,
    RecipientsFrozen,
    RecipientsUnsettled,
    StoreUnavailable,
)
from documents.models import (
    Channel,
    Dispatch,
    DispatchState,
    DossierItem,
    FilingLine,
    IncomingEntry,
    Receipt,
    RecipientLine,
    RecipientTarget,
)
from local import ports
from tests import life
from tests.cast import LONG_AGO, TODAY, Cast, add_unit
from tests.jobs_now import run_jobs, waiting_jobs
from tests.life import Life
from tests.together import together
from workflow.actions import distributing

FILED = "Lưu: VT, TCHC (2)."


@pytest.fixture
def sealed(cast, cheap_files):
    """Give a way to a sealed document with given lines of Nơi nhận."""

    def seal(*lines: str, **changes) -> Life:
        return life.begin(cast, recipients=[*lines, FILED], **changes).to("issue")

    return seal


def meaning(report: Life, position: int = 1) -> list[str]:
    line = report.document.recipient_lines.get(position=position)
    return [str(target) for target in line.targets.order_by("pk")]


def an_agency(cast: Cast, name: str, abbreviation: str):
    agency = cast.agency.__class__.objects.create()
    AgencyName.objects.create(
        agency=agency,
        full_name=name,
        issuer_line=name.upper(),
        abbreviation=abbreviation,
        place="Sơn Hà",
        valid_from=LONG_AGO,
    )
    return agency


@pytest.fixture
def communes(cast) -> AgencyGroup:
    group = AgencyGroup.objects.create(name="UBND các xã, phường")
    group.members.set(
        [an_agency(cast, f"UBND xã {name}", name) for name in ("An Bình", "Bình Minh")]
    )
    return group


UNITS = ["Phòng Tổ chức - Hành chính", "Phòng Quản lý đầu tư", "Phòng Tài nguyên - Môi trường"]
LEADERS = ["Nguyễn Văn Ký", "Vũ Thị Phó"]


@pytest.mark.parametrize(
    ("line", "means"),
    [
        ("Sở Nội vụ (b/c);", ["Sở Nội vụ tỉnh Sơn Hà"]),
        ("Sở Nội vụ tỉnh Sơn Hà;", ["Sở Nội vụ tỉnh Sơn Hà"]),
        ("SNV;", ["Sở Nội vụ tỉnh Sơn Hà"]),
        ("Phòng Quản lý đầu tư (t/h);", ["Phòng Quản lý đầu tư"]),
        ("Trưởng ban và các Phó TB;", LEADERS),
        ("Lãnh đạo Ban;", LEADERS),
        ("Các phòng, đơn vị;", UNITS),
        ("Các phòng, ban, đơn vị trực thuộc;", UNITS),
        ("Toàn thể công chức, viên chức và người lao động;", UNITS),
        ("UBND các xã, phường;", ["UBND xã An Bình", "UBND xã Bình Minh"]),
        ("Ban Quản lý Khu kinh tế: Lãnh đạo, các phòng;", [*UNITS, *LEADERS]),
        # What is not certain stays open for the clerk.
        ("Quỹ Đầu tư Phát triển;", []),
        ("Chủ tịch, các PCT UBND tỉnh (b/c);", []),
        ("Giám đốc Sở Nội vụ;", []),
        ("Lãnh đạo các Ban HĐND tỉnh;", []),
        ("Các phòng Nội vụ các huyện;", []),
        ("Toàn thể công chức Sở Nội vụ;", []),
        ("VPUB: CVP, PCVP, các phòng;", []),
        ("Phòng Quy hoạch;", []),
        ("Như trên;", []),
    ],
)
def test_each_kind_of_line_means_whom_the_directory_knows_and_nobody_else(
    cast, communes, sealed, line, means
):
    assert meaning(sealed(line)) == means


def test_as_above_means_the_addressees_of_the_document(cast, sealed):
    report = sealed("Như trên;", addressees=["Sở Nội vụ;"])
    assert meaning(report) == ["Sở Nội vụ tỉnh Sơn Hà"]


def test_a_name_that_two_agencies_bear_is_settled_by_the_clerk(cast, sealed):
    an_agency(cast, "Sở Nội vụ", "SNV2")
    assert meaning(sealed("Sở Nội vụ (b/c);")) == []


def test_names_are_those_of_the_day_of_issue(cast, sealed):
    cast.receiving_agency.names.update(valid_to=TODAY)
    assert meaning(sealed("Sở Nội vụ (b/c);")) == []


def test_a_department_that_is_no_more_receives_nothing(cast, sealed):
    cast.environment.names.update(valid_to=TODAY)
    assert meaning(sealed("Các phòng, đơn vị;")) == UNITS[:2]


def test_lines_are_kept_as_printed_and_the_last_says_who_files(cast, sealed):
    report = sealed("Sở Nội vụ (b/c);", "Các phòng, đơn vị;")
    lines = report.document.recipient_lines.order_by("position")
    filing = FilingLine.objects.get(document=report.document)

    assert [(line.text, line.purpose) for line in lines] == [
        ("Sở Nội vụ (b/c)", "b/c"),
        ("Các phòng, đơn vị", ""),
    ]
    assert (filing.text, filing.unit, filing.copies) == ("Lưu: VT, TCHC (2)", "TCHC", 2)


@pytest.mark.parametrize(("typed", "copies"), [("999", 999), ("1000", None), ("99999999999", None)])
def test_no_number_of_copies_stops_a_sealed_document(cast, sealed, typed, copies):
    report = life.begin(cast, recipients=["Sở Nội vụ;", f"Lưu: VT, TCHC ({typed})."]).to("issue")
    filing = FilingLine.objects.get(document=report.document)
    assert (filing.text, filing.copies) == (f"Lưu: VT, TCHC ({typed})", copies)


def test_nothing_leaves_while_a_line_means_nobody(cast, sealed):
    report = sealed("Sở Nội vụ (b/c);", "Quỹ Đầu tư Phát triển;")
    assert [line.text for line in acts.unsettled_lines(report.document)] == [
        "Quỹ Đầu tư Phát triển"
    ]
    with pytest.raises(RecipientsUnsettled):
        report.issue()

    assert (report.status, Dispatch.objects.count()) == ("AWAITING_DISPATCH", 0)


def settle(report: Life, position: int = 1, **whom) -> None:
    line = report.document.recipient_lines.get(position=position)
    distributing.settle(report.task, line, by=report.cast.clerk, at=life.now(), **whom)


def test_the_clerk_settles_a_line_and_the_journal_says_so(cast, sealed):
    report = sealed("Quỹ Đầu tư Phát triển;")
    settle(report, agency=cast.receiving_agency)
    target = RecipientTarget.objects.get(line__document=report.document)

    assert (target.agency, target.settled_by) == (cast.receiving_agency, cast.clerk)
    assert report.document.events.latest("n").facts == {
        "line": "Quỹ Đầu tư Phát triển",
        "means": "Sở Nội vụ tỉnh Sơn Hà",
    }
    report.issue()
    assert report.arrival.state == "ARRIVED"


def test_a_line_settled_as_outside_is_sent_without_the_system(cast, sealed):
    report = sealed("Quỹ Đầu tư Phát triển;")
    settle(report, outside=True)
    report.issue()
    dispatch = Dispatch.objects.get()

    assert (dispatch.channel, dispatch.state) == (Channel.OUTSIDE, DispatchState.SENT)
    assert str(dispatch) == "Quỹ Đầu tư Phát triển"
    assert not dispatch.receipts.exists(), "nobody told us that it arrived"


def test_settling_again_replaces_what_was_chosen_before(cast, sealed):
    report = sealed("Quỹ Đầu tư Phát triển;")
    settle(report, outside=True)
    settle(report, department=cast.investment)
    assert meaning(report) == ["Phòng Quản lý đầu tư"]


def test_settling_needs_a_choice_of_ones_own_document_and_own_units(cast, sealed):
    report, other = sealed("Quỹ Đầu tư Phát triển;"), sealed("Quỹ Hỗ trợ nông dân;")
    foreign = Department.objects.exclude(agency=cast.agency).get()
    with pytest.raises(RecipientsUnsettled):
        settle(report)
    with pytest.raises(NotFound):
        distributing.settle(
            report.task,
            other.document.recipient_lines.get(),
            outside=True,
            by=cast.clerk,
            at=life.now(),
        )
    with pytest.raises(NotFound):
        settle(report, department=foreign)
    assert meaning(report) == meaning(other) == []


def test_after_issue_nothing_is_settled_any_more(cast, sealed):
    report = sealed("Sở Nội vụ (b/c);")
    report.issue()
    line = report.document.recipient_lines.get()
    with pytest.raises(RecipientsFrozen):
        acts.settle(line, outside=True, by=cast.clerk, at=life.now())


def test_a_group_is_expanded_and_frozen(cast, communes, sealed):
    report = sealed("UBND các xã, phường;")
    communes.members.add(an_agency(cast, "UBND xã Cẩm Tú", "CT"))
    report.issue()

    assert [str(dispatch) for dispatch in Dispatch.objects.order_by("pk")] == [
        "UBND xã An Bình",
        "UBND xã Bình Minh",
    ]


def test_an_empty_group_means_nobody_and_the_own_agency_is_no_recipient_of_its_group(cast, sealed):
    group = AgencyGroup.objects.create(name="Các cơ quan trong khối")
    assert meaning(sealed("Các cơ quan trong khối;")) == []
    group.members.set([cast.agency, cast.receiving_agency])
    assert meaning(sealed("Các cơ quan trong khối;")) == ["Sở Nội vụ tỉnh Sơn Hà"]


def test_who_is_named_twice_gets_it_once_and_both_lines_show_it(cast, sealed):
    group = AgencyGroup.objects.create(name="Các cơ quan trong khối")
    group.members.set([cast.receiving_agency])
    report = sealed(
        "Sở Nội vụ (b/c);", "Các cơ quan trong khối;", "Phòng Quản lý đầu tư;", "Các phòng, đơn vị;"
    )
    report.issue()

    assert Dispatch.objects.filter(agency=cast.receiving_agency).count() == 1
    assert Dispatch.objects.filter(department=cast.investment).count() == 1
    assert set(
        RecipientTarget.objects.filter(agency=cast.receiving_agency).values_list(
            "dispatch__agency", flat=True
        )
    ) == {cast.receiving_agency.pk}
    assert IncomingEntry.objects.count() == 1


def test_units_and_leaders_find_it_in_their_lists_at_once(cast, sealed):
    report = sealed("Phòng Quản lý đầu tư;", "Lãnh đạo Ban;")
    for official in (cast.investment_head, cast.deputy):
        assert report.document not in access.visible_to(official, on=TODAY)
    report.issue()
    for official in (cast.investment_head, cast.deputy):
        assert report.document in access.visible_to(official, on=TODAY)
    assert report.document not in access.visible_to(cast.stranger, on=TODAY)
    assert (
        list(
            Receipt.objects.filter(dispatch__channel=Channel.INTERNAL).values_list(
                "kind", flat=True
            )
        )
        == ["ARRIVED"] * 3
    )


def test_an_agency_here_receives_it_by_a_job_with_the_verdict_of_that_moment(cast):
    report = life.begin(cast, recipients=["Sở Nội vụ (b/c);", FILED]).to("issue")
    run_jobs()
    distributing.issue(report.task, by=cast.clerk, at=life.now())
    dispatch = Dispatch.objects.get()
    assert (dispatch.state, waiting_jobs()) == (DispatchState.PENDING, ["deliver"])
    run_jobs()

    dispatch.refresh_from_db()
    arrival = report.arrival
    assert dispatch.state == DispatchState.SENT
    assert (arrival.code, arrival.sender) == (
        "01/BC-BQLKKT",
        "Ban Quản lý Khu kinh tế tỉnh Sơn Hà",
    )
    assert (arrival.verdict["verdict"], arrival.verdict["problems"]) == ("valid", [])
    assert report.document in access.visible_to(cast.receiver, on=TODAY)


def test_a_delivery_repeated_has_one_effect(cast, sealed):
    report = sealed("Sở Nội vụ (b/c);")
    report.issue()
    acts.deliver(Dispatch.objects.get().pk)

    assert IncomingEntry.objects.count() == 1
    assert Receipt.objects.count() == 1


def test_two_workers_at_one_delivery_lay_it_down_once(committed, cast, cheap_files):
    report = life.begin(cast, recipients=["Sở Nội vụ (b/c);", FILED]).to("issue")
    run_jobs()
    distributing.issue(report.task, by=cast.clerk, at=life.now())
    dispatch = Dispatch.objects.get()
    together(*[lambda: acts.deliver(dispatch.pk)] * 3)

    assert IncomingEntry.objects.count() == Receipt.objects.count() == 1
    assert report.document.events.filter(act="DELIVERED").count() == 1


def test_while_the_store_is_away_the_page_says_so_and_the_delivery_waits(cast, settings):
    report = life.begin(cast, recipients=["Sở Nội vụ (b/c);", FILED]).to("issue")
    run_jobs()
    distributing.issue(report.task, by=cast.clerk, at=life.now())
    endpoint = settings.S3_ENDPOINT
    settings.S3_ENDPOINT = f"http://127.0.0.1:{ports.choose()}"
    storage._client.cache_clear()
    try:
        assert run_jobs() == []
    finally:
        settings.S3_ENDPOINT = endpoint
        storage._client.cache_clear()
    assert report.document.obstacles.get().message == StoreUnavailable.message

    assert run_jobs() == ["deliver"]
    assert not report.document.obstacles.exists()
    assert report.arrival.state == "ARRIVED"


def test_the_file_copy_lies_in_the_agencys_set_of_the_year(cast, sealed):
    report = sealed("Sở Nội vụ (b/c);")
    report.issue()
    item = DossierItem.objects.get(document=report.document)

    assert item.dossier.agency == cast.agency
    assert item.dossier.title == f"Tập lưu văn bản đi năm {TODAY.year}"


def test_leaders_are_those_who_hold_the_posts_on_the_day(cast, sealed):
    cast.deputy.appointments.update(valid_to=TODAY)
    assert meaning(sealed("Lãnh đạo Ban;")) == ["Nguyễn Văn Ký"]


def test_a_unit_founded_since_is_among_all_units(cast, sealed):
    head: Official = add_unit(cast.agency, "Phòng Quy hoạch", "QH", head="Tạ Văn Quy")
    assert head.appointments.get().post.rank == Rank.UNIT_HEAD
    head.appointments.get().post.department.names.update(valid_from=TODAY + timedelta(days=1))
    assert meaning(sealed("Các phòng, đơn vị;")) == UNITS


def test_no_line_says_more_than_was_printed(cast, sealed):
    report = sealed("Sở Nội vụ (b/c);")
    assert RecipientLine.objects.filter(document=report.document).count() == 1
    assert not RecipientTarget.objects.filter(settled_by__isnull=False).exists()


def test_a_line_may_go_back_to_mean_an_official_and_a_whole_group(cast, communes, sealed):
    report = sealed("UBND các xã, phường;", "Phòng Quy hoạch;")
    group, unit = report.document.recipient_lines.order_by("position")
    distributing.settle(report.task, group, outside=True, by=cast.clerk, at=life.now())
    assert meaning(report) == ["UBND các xã, phường"]

    distributing.resolve_again(report.task, group, by=cast.clerk, at=life.now())
    distributing.settle(report.task, unit, official=cast.head, by=cast.clerk, at=life.now())

    assert meaning(report) == ["UBND xã An Bình", "UBND xã Bình Minh"]
    assert meaning(report, 2) == ["Lê Văn Trưởng"]
    told = report.document.events.filter(act="RECIPIENT_SETTLED").order_by("n")
    assert [event.facts["means"] for event in told] == [
        "gửi ngoài hệ thống",
        "UBND xã An Bình; UBND xã Bình Minh",
        "Lê Văn Trưởng",
    ]


def test_an_official_of_another_agency_is_no_recipient_inside(cast, sealed):
    report = sealed("Sở Nội vụ (b/c);")
    line = report.document.recipient_lines.get()
    with pytest.raises(NotFound):
        distributing.settle(report.task, line, official=cast.stranger, by=cast.clerk, at=life.now())
    assert meaning(report) == ["Sở Nội vụ tỉnh Sơn Hà"]


def test_what_the_directory_does_not_know_stays_as_it_was_settled(cast, sealed):
    report = sealed("Phòng Quy hoạch;")
    line = report.document.recipient_lines.get()
    distributing.settle(report.task, line, department=cast.unit, by=cast.clerk, at=life.now())
    with pytest.raises(DirectoryKnowsNobody, match="«Phòng Quy hoạch»"):
        distributing.resolve_again(report.task, line, by=cast.clerk, at=life.now())
    assert meaning(report) == ["Phòng Tổ chức - Hành chính"]
