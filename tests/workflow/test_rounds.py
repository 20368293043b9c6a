"""Rounds of opinions: sent back, mended, asked again; nothing that was said is lost."""

from datetime import timedelta

import pytest

from agencies.errors import MayNotSign
from agencies.models import Delegation, Department
from documents.actions import sealing
from documents.actions.drafting import latest_revision
from documents.actions.signing import leader_signature, prepared_rendition
from documents.errors import (
    FormRefused,
    NumberTakenAlready,
    ReasonMissing,
    RevisionJudged,
    StoreUnavailable,
)
from documents.models import FormCheck, Initial, Review, Verdict
from tests import life
from tests.cast import PIN, TODAY
from tests.jobs_now import run_jobs
from tests.life import AGREED, SENT_BACK, Life
from tests.workflow import invariants
from ui.writing import moment
from workflow.actions import drafting, notices, registering, reviewing, signing
from workflow.errors import (
    NobodyForTask,
    NobodyToReview,
    NotYourTurn,
    OwnUnitAsked,
    TaskClosed,
    TooLateToWithdraw,
)
from workflow.models import DocumentProcess, Notice, WorkTask

pytestmark = pytest.mark.usefixtures("cheap_files")


def opine(task: WorkTask, by, verdict=AGREED, opinion="") -> WorkTask:
    return reviewing.review(task, verdict=verdict, opinion=opinion, by=by, at=life.now())


def sentences_to(official) -> list[str]:
    return [notice.sentence for notice in official.notices.order_by("pk")]


def withdraw(report: Life, by=None) -> None:
    process = DocumentProcess.objects.get(document=report.document)
    drafting.withdraw(process, reason="Sửa số liệu", by=by or report.cast.drafter, at=life.now())


@pytest.fixture
def sent_back(cast, reviewers) -> Life:
    """Give a report that went to three units: one agreed, one sent it back."""
    report = life.begin(cast)
    report.submit(*reviewers)
    first, second, _ = report.tasks
    opine(first, reviewers[first.department], AGREED, "Nhất trí")
    opine(second, reviewers[second.department], SENT_BACK, "Thiếu số liệu mục I")
    return report


def test_sent_back_closes_the_others_who_are_told(cast, reviewers, sent_back):
    agreed, sender, closed = reviewers.values()

    assert invariants.open_steps(sent_back.document) == ["draft"]
    assert sentences_to(closed) == [
        f"{sender} (Phòng Tài nguyên - Môi trường) đã trả lại nên không cần cho ý kiến bản này nữa."
    ]
    assert sentences_to(agreed) == []


def test_the_reasons_reach_the_drafter(cast, reviewers, sent_back):
    assert sentences_to(cast.drafter) == [
        f"{cast.environment_head} trả lại ở bước «Cho ý kiến»: Thiếu số liệu mục I"
    ]
    assert list(
        Review.objects.filter(revision__document=sent_back.document)
        .order_by("pk")
        .values_list("revision__n", "verdict", "opinion")
    ) == [(1, "AGREED", "Nhất trí"), (1, "SENT_BACK", "Thiếu số liệu mục I")]


def test_what_somebody_was_told_is_seen_once(cast, reviewers, sent_back):
    notices.seen(cast.drafter, at=life.now())

    assert not cast.drafter.notices.filter(seen_at__isnull=True).exists()
    assert Notice.objects.filter(seen_at__isnull=True).count() == 1, "the others' own stay"


def test_a_judged_revision_is_not_asked_about_again(cast, reviewers, sent_back):
    with pytest.raises(RevisionJudged):
        sent_back.submit(*reviewers)
    with pytest.raises(RevisionJudged):
        sent_back.submit()
    invariants.hold(sent_back.document)


def test_a_judged_revision_may_be_saved_unchanged_as_the_next(cast, reviewers, sent_back):
    sent_back.revise()
    sent_back.submit(*reviewers)

    assert latest_revision(sent_back.document).n == 2
    assert invariants.open_steps(sent_back.document) == ["review"] * 3


def test_a_new_revision_starts_the_next_round_and_the_first_stays_in_history(
    cast, reviewers, sent_back
):
    sent_back.revise(subject=[{"s": "Kết quả quý I năm 2026, có sửa"}])
    sent_back.submit(cast.investment)
    opine(sent_back.task, cast.investment_head)

    assert invariants.open_steps(sent_back.document) == ["initial"]
    assert list(
        Review.objects.filter(revision__document=sent_back.document)
        .order_by("pk")
        .values_list("revision__n", "verdict")
    ) == [(1, "AGREED"), (1, "SENT_BACK"), (2, "AGREED")]
    invariants.hold(sent_back.document)
    invariants.journal_holds(sent_back.document)


