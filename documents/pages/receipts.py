"""Nơi nhận as printed, each line with what became of it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Final, Literal

from django.utils.translation import gettext

from agencies.models import AgencyName, DepartmentName
from agencies.models.periods import holds_on
from documents.models import (
    Channel,
    Dispatch,
    DispatchState,
    Document,
    FilingLine,
    Receipt,
    ReceiptKind,
    RecipientLine,
    RecipientTarget,
)
from ui.parts import Recipient
from ui.writing import moment

Tone = Literal["good", "warn", "bad", "neutral"]
OUTSIDE: Final = "Gửi ngoài hệ thống"
NAMED: Final = 8  # names of a group that a line tells one by one


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What became of one recipient: a word to count by, the same with its facts, the gravity."""

    who: str
    word: str
    state: str
    tone: Tone
    detail: str = ""


def lines(document: Document, *, on: date) -> list[Recipient]:
    """Return the lines that were laid out at the seal, with their receipts, and «Lưu»."""
    rows = list(
        document.recipient_lines.order_by("position").prefetch_related(
            "targets__official", "targets__dispatch__receipts__by"
        )
    )
    names = _names(rows, on=on)
    shown = [_line(row, names, is_issued=document.is_issued) for row in rows]
    filing = FilingLine.objects.filter(document=document).first()
    if filing is not None:
        shown.append(Recipient(f"{filing.text}.", "Lưu tại cơ quan", "neutral"))
    return shown


def _line(row: RecipientLine, names: dict[str, str], *, is_issued: bool) -> Recipient:
    targets = sorted(row.targets.all(), key=attrgetter("pk"))
    text = f"{row.text};"
    if not targets:
        return Recipient(text, "Chưa xác định nơi gửi", "warn")
    if not is_issued:
        whom = _some([_name(target, names) for target in targets])
        return Recipient(text, "Gửi khi phát hành", "neutral", whom)
    outcomes = [_outcome(target, names) for target in targets]
    if len(outcomes) == 1:
        (one,) = outcomes
        detail = one.detail if row.text.startswith(one.who) else f"{one.who}. {one.detail}".strip()
        return Recipient(text, one.state, one.tone, detail)
    return _together(text, outcomes)


def _together(text: str, outcomes: Sequence[_Outcome]) -> Recipient:
    """Say how many of a group are how far, and name those that are not done."""
    counts = Counter(one.word for one in outcomes)
    state = ", ".join(f"{word} {count}/{len(outcomes)}" for word, count in counts.most_common())
    back = [
        gettext("%(who)s trả lại: %(detail)s") % {"who": one.who, "detail": one.detail}
        for one in outcomes
        if one.tone == "bad"
    ]
    waiting = [one.who for one in outcomes if one.tone == "neutral" and one.word != OUTSIDE]
    told = back + (
        [gettext("Chưa tiếp nhận: %(some)s.") % {"some": _some(waiting)}] if waiting else []
    )
    tone: Tone = "bad" if back else "neutral" if waiting else "good"
    everyone = f"{_some([one.who for one in outcomes])}."
    return Recipient(text, state, tone, " ".join(told) or everyone)


def _outcome(target: RecipientTarget, names: dict[str, str]) -> _Outcome:
    who, dispatch = _name(target, names), target.dispatch
    if dispatch is None or dispatch.state == DispatchState.PENDING:
        return _Outcome(who, "Đang gửi", "Đang gửi", "neutral")
    if dispatch.channel == Channel.OUTSIDE:
        return _Outcome(who, OUTSIDE, OUTSIDE, "neutral")
    receipt = _latest(dispatch)
    if receipt is None:
        return _Outcome(who, "Đã gửi", "Đã gửi", "neutral")
    at = moment(receipt.at)
    match receipt.kind:
        case ReceiptKind.RECEIVED:
            state = gettext("Đã tiếp nhận, số đến %(number)s") % {"number": receipt.number}
            return _Outcome(
                who,
                "Đã tiếp nhận",
                state,
                "good",
                gettext("%(by)s nhận lúc %(at)s.") % {"by": receipt.by, "at": at},
            )
        case ReceiptKind.RETURNED:
            return _Outcome(who, "Trả lại", "Trả lại", "bad", f"{receipt.reason} ({at}).")
    if dispatch.channel == Channel.INTERNAL:
        return _Outcome(who, "Đã chuyển", "Đã chuyển", "good", gettext("Lúc %(at)s.") % {"at": at})
    return _Outcome(
        who, "Đã đến", "Đã đến, chờ tiếp nhận", "neutral", gettext("Đến lúc %(at)s.") % {"at": at}
    )


def _latest(dispatch: Dispatch) -> Receipt | None:
    return max(dispatch.receipts.all(), key=attrgetter("pk"), default=None)


def _name(target: RecipientTarget, names: dict[str, str]) -> str:
    if target.agency_id is not None:
        return names.get(f"agency:{target.agency_id}", "Cơ quan")
    if target.department_id is not None:
        return names.get(f"department:{target.department_id}", "Đơn vị")
    return str(target.official) if target.official else target.outside


def _names(rows: Sequence[RecipientLine], *, on: date) -> dict[str, str]:
    """Read what all agencies and departments on the lines are called, in two queries."""
    targets = [target for row in rows for target in row.targets.all()]
    agencies = AgencyName.objects.filter(
        holds_on(on), agency__in=[it.agency_id for it in targets if it.agency_id]
    )
    units = DepartmentName.objects.filter(
        holds_on(on), department__in=[it.department_id for it in targets if it.department_id]
    )
    return {f"agency:{row.agency_id}": row.full_name for row in agencies} | {
        f"department:{row.department_id}": row.full_name for row in units
    }


def _some(names: Sequence[str]) -> str:
    if len(names) <= NAMED:
        return ", ".join(names)
    return gettext("%(join)s và %(what)s nơi khác") % {
        "join": ", ".join(names[:NAMED]),
        "what": len(names) - NAMED,
    }
