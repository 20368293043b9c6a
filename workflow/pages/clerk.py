"""Chờ phát hành: the clerk numbers and seals, sends what is sealed, sends again what failed."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views import View

from agencies import step_up
from agencies.models import Official
from agencies.moments import vn_day
from agencies.step_up import BesidePin, Need
from documents import access
from documents.actions import distributing, numbering
from documents.text.dates import UnreadableDate, parse_date
from ui.refusal import Refusal
from ui.typed import whole_number
from ui.writing import day
from workflow import clerk, inbox
from workflow.actions import registering
from workflow.actions.registering import Chosen, Settled
from workflow.clerk import ToNumber
from workflow.errors import NothingToNumber
from workflow.models import WorkTask

TO_NUMBER, TO_ISSUE, FAILED = "cap-so", "phat-hanh", "gui-loi"
CHIPS: Final = {TO_NUMBER: "Chờ cấp số", TO_ISSUE: "Chờ phát hành", FAILED: "Gửi lỗi"}


class ClerkDesk(View):
    """Three lists, each an address; on the first, several documents are sealed with one PIN."""

    at: datetime

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.at = timezone.now()
        self.agencies = clerk.agencies_of(self.official, on=vn_day(self.at))
        if not self.agencies:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get(self, _request: HttpRequest) -> HttpResponse:
        return self._show()

    def post(self, request: HttpRequest) -> HttpResponse:
        """Seal what was chosen, or send again what failed; the button says which."""
        if request.POST.get("do") == "send_again":
            return self._send_again(request)
        return self._seal(_Typed(request.POST, at=self.at))

    def _seal(self, typed: "_Typed") -> HttpResponse:
        tasks = self._tasks(typed.wanted)
        if not tasks:
            return self._show(typed, refusal=NothingToNumber.message, status=422)
        typed.find_faults(tasks)
        chosen = [
            Chosen(task, typed.days[task.pk]) for task in tasks if task.pk not in typed.faults
        ]
        if len(chosen) < len(tasks):
            return self._show(typed, refusal=_day_faults(typed, tasks), status=422)
        if not typed.pin:
            fault = "Chưa gõ mã PIN của con dấu." if typed.confirmed else ""
            return self._show(typed, asking=True, pin_fault=fault, status=422 if fault else 200)
        try:
            step_up.require(self.request, at=self.at)
        except Refusal as refusal:
            return self._show(typed, asking=True, unconfirmed=refusal.message, status=409)
        try:
            settled = registering.number_and_seal_many(
                chosen, pin=typed.pin, by=self.official, clock=timezone.now
            )
        except Refusal as refusal:
            return self._show(typed, asking=True, pin_fault=refusal.message, status=409)
        return self._settled(typed, settled)

    def _settled(self, typed: "_Typed", settled: Sequence[Settled]) -> HttpResponse:
        """Lead on where all went well; else tell of each what happened and keep what was typed."""
        if any(one.entry is None for one in settled):
            return self._show(typed, settled=settled, status=409)
        for sentence in _told(settled, typed):
            messages.success(self.request, sentence)
        if len(settled) == 1:
            document = settled[0].task.process.document
            waiting = clerk.issue_task_of(document)
            return redirect(inbox.address(waiting) if waiting else reverse("clerk-desk"))
        return redirect(f"{reverse('clerk-desk')}?loc={TO_ISSUE}")

    def _send_again(self, request: HttpRequest) -> HttpResponse:
        document = (
            access.visible_to(self.official, on=vn_day(self.at))
            .filter(pk=whole_number(request.POST.get("document", "")) or 0)
            .first()
        )
        if document is None:
            raise Http404
        try:
            sent = distributing.send_again(document, by=self.official, at=self.at)
        except Refusal as refusal:
            messages.warning(request, refusal.message)
        else:
            messages.success(
                request,
                gettext("Đang gửi lại đến %(n)s nơi; trang này ghi kết quả.") % {"n": len(sent)},
            )
        return redirect(f"{reverse('clerk-desk')}?loc={FAILED}")

    def _show(
        self,
        typed: "_Typed | None" = None,
        *,
        settled: Sequence[Settled] = (),
        unconfirmed: str = "",
        status: int = 200,
        **more: Any,
    ) -> HttpResponse:
        on, official = vn_day(self.at), self.official
        chosen = self.request.GET.get("loc", TO_NUMBER) if typed is None else TO_NUMBER
        chosen = chosen if chosen in CHIPS else TO_NUMBER
        counts = {
            TO_NUMBER: clerk.number_to_number(official, on=on),
            TO_ISSUE: clerk.number_to_issue(official, on=on),
            FAILED: clerk.number_failed(self.agencies),
        }
        lists: dict[str, Callable[[], list[Any]]] = {
            TO_NUMBER: lambda: self._rows(typed, settled),
            TO_ISSUE: lambda: clerk.to_issue(official, on=on),
            FAILED: lambda: clerk.failed(self.agencies),
        }
        rows = lists[chosen]()
        context = {
            "chips": [
                (_address(key), label, counts[key], key == chosen) for key, label in CHIPS.items()
            ],
            "list": chosen,
            "rows": rows,
            "left_out": max(counts[chosen] - len(rows), 0),
            "asked": [row for row in rows if row["asked"]] if more.get("asking") else [],
            "only": typed.only if typed else "",
            "settled": list(zip(settled, _told(settled, typed), strict=True)) if typed else [],
            "refusal": "",
            "pin_fault": "",
            "beside_pin": self._beside_pin(rows if chosen == TO_NUMBER else [], unconfirmed),
            "asking": False,
            **more,
        }
        return render(self.request, "workflow/clerk_desk.html", context, status=status)

    def _beside_pin(self, rows: Sequence[Any], fault: str) -> BesidePin:
        """Ask what stands beside the PIN, where there is a PIN to be asked for."""
        if not rows:
            return BesidePin(Need.NOTHING)
        return step_up.beside_pin(self.request, at=self.at, fault=fault)

    def _rows(self, typed: "_Typed | None", settled: Sequence[Settled]) -> list[dict[str, Any]]:
        today = vn_day(self.at)
        refused = {one.task.pk: one.refusal for one in settled if one.entry is None}
        rows = clerk.to_number(
            self.official,
            on=today,
            days=typed.days if typed else None,
            chosen=typed.wanted if typed else (),
        )
        return [self._row(row, typed, refused=refused.get(row.task.pk, "")) for row in rows]

    def _row(self, row: ToNumber, typed: "_Typed | None", *, refused: str) -> dict[str, Any]:
        key = row.task.pk
        written = typed.written.get(key) if typed else None
        usual = day(vn_day(self.at))
        return {
            "row": row,
            "usual": usual,
            "written": usual if written is None else written,
            "fault": (typed.faults.get(key, "") if typed else "") or refused,
            "chosen": key in typed.checked if typed else False,
            "asked": key in typed.wanted if typed else False,
            "several": len(typed.wanted) > 1 if typed else False,
        }

    def _tasks(self, keys: Sequence[int]) -> list[WorkTask]:
        """Return the tasks that were chosen, open or done by now, in the order of the page."""
        found = clerk.tasks_to_number(
            keys, documents=access.visible_to(self.official, on=vn_day(self.at))
        )
        return [found[key] for key in keys if key in found]

    @property
    def official(self) -> Official:
        assert isinstance(self.request.user, Official)
        return self.request.user


class _Typed:
    """What came with a press of [Cấp số, đóng dấu]: which documents, their days, the PIN."""

    def __init__(self, sent: Any, *, at: datetime) -> None:
        self.at = at
        self.only = sent.get("row") or sent.get("only", "")
        self.checked = _keys(sent.getlist("chosen"))
        self.wanted = _keys([self.only]) if self.only else self.checked
        self.pin = sent.get("pin", "")[:64]
        self.confirmed = "confirmed" in sent
        self.written = _by_task(sent, "issued_on-")
        self.days: dict[int, date] = {}
        self.faults: dict[int, str] = {}
        for key, text in self.written.items():
            try:
                self.days[key] = parse_date(text)
            except UnreadableDate as fault:
                self.faults[key] = fault.message
        for key in self.wanted:
            if key not in self.written:
                self.faults[key] = "Chưa có ngày ban hành của văn bản này."
        self.shown = {
            name.removeprefix("shown-"): min(numbers)
            for name in sent
            if name.startswith("shown-") and (numbers := _keys(sent.getlist(name)))
        }

    def find_faults(self, tasks: Sequence[WorkTask]) -> None:
        """Find the days on which these could not be numbered in this order: not yet, or too late.

        Nobody is asked for a PIN before that.
        """
        wanted = [
            (task.process.document, self.days[task.pk])
            for task in tasks
            if task.is_open and task.pk in self.days
        ]
        faults = numbering.day_faults(wanted, at=self.at)
        for task in tasks:
            if fault := faults.get(task.process.document_id):
                self.faults[task.pk] = fault.message


def _keys(texts: Sequence[str]) -> list[int]:
    found = (whole_number(text) for text in texts)
    return list(dict.fromkeys(key for key in found if key is not None))


def _by_task(sent: Mapping[str, str], prefix: str) -> dict[int, str]:
    named = (
        (whole_number(name.removeprefix(prefix)), text)
        for name, text in sent.items()
        if name.startswith(prefix)
    )
    return {key: text[:30] for key, text in named if key is not None}


def _day_faults(typed: _Typed, tasks: Sequence[WorkTask]) -> str:
    count = sum(task.pk in typed.faults for task in tasks)
    return gettext(
        "Chưa cấp số văn bản nào: %(count)s ngày ban hành chưa đúng, ghi ngay ở dòng văn bản."
    ) % {"count": count}


def _told(settled: Sequence[Settled], typed: _Typed) -> list[str]:
    """Say what each document got; and where the page had shown another number, that too."""
    sentences, following = [], dict(typed.shown)
    for one in settled:
        entry, document = one.entry, one.task.process.document
        book = clerk.name_of_book(document, year=typed.days[one.task.pk].year)
        expected = following.get(book)
        if entry is not None or expected is not None:
            following[book] = (entry.number if entry else expected or 0) + 1
        if entry is None:
            sentences.append(f"{document.subject}: {one.refusal}")
            continue
        said = gettext("Đã cấp số %(code)s và đóng dấu: %(subject)s") % {
            "code": entry.code,
            "subject": document.subject,
        }
        if expected and expected < entry.number and entry.registered_at >= typed.at:
            said += gettext(". Số %(expected)s trên trang vừa được cấp cho văn bản khác.") % {
                "expected": f"{expected:02d}"
            }
        sentences.append(said)
    return sentences


def _address(key: str) -> str:
    return reverse("clerk-desk") + ("" if key == TO_NUMBER else f"?loc={key}")