def test_twelve_rounds_do_not_make_the_flow_longer(cast):
    report = life.begin(cast)
    for n in range(12):
        report.revise(subject=[{"s": f"Kết quả lần {n}"}])
        report.submit(cast.investment, cast.environment)
        opine(report.tasks[0], cast.investment_head, SENT_BACK, "Chưa đạt")
    report.revise(subject=[{"s": "Kết quả"}])
    report.submit()

    assert invariants.open_steps(report.document) == ["initial"]
    assert len(report.task.token.token) < 40, "of 150 characters that the column has"
    invariants.hold(report.document)


def test_an_old_tab_is_told_what_happened_since_and_nothing_is_written(cast, reviewers, sent_back):
    first, _, third = WorkTask.objects.filter(
        process__document=sent_back.document, flow_task__endswith="review"
    ).order_by("pk")
    before = sent_back.document.events.count()

    with pytest.raises(TaskClosed) as done:
        opine(first, reviewers[first.department])
    with pytest.raises(TaskClosed) as closed:
        opine(third, reviewers[third.department])

    assert done.value.message.startswith("Việc «Cho ý kiến» đã do Ngô Thị Đầu xử lý lúc ")
    assert closed.value.message.startswith(
        "Việc «Cho ý kiến» đã đóng: Đỗ Văn Môi trả lại văn bản lúc "
    )
    assert sent_back.document.events.count() == before


def test_an_old_tab_names_the_drafter_who_took_the_document_back(cast, reviewers):
    report = life.begin(cast)
    report.submit(cast.investment)
    task = report.task
    withdraw(report)
    report.submit(cast.investment)
    opine(report.task, cast.investment_head, SENT_BACK, "Thiếu số liệu")

    with pytest.raises(TaskClosed) as closed:
        opine(task, cast.investment_head)

    at = moment(report.document.events.get(act="WITHDRAWN").at)
    assert closed.value.message == (
        f"Việc «Cho ý kiến» đã đóng: Trần Thị Soạn rút lại văn bản lúc {at}."
    )


def test_a_withdrawn_revision_is_asked_about_only_where_it_is_sent_next(cast, reviewers):
    report = life.begin(cast)
    report.submit(cast.investment, cast.environment)
    withdraw(report)
    report.submit(cast.environment)

    assert [task.department for task in report.tasks] == [cast.environment]
    opine(report.task, cast.environment_head)
    assert invariants.open_steps(report.document) == ["initial"]


def test_withdrawn_from_a_half_filled_round_nothing_waits(cast, reviewers):
    report = life.begin(cast)
    report.submit(*reviewers)
    opine(report.tasks[0], cast.investment_head)
    withdraw(report)

    assert invariants.open_steps(report.document) == ["draft"]
    invariants.hold(report.document)


def test_withdrawn_after_the_signature_the_signature_is_void(cast):
    report = life.begin(cast).to("register")
    signature = leader_signature(report.document)
    withdraw(report)

    signature.refresh_from_db()
    assert signature.voiding.reason == "Sửa số liệu"
    for official in (cast.leader, cast.clerk):
        assert sentences_to(official) == ["Trần Thị Soạn đã rút lại văn bản: Sửa số liệu"]
    assert leader_signature(report.document) is None
    with pytest.raises(RevisionJudged):
        report.submit()


def test_only_the_drafter_withdraws_and_only_before_the_number(cast):
    report = life.begin(cast).to("register")
    with pytest.raises(NotYourTurn):
        withdraw(report, by=cast.head)
    report.seal()
    with pytest.raises(TooLateToWithdraw):
        withdraw(report)
    invariants.hold(report.document)


def test_what_is_still_with_the_drafter_cannot_be_withdrawn(cast):
    report = life.begin(cast)
    with pytest.raises(NotYourTurn, match="đang ở người soạn"):
        withdraw(report)
    assert invariants.open_steps(report.document) == ["draft"]


def test_whom_to_ask_must_be_said_and_never_the_own_unit_or_another_agency(cast):
    report = life.begin(cast)
    foreign = Department.objects.exclude(agency=cast.agency).get()
    for departments, refusal in (
        ([], NobodyToReview),
        ([cast.unit], OwnUnitAsked),
        ([foreign], NobodyToReview),
        ([cast.investment, cast.unit], OwnUnitAsked),
    ):
        with pytest.raises(refusal):
            drafting.submit(report.task, departments=departments, by=cast.drafter, at=life.now())
    assert invariants.open_steps(report.document) == ["draft"]
    invariants.hold(report.document)


