"""The clerk settles what the directory did not know, looks at the sealed page, and sends."""

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext

from agencies import roles
from agencies.models import Agency, AgencyName, DepartmentName
from agencies.models.periods import holds_on
from agencies.moments import vn_day
from documents.actions.archiving import newest_rendition
from documents.models import RecipientLine, RegisterEntry
from ui.alphabet import name_key, sort_key
from ui.refusal import Refusal
from ui.typed import whole_number
from workflow import clerk
from workflow.actions import distributing
from workflow.inbox import address
from workflow.steps.base import StepPage

OUTSIDE, DIRECTORY = "outside", "directory"


class IssueDocument(StepPage):
    """Nothing leaves while a line of Nơi nhận means nobody."""

    step = "issue"
    title = "Phát hành"
    template_name = "workflow/issue.html"
    forms_of = {"issue": forms.Form}

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if request.POST.get("do") == "settle":
            return self._settle(request)
        if request.POST.get("do") == "issue" and not self._is_confirmed(request):
            return self.show(asking=True, changed="confirmed" in request.POST)
        return super().post(request, **kwargs)

    def _is_confirmed(self, request: HttpRequest) -> bool:
        """Tell whether it was asked, and where it goes has not changed; nothing unsettled goes."""
        lines = clerk.in_words(clerk.lines_of([self.document.pk]))
        if not all(line.means for line in lines):
            return True  # the action refuses it, with its sentence
        going = request.POST.get("going") == clerk.fingerprint(lines)
        return going and "confirmed" in request.POST

    def act(self, _button: str, _form: Any) -> str:
        distributing.issue(self.task, by=self.official, at=self.at)
        entry = RegisterEntry.objects.get(document=self.document)
        return gettext("Đã phát hành %(code)s, đang gửi đến các nơi nhận.") % {"code": entry.code}

    def after(self) -> HttpResponse:
        """Lead back to the desk who issued from there; else to the document, with its receipts."""
        if self.request.POST.get("back") == "desk":
            return redirect(f"{reverse('clerk-desk')}?loc=phat-hanh")
        return super().after()

    def context(self) -> dict[str, Any]:
        printed = list(clerk.lines_of([self.document.pk]))
        asked = whole_number(self.request.GET.get("dong", ""))
        return {
            "lines": [(line, clerk.means(line), line.pk == asked) for line in printed],
            "choices": self._choices(),
            "sealed": newest_rendition(self.document),
            "entry": RegisterEntry.objects.get(document=self.document),
            "unsettled": sum(not line.targets.all() for line in printed),
            "places": clerk.places(printed),
            "going": (going := clerk.in_words(printed)),
            "fingerprint": clerk.fingerprint(going),
            "asking": False,
            "changed": False,
            "from_desk": self.request.POST.get("back") == "desk",
            "back": self.request.path,
        }

    def _settle(self, request: HttpRequest) -> HttpResponse:
        """Take the choice for one line; everything else on the page stays."""
        choice = request.POST.get("choice", "")
        if not choice:
            return self.show(
                refusal="Chưa chọn nơi nhận của dòng; hãy chọn trong danh sách rồi bấm Xác định.",
                status=422,
            )
        try:
            line = self._line(request.POST.get("line", ""))
            self._mean(line, choice)
        except Refusal as refusal:
            return self.show(refusal=refusal.message, status=409)
        messages.success(request, gettext("Đã xác định nơi nhận «%(text)s».") % {"text": line.text})
        return redirect(f"{address(self.task)}#noi-nhan")

    def _mean(self, line: RecipientLine, choice: str) -> None:
        """Let a line mean what was chosen; what no page offered means nobody, and is refused."""
        if choice == DIRECTORY:
            distributing.resolve_again(self.task, line, by=self.official, at=self.at)
            return
        kind, _, key = choice.partition("-")
        chosen, house = whole_number(key) or 0, self.document.agency
        own = roles.people_of(house, on=vn_day(self.at))
        distributing.settle(
            self.task,
            line,
            agency=Agency.objects.filter(pk=chosen).first() if kind == "agency" else None,
            department=house.departments.filter(pk=chosen).first()
            if kind == "department"
            else None,
            official=own.filter(pk=chosen).first() if kind == "official" else None,
            outside=choice == OUTSIDE,
            by=self.official,
            at=self.at,
        )

    def _line(self, key: str) -> RecipientLine:
        found = self.document.recipient_lines.filter(pk=whole_number(key) or 0).first()
        if found is None:
            raise Refusal("Dòng nơi nhận này không thuộc văn bản; hãy tải lại trang.")
        return found

    def _choices(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Return whom a line may be said to mean, under headings, each in alphabetical order."""
        on, house = vn_day(self.at), self.document.agency
        units = DepartmentName.objects.filter(holds_on(on), department__agency=house)
        agencies = AgencyName.objects.filter(holds_on(on)).exclude(agency=house)
        people = roles.people_of(house, on=on)
        return [
            ("", [(OUTSIDE, "Gửi ngoài hệ thống"), (DIRECTORY, "Tra lại danh bạ")]),
            ("Đơn vị", _options("department", units.values_list("department", "full_name"))),
            ("Công chức", _options("official", people.values_list("pk", "full_name"), name_key)),
            ("Cơ quan", _options("agency", agencies.values_list("agency", "full_name"))),
        ]


def _options(
    kind: str,
    named: Iterable[tuple[int, str]],
    order: Callable[[str], str | tuple[str, str]] = sort_key,
) -> list[tuple[str, str]]:
    by_name = sorted(named, key=lambda one: order(one[1]))
    return [(f"{kind}-{key}", name) for key, name in by_name]
