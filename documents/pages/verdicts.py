"""What a verdict on signatures says to an official: the one sentence, then signature by signature.

Made from the JSON form of `signing.Verdict`, which is also what an incoming document keeps.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal

from django.utils.translation import gettext

import signing
from ui import writing
from ui.parts import Check

Tone = Literal["good", "warn", "bad", "neutral"]

TITLES: Final = {
    "valid": "Chữ ký hợp lệ",
    "invalid": "Chữ ký không hợp lệ",
    "indeterminate": "Chưa kết luận được",
}
TEXTS: Final = {
    "valid": "Nội dung chưa bị thay đổi từ khi ký; mọi chứng thư số còn hiệu lực lúc ký.",
    "invalid": "Không dùng tệp này làm bản gốc.",
    "indeterminate": "Tệp thiếu dữ liệu để kết luận; lý do ghi dưới đây.",
}
WHAT: Final = {
    signing.LEADER: "Chữ ký của người có thẩm quyền",
    signing.SEAL: "Dấu của cơ quan",
}
LEVELS: Final = {
    "B": "chưa có dấu thời gian",
    "T": "có dấu thời gian",
    "LT": "có dấu thời gian và dữ liệu thu hồi chứng thư",
    "LTA": "có dấu thời gian, dữ liệu thu hồi và dấu thời gian lưu trữ",
}
NOTES: Final = {"sealed-revision-whole"}  # said beside a verdict, never the reason of one
_TONES: Final[dict[str, Tone]] = {"valid": "good", "invalid": "bad", "indeterminate": "warn"}


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict in words; `problems` and `signatures` fill ui/checks.html."""

    verdict: str
    title: str
    text: str
    problems: list[Check]
    signatures: list[Check]


def in_words(judged: Mapping[str, Any]) -> Judgement:
    """Say a verdict; an unknown one counts as undecided."""
    verdict = judged.get("verdict", "")
    verdict = verdict if verdict in TITLES else "indeterminate"
    return Judgement(
        verdict=verdict,
        title=TITLES[verdict],
        text=TEXTS[verdict],
        problems=[_problem(one, verdict) for one in judged.get("problems", [])],
        signatures=[_signature(one) for one in judged.get("signatures", [])],
    )


def _problem(one: Mapping[str, Any], verdict: str) -> Check:
    is_reason = verdict == "invalid" and one.get("code") not in NOTES
    return Check(one["message"], "bad" if is_reason else "warn")


def _signature(one: Mapping[str, Any]) -> Check:
    time = datetime.fromisoformat(one["time"]) if one.get("time") else None
    tone = _TONES.get(one.get("verdict", ""), "neutral")
    when = (
        gettext("Lúc %(time)s") % {"time": writing.moment(time)}
        if time
        else "Chưa chứng minh được thời điểm"
    )
    if one.get("level") == "TIMESTAMP":
        return Check("Dấu thời gian lưu trữ", tone, f"{when}; {one.get('signer', '')}")
    what = WHAT.get(one.get("field", ""), gettext("Chữ ký %(get)s") % {"get": one.get("field", "")})
    level = LEVELS.get(one.get("level", ""), "")
    return Check(f"{what}: {one.get('signer', '')}", tone, f"{when}; {level}" if level else when)