def test_a_unit_named_twice_is_asked_once(cast):
    report = life.begin(cast)
    report.submit(cast.investment, cast.investment)
    assert invariants.open_steps(report.document) == ["review"]


def test_a_unit_without_anybody_to_answer_is_not_asked(cast):
    cast.investment_head.appointments.update(valid_to=TODAY)
    report = life.begin(cast)
    with pytest.raises(NobodyForTask, match="Phòng Quản lý đầu tư"):
        report.submit(cast.investment, cast.environment)
    invariants.hold(report.document)
    assert invariants.open_steps(report.document) == ["draft"]


@pytest.mark.parametrize("reason", ["", " \n\t"])
@pytest.mark.parametrize("stage", ["initial", "form_check", "sign", "register"])
def test_sending_back_needs_a_reason(cast, stage, reason):
    report = life.begin(cast).to(stage)
    by, send_back = _sender(cast, stage)
    with pytest.raises(ReasonMissing):
        send_back(report.task, reason=reason, by=by, at=life.now())
    assert invariants.open_steps(report.document) == [stage]
    invariants.hold(report.document)


@pytest.mark.parametrize("opinion", ["", "  "])
def test_a_unit_sends_back_only_with_a_reason(cast, opinion):
    report = life.begin(cast)
    report.submit(cast.investment)
    with pytest.raises(ReasonMissing):
        opine(report.task, cast.investment_head, SENT_BACK, opinion)
    invariants.hold(report.document)


@pytest.mark.parametrize("stage", ["initial", "form_check", "sign", "register"])
def test_sent_back_from_any_step_the_drafter_reads_why(cast, stage):
    report = life.begin(cast).to(stage)
    by, send_back = _sender(cast, stage)
    send_back(report.task, reason="Sai số liệu mục II", by=by, at=life.now())

    assert invariants.open_steps(report.document) == ["draft"]
    assert sentences_to(cast.drafter)[-1].endswith(": Sai số liệu mục II")
    assert (by.full_name in sentences_to(cast.drafter)[-1]) is True
    with pytest.raises(RevisionJudged):
        report.submit()
    invariants.hold(report.document)
    invariants.journal_holds(report.document)


def test_a_signed_document_sent_back_keeps_its_file_void_and_its_signer_is_told(cast):
    report = life.begin(cast).to("register")
    signature = leader_signature(report.document)
    registering.send_back(report.task, reason="Sai nơi nhận", by=cast.clerk, at=life.now())

    signature.refresh_from_db()
    assert signature.voiding.by == cast.clerk
    assert signature.rendition.object.sha256
    assert sentences_to(cast.leader) == [
        "Bùi Thị Thư (Văn thư, Phòng Tổ chức - Hành chính) trả lại văn bản đã ký: Sai nơi nhận"
    ]


def test_what_has_its_number_goes_back_no_more_even_while_its_seal_is_owed(cast, monkeypatch):
    report = life.begin(cast).to("register")
    with monkeypatch.context() as broken:
        broken.setattr(sealing, "make", _store_away)
        with pytest.raises(StoreUnavailable):
            report.seal()
    with pytest.raises(NumberTakenAlready):
        registering.send_back(report.task, reason="Sai", by=cast.clerk, at=life.now())
    with pytest.raises(TooLateToWithdraw):
        withdraw(report)
    invariants.hold(report.document)

    assert report.seal().number == 1


def _store_away(*_: object, **__: object) -> None:
    raise StoreUnavailable


def test_a_stand_in_acts_and_both_names_stand_in_every_record(cast):
    Delegation.objects.create(
        absent=cast.head, stand_in=cast.checker, reason="Nghỉ phép", valid_from=TODAY
    )
    report = life.begin(cast).to("initial")
    task = report.task
    reviewing.initial(task, by=cast.checker, at=life.now())

    as_what = "xử lý thay Lê Văn Trưởng (Trưởng phòng, Phòng Tổ chức - Hành chính)"
    task.refresh_from_db()
    initial = Initial.objects.get(revision__document=report.document)
    event = report.document.events.get(act="INITIAL_AGREED")
    for record in (
        (task.acted_by, task.as_what),
        (initial.by, initial.as_what),
        (
            event.by,
            event.as_what,
        ),
    ):
        assert record == (cast.checker, as_what)


def test_a_stand_in_with_the_longest_names_is_recorded_too(cast):
    Delegation.objects.create(
        absent=cast.head, stand_in=cast.checker, reason="Nghỉ phép", valid_from=TODAY
    )
    cast.head.full_name = "Ă" * 100
    cast.head.save()
    cast.head.appointments.get().post.__class__.objects.filter(
        appointments__official=cast.head
    ).update(title="Trưởng phòng" + "Ơ" * 88)
    cast.unit.names.update(full_name="Ư" * 200)
    report = life.begin(cast).to("initial")
    reviewing.initial(report.task, by=cast.checker, at=life.now())

    assert invariants.open_steps(report.document) == ["form_check"]


