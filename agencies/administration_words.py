"""The administrator's journal as it is read: one sentence an act."""

from collections.abc import Callable
from typing import Any, Final

from agencies.models import AgencyEvent, Duty
from ui.parts import Entry, Tone


def _duties(keys: list[str]) -> str:
    return ", ".join(Duty(key).label for key in keys) or "không có nhiệm vụ riêng"


_SENTENCES: Final[dict[str, Callable[[dict[str, Any]], str]]] = {
    "DELEGATED": lambda f: (
        f"Ủy quyền xử lý: {f['stand_in']} thay {f['absent']} từ {f['first']} đến hết {f['last']}"
    ),
    "DELEGATION_ENDED": lambda f: (
        f"Kết thúc ủy quyền: {f['stand_in']} thay {f['absent']} đến hết {f['last']}"
    ),
    "ACCOUNT_OPENED": lambda f: f"Mở tài khoản {f['username']} cho {f['official']}",
    "ACCOUNT_CLOSED": lambda f: f"Khóa tài khoản của {f['official']}",
    "ACCOUNT_REOPENED": lambda f: f"Mở lại tài khoản của {f['official']}",
    "RENAMED": lambda f: f"Đổi họ và tên {f['before']} thành {f['official']}",
    "PASSWORD_SET": lambda f: f"Đặt lại mật khẩu của {f['official']}",
    "APPOINTED": lambda f: (
        f"{f['official']} {'giữ quyền' if f['acting'] else 'giữ chức vụ'} {f['post']} "
        f"từ {f['first']}"
    ),
    "APPOINTMENT_ENDED": lambda f: f"{f['official']} thôi giữ {f['post']} sau ngày {f['last']}",
    "POST_FOUNDED": lambda f: f"Lập chức vụ {f['post']}: {_duties(f['duties'])}",
    "DUTIES_CHANGED": lambda f: f"Đổi nhiệm vụ của {f['post']}: {_duties(f['duties'])}",
    "UNIT_FOUNDED": lambda f: f"Lập đơn vị {f['unit']}",
    "UNIT_RENAMED": lambda f: f"Đổi tên đơn vị {f['before']} thành {f['unit']} từ {f['first']}",
    "MANDATED": lambda f: (
        f"Giao {f['holder']} ký {f['capacity']} {f['grantor']} theo {f['document']}"
    ),
    "MANDATE_ENDED": lambda f: f"Kết thúc việc giao {f['holder']} ký {f['capacity']}",
    "PRINTS_VERIFICATION": lambda f: (
        "In mã xác thực và mã QR trên văn bản"
        if f["prints"]
        else "Thôi in mã xác thực và mã QR trên văn bản"
    ),
}
_TONES: Final[dict[str, Tone]] = {
    "ACCOUNT_CLOSED": "warn",
    "APPOINTMENT_ENDED": "warn",
    "PASSWORD_SET": "warn",
}


def known_acts() -> set[str]:
    """Return the acts that have a sentence."""
    return set(_SENTENCES)


def entry(event: AgencyEvent) -> Entry:
    """Say one act in words."""
    words = _SENTENCES.get(event.act)
    reason = event.facts.get("reason")
    return Entry(
        at=event.at,
        text=words(event.facts) if words else f"Việc {event.act}",
        by=str(event.by),
        detail=f"«{reason}»" if reason else "",
        tone=_TONES.get(event.act, ""),
    )
