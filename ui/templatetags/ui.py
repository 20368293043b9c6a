"""The words that every page's template knows: {% load ui %}."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, TypeAlias

import segno
from django import template
from django.forms import BaseForm, BaseFormSet, BoundField
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from ui import icons, navigation, undo, writing

register = template.Library()

Form: TypeAlias = "BaseForm | BaseFormSet[Any] | Sequence[BaseForm]"

register.filter("number", writing.number)
register.filter("since", writing.since)
register.filter("vn_weekday", writing.weekday)
register.filter("size", writing.size)
register.filter("initials", writing.initials)
register.filter("tabs", navigation.tabs)
register.filter("undo_address", undo.address)


@register.filter
def spoken(value: object) -> object:
    """Say a sentence or a word of ours in the official's language; a name stays as it is."""
    text = str(value)
    said = gettext(text)
    return value if said == text else said


@register.filter
def vn_date(value: date | datetime | None) -> str:
    """«16/11/2026»; nothing for what has not happened yet."""
    return writing.day(value) if value else ""


@register.filter
def vn_datetime(value: datetime | None) -> str:
    """«16/11/2026 16:30»; nothing for what has not happened yet."""
    return writing.moment(value) if value else ""


@register.simple_tag
def icon(name: str, size: int = 18, label: str = "") -> SafeString:
    """Draw an icon of `ui.icons`. Give a label only where no words beside it say the same."""
    if name not in icons.NAMES:
        raise template.TemplateSyntaxError(f"ui/icons.py does not list an icon called {name!r}")
    told = (
        format_html('role="img" aria-label="{}"', label)
        if label
        else SafeString('aria-hidden="true"')
    )
    return format_html(
        '<svg class="icon" width="{0}" height="{0}" {1} focusable="false">'
        '<use href="{2}#{3}"></use></svg>',
        size,
        told,
        static("ui/built/icons.svg"),
        name,
    )


@register.simple_tag
def qr(url: str, label: str) -> SafeString:
    """Draw an address for a phone's camera: {% qr url "Mã QR để xác thực văn bản" %}.

    Always dark on light, in the dark scheme too: cameras ask for it.
    """
    drawing = segno.make(url, error="m", micro=False, boost_error=False)
    svg = drawing.svg_inline(omitsize=True, border=4, light="#fff", svgclass=None, lineclass=None)
    told = format_html('<svg class="qr" role="img" aria-label="{}"', label)
    # segno writes the drawing itself; of ours there is only the address, as black and white.
    return mark_safe(svg.replace("<svg", told, 1))  # noqa: S308


TONES = ("good", "warn", "bad", "info", "violet", "neutral")


@register.simple_tag
def tag(text: str, tone: str = "neutral") -> SafeString:
    """A word in a coloured box; the word alone must say it."""
    if tone not in TONES:
        raise template.TemplateSyntaxError(f"{tone!r} is no tone; there are {', '.join(TONES)}")
    return format_html('<strong class="tag {}">{}</strong>', tone, gettext(text))


# The tone follows the standing; the words come from whoever knows it. Any other is neutral.
STATUS_TONES = {
    "IN_REVIEW": "info",
    "INITIALLING": "info",
    "FORM_CHECK": "info",
    "AWAITING_SIGNATURE": "info",
    "AWAITING_NUMBER": "violet",
    "SEALING": "violet",
    "AWAITING_DISPATCH": "violet",
    "ISSUED": "good",
    "SENT_BACK": "warn",
    "CANCELLED": "bad",
    "RECALLED": "bad",
    "REPLACED": "warn",
    "CORRECTED": "warn",
}


@register.simple_tag
def status_tag(status: str, label: str) -> SafeString:
    """Say the standing: {% status_tag document.status document.get_status_display %}."""
    return tag(label[:1].upper() + label[1:], STATUS_TONES.get(status, "neutral"))


URGENCY_TONES = {"khẩn": "warn", "thượng khẩn": "bad", "hỏa tốc": "bad"}


@register.simple_tag
def urgency(label: str) -> SafeString:
    """{% urgency document.get_urgency_display %}: an ordinary document shows nothing."""
    tone = URGENCY_TONES.get(label.lower())
    if tone is None:
        return SafeString("")
    return format_html('<strong class="tag loud {}">{}</strong>', tone, gettext(label.capitalize()))


@register.simple_tag
def due(when: datetime | None, now: datetime | None = None) -> SafeString:
    """«Quá hạn 2 ngày», «Còn 3 giờ», and the exact moment below it."""
    if when is None:
        return SafeString("")
    left = writing.deadline(when, now=now or timezone.now())
    return format_html(
        '<time class="due {}" datetime="{}">{}<small>{}</small></time>',
        left.tone,
        when.isoformat(),
        left.text,
        writing.moment(when),
    )


@register.simple_block_tag
def panel(content: str, title: str, id: str) -> SafeString:  # noqa: A002 - its name in HTML
    """A card with a heading: {% panel "Nơi nhận" id="noi-nhan" %}…{% endpanel %}."""
    return format_html(
        '<section class="panel" id="{0}" aria-labelledby="{0}-h">'
        '<h2 id="{0}-h">{1}</h2>{2}</section>',
        id,
        gettext(title),
        content,
    )


NOTICE_ICONS = {
    "info": "info",
    "good": "circle-check",
    "warn": "triangle-alert",
    "bad": "circle-alert",
}


@register.simple_block_tag
def notice(content: str, tone: str = "info") -> SafeString:
    """A word to the reader about this page: {% notice "warn" %}…{% endnotice %}."""
    return format_html(
        '<div class="notice {}">{}<div>{}</div></div>', tone, icon(NOTICE_ICONS[tone]), content
    )


@register.simple_block_tag
def technical(content: str) -> SafeString:
    """What only a technician asks for, folded: {% technical %}…{% endtechnical %}."""
    return format_html(
        '<details class="technical"><summary>{}</summary>{}</details>',
        gettext("Thông tin kỹ thuật"),
        content,
    )


@register.inclusion_tag("ui/form_errors.html")
def form_errors(*forms: Form) -> dict[str, object]:
    """List at the head of a page what is wrong in its forms and formsets, each with its place."""
    problems = [problem for form in forms for problem in _problems(form)]
    return {"problems": problems}


def _problems(form: Form) -> list[tuple[str, str]]:
    """Pairs of the field's id (empty: no one field is meant) and the sentence."""
    if not isinstance(form, BaseForm):
        own = form.non_form_errors() if isinstance(form, BaseFormSet) else []
        rows = [problem for row in form for problem in _problems(row)]
        return [("", gettext(str(error))) for error in own] + rows
    if not form.is_bound:
        return []
    found = [("", gettext(str(error))) for error in form.non_field_errors()]
    for field in form:
        # Django's own sentences («Trường này là bắt buộc.») do not say which field they mean.
        label = gettext(str(field.label))
        found += [(_target(field), f"{label}: {gettext(str(error))}") for error in field.errors]
    return found


def _target(field: BoundField) -> str:
    if field.is_hidden or not field.auto_id:
        return ""
    # A group of choices has no control of its own: its first choice is the place.
    return f"{field.auto_id}_0" if field.use_fieldset else field.auto_id