@pytest.mark.parametrize("days", [-1, 1])
def test_a_stand_in_acts_only_on_the_days_given(cast, days):
    begins = TODAY + timedelta(days=days)
    Delegation.objects.create(
        absent=cast.head,
        stand_in=cast.stranger,
        reason="Nghỉ phép",
        valid_from=begins,
        valid_to=begins + timedelta(days=1),
    )
    report = life.begin(cast).to("initial")
    with pytest.raises(NotYourTurn):
        reviewing.initial(report.task, by=cast.stranger, at=life.now())


def test_a_stand_in_may_send_back_but_never_signs_for_the_named_signer(cast):
    Delegation.objects.create(
        absent=cast.leader, stand_in=cast.deputy, reason="Đi công tác", valid_from=TODAY
    )
    report = life.begin(cast).to("sign")
    shown = prepared_rendition(latest_revision(report.document)).object.sha256
    with pytest.raises(MayNotSign, match="Nguyễn Văn Ký"):
        signing.sign(report.task, shown=shown, pin=PIN, by=cast.deputy, at=life.now())
    invariants.hold(report.document)

    signing.send_back(report.task, reason="Chờ trưởng ban", by=cast.deputy, at=life.now())
    assert invariants.open_steps(report.document) == ["draft"]


def test_a_deactivated_account_does_nothing_more(cast):
    report = life.begin(cast).to("initial")
    cast.head.is_active = False
    cast.head.save()
    with pytest.raises(NotYourTurn):
        reviewing.initial(report.task, by=cast.head, at=life.now())


def test_the_form_check_names_the_faults_and_nothing_moves(cast):
    report = life.begin(cast, signature={"authority": None, "title": None, "name": "Nguyễn Văn Ký"})
    report.submit()
    report.initial()
    run_jobs()
    with pytest.raises(FormRefused) as refused:
        reviewing.pass_form(report.task, by=cast.checker, at=life.now())

    assert [finding["code"] for finding in refused.value.findings] == ["signer_title_missing"]
    assert not FormCheck.objects.filter(revision__document=report.document).exists()
    assert invariants.open_steps(report.document) == ["form_check"]

    reviewing.send_back(report.task, reason="Thiếu chức vụ", by=cast.checker, at=life.now())
    check = FormCheck.objects.get(revision__document=report.document)
    assert check.verdict == Verdict.SENT_BACK
    assert [finding["code"] for finding in check.findings] == ["signer_title_missing"]


def test_a_cancelled_draft_is_over_and_stays_in_history(cast):
    report = life.begin(cast)
    drafting.cancel(report.task, reason="Không cần nữa", by=cast.drafter, at=life.now())

    assert report.status == "CANCELLED"
    assert report.document.events.latest("n").facts == {"reason": "Không cần nữa"}
    invariants.hold(report.document)


def test_only_somebody_whose_duty_is_drafting_begins_a_document(cast):
    for by in (cast.clerk, cast.stranger):
        with pytest.raises(NotYourTurn):
            drafting.begin(
                cast.unit,
                content=life.content(),
                header=drafting.Header(signer=cast.leader, capacity=""),
                by=by,
                at=life.now(),
            )


def test_nobody_saves_a_revision_while_the_document_is_with_somebody_else(cast):
    """Turn and step both count: the head whose turn it is to initial may not rewrite the text."""
    report = life.begin(cast).to("initial")
    with pytest.raises(NotYourTurn):
        drafting.save(
            report.task,
            content=life.content(subject=[{"s": "Sửa lén"}]),
            header=drafting.Header(signer=cast.leader, capacity=""),
            base=1,
            by=cast.head,
            at=life.now(),
        )
    assert report.document.revisions.count() == 1


def test_a_signed_document_goes_back_only_as_the_clerk_sends_it_back(cast):
    """The signer's own way back would leave a signature in force on a draft."""
    report = life.begin(cast).to("register")
    with pytest.raises(NotYourTurn):
        signing.send_back(report.task, reason="Nhầm bước", by=cast.clerk, at=life.now())
    invariants.hold(report.document)


def _sender(cast, stage):
    return {
        "initial": (cast.head, reviewing.send_back),
        "form_check": (cast.checker, reviewing.send_back),
        "sign": (cast.leader, signing.send_back),
        "register": (cast.clerk, registering.send_back),
    }[stage]
