"""Short drafts for the rehearsal, as files that somebody brings."""

import json
from pathlib import Path
from typing import Any

from rehearsal import cast

ELSEWHERE = {
    "parent": "UBND TỈNH THỬ NGHIỆM",
    "name": "BAN QUẢN LÝ KHU DU LỊCH",
    "abbr": "BQLKDL",
    "place": "Thử Nghiệm",
}
ZONE = {
    "parent": cast.PARENT,
    "name": cast.ECONOMIC_ZONE.issuer,
    "abbr": cast.ECONOMIC_ZONE.abbreviation,
    "place": cast.PLACE,
}
COMMITTEE = {
    "parent": None,
    "name": cast.PEOPLES_COMMITTEE.issuer,
    "abbr": cast.PEOPLES_COMMITTEE.abbreviation,
    "place": cast.PLACE,
}
COMMITTEE_ELSEWHERE = {
    "parent": None,
    "name": "ỦY BAN NHÂN DÂN TỈNH THỬ NGHIỆM",
    "abbr": "UBND",
    "place": "Thử Nghiệm",
}


def a_draft(**changes: Any) -> dict[str, Any]:
    """Return a report of an agency that nobody knows, signed by its deputy."""
    facts: dict[str, Any] = {
        "schema": "vbhc/1",
        "type": "BC",
        "issuer": ELSEWHERE,
        "subject": [{"s": "Kết quả trồng cây đầu năm"}],
        "body": [{"t": "p", "x": [{"s": "Ban Quản lý đã trồng 1.200 cây, tỷ lệ sống 97%./."}]}],
        "signature": signed("KT. TRƯỞNG BAN", "PHÓ TRƯỞNG BAN", "Trần Thử Ký"),
        "recipients": ["Sở Nội vụ (b/c);", "Hội Sinh vật cảnh;", "Lưu: VT, KT (2)."],
    }
    return facts | changes


def signed(authority: str | None, title: str | None, name: str | None) -> dict[str, str | None]:
    return {"authority": authority, "title": title, "name": name}


def write(folder: Path, **drafts: dict[str, Any] | bytes) -> list[Path]:
    """Write drafts as files, each under its name."""
    paths = []
    for name, draft in drafts.items():
        path = folder / f"{name}.json"
        raw = draft if isinstance(draft, bytes) else json.dumps(draft, ensure_ascii=False).encode()
        path.write_bytes(raw)
        paths.append(path)
    return paths
