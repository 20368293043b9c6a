"""The four questions, asked of every page and every official in one table.

Works for the one whose turn it is; hidden from the stranger; refused when it is not the turn; a
plain GET changes nothing. The table is printed as docs/reference/permissions.md; run with
DAUSON_WRITE_DOCS=1 to write it anew.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection, reset_queries
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from agencies.actions import arranging, delegating, tokens
from agencies.models import MandateCapacity, Scope
from agencies.moments import vn_day
from documents.actions import dossiers
from documents.actions.assigning import Order
from documents.actions.drafting import latest_revision
from documents.actions.signing import prepared_rendition
from documents.models import Assignment, Document, Dossier, SavedSearch, Stage
from exchange.actions import delivering, subscribing
from exchange.models import Delivery, DeliveryState, Fact
from tests import life
from tests.cast import PIN, TODAY, Cast
from tests.documents import pictures
from tests.life import Life
from workflow.actions import assigning, drafting, signing
from workflow.clerk import fingerprint, in_words, lines_of
from workflow.inbox import SLUGS
from workflow.steps.issuing import IssueDocument
from workflow.urls import STEPS

# Below it stand the answers to programs, which test_api_permissions.py writes.
MACHINES = "\n## By program\n"
DOC = Path(__file__).parents[2] / "docs/reference/permissions.md"
WORDS = {
    200: "✓",
    301: "→",
    302: "→",
    401: "mời đăng nhập",
    403: "không phải lượt",
    404: "không thấy",
    405: "chỉ nhận POST",
    409: "từ chối",
}
COLUMNS = {
    "anonymous": "chưa đăng nhập",
    "drafter": "người soạn",
    "head": "trưởng phòng soạn",
    "investment_head": "trưởng phòng được hỏi",
    "checker": "kiểm tra thể thức",
    "leader": "người ký",
    "deputy": "phó trưởng ban",
    "clerk": "văn thư",
    "archivist": "lưu trữ",
    "administrator": "quản trị",
    "receiver": "tiếp nhận (nơi nhận)",
    "stranger": "cơ quan khác",
}
ACTORS = {
    "draft": "drafter",
    "review": "investment_head",
    "initial": "head",
    "form_check": "checker",
    "sign": "leader",
    "register": "clerk",
    "issue": "clerk",
}
EVERYONE = "everyone"  # may act on a page, once signed in
A_TOKEN = {"name": "Phần mềm báo cáo", "scopes": ["read"], "days": "30"}
PREFERRED = {"theme": "", "text_size": "", "language": "vi"}
Posts = tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class Page:
    """One page: what it is called in the table, its address, and the POSTs of all its buttons.

    The actor's own POST is sent last, for it acts: so the others' were refused for who they are,
    not for what they sent. A page that is not `shown` is asked by POST alone.
    """

    name: str
    route: str
    url: str
    posts: Posts = ()
    actor: str = ""
    shown: bool = True
    script: bool = False  # the page's script asks, and is answered in JSON


def page(name: str, route: str, *args: object, query: str = "", **more: Any) -> Page:
    return Page(name, route, reverse(route, args=args) + query, **more)


def lives(cast: Cast) -> dict[str, Life]:
    """Return a document at each stage."""
    found = {stage: life.begin(cast).to(stage) for stage in SLUGS if stage != "review"}
    found["review"] = life.begin(cast)
    found["review"].submit(cast.investment)
    found["submitted"] = life.begin(cast)
    found["written"] = life.begin(cast)
    found["withdrawn"] = life.begin(cast).to("initial")
    found["desk"] = life.begin(cast).to("register")
    found["arrived"] = life.begin(cast).to("receive")
    found["returned"] = life.begin(cast).to("receive")
    found["chosen"] = life.begin(cast).to("receive")
    return found


def buttons(stage: str, report: Life) -> Posts:
    """Return what each button of a step's page sends; the first is the one that goes on."""
    back = {"do": "send_back", "reason": "Chưa được"}
    if stage == "draft":
        return (_saved(),)
    if stage == "review":
        return {"do": "agree", "opinion": "Nhất trí"}, back
    if stage == "initial":
        return {"do": "initial"}, back
    if stage == "form_check":
        return {"do": "pass"}, back
    if stage == "sign":
        return (back,)
    if stage == "register":
        today = f"{vn_day(life.now()):%d/%m/%Y}"
        return {"do": "seal", "issued_on": today, "pin": PIN}, back
    line = report.document.recipient_lines.order_by("pk")[0]
    going = fingerprint(in_words(lines_of([report.document.pk])))
    issue = {"do": "issue", "confirmed": "1", "going": going}
    return issue, {"do": "settle", "line": line.pk, "choice": "outside"}


def at_the_desk(report: Life) -> dict[str, Any]:
    today = f"{vn_day(life.now()):%d/%m/%Y}"
    key = report.task.pk
    return {"do": "seal", "row": key, f"issued_on-{key}": today, "pin": PIN, "confirmed": "1"}


def _saved() -> dict[str, Any]:
    return {
        "do": "save",
        "base": "1",
        "kind": "BC",
        "subject": "Trích yếu đã sửa",
        "recipients": "Sở Nội vụ (b/c);\nLưu: VT, TCHC.",
        "block-id": [""],
        "block-kind": ["p"],
        "block-number": [""],
        "block-text": ["Nội dung đã sửa./."],
    }


def _written() -> dict[str, Any]:
    """Return what the script of the drafting page sends at a pause."""
    body = [{"id": "b1", "t": "p", "x": [{"s": "Nội dung đã sửa./."}]}]
    recipients = "Sở Nội vụ (b/c);\nLưu: VT, TCHC."
    return {"base": 1, "kind": "BC", "subject": "Đã sửa", "recipients": recipients, "body": body}


def batch(*reports: Life) -> Posts:
    """Return what the tray sends to sign, and to ask for the PIN first."""
    chosen = [
        f"{one.task.pk}:{prepared_rendition(latest_revision(one.document)).object.sha256}"
        for one in reports
    ]
    sign = {"do": "sign", "chosen": chosen, "pin": PIN, "key": str(uuid4())}
    return sign, sign | {"do": "ask"}


def a_batch(cast: Cast) -> UUID:
    """Sign a tray; return the key of its batch."""
    report = life.begin(cast).to("sign")
    shown = prepared_rendition(latest_revision(report.document)).object.sha256
    chosen = [signing.Chosen(report.task, shown)]
    made = signing.sign_many(chosen, key=uuid4(), pin=PIN, by=cast.leader, clock=life.now)
    return made.key


def an_assignment(cast: Cast) -> Assignment:
    """Let the stranger, who works in the agency that received it, have an arrival."""
    (made,) = assigning.assign(
        life.begin(cast).to("end").arrival,
        lead=cast.stranger,
        helpers=(),
        order=Order(),
        by=cast.receiving_leader,
        at=life.now(),
    )
    return made


def a_dossier(cast: Cast, document: Document) -> Dossier:
    """Let the archivist have put a document into an open dossier."""
    dossier, _ = dossiers.start_with(
        cast.agency,
        [document],
        code="01",
        title="Việc chung",
        retention=None,
        by=cast.archivist,
        at=life.now(),
    )
    return dossier


def told_of(cast: Cast) -> dict[str, Any]:
    """Return what subscribes an address."""
    where = "https://nhan.example.vn/tin"
    return {"key": str(uuid4()), "agency": cast.agency.pk, "address": where, "facts": ["SIGNED"]}


def a_delivery(cast: Cast) -> Delivery:
    """Let the administrator try out an address, which did not answer."""
    subscription, _ = subscribing.subscribe(
        cast.agency,
        key=uuid4(),
        address="https://nhan.example.vn/tin",
        facts=[Fact.SIGNED],
        by=cast.administrator,
        at=life.now(),
    )
    made = delivering.try_out(subscription, by=cast.administrator, at=life.now())
    made.state, made.last_error = DeliveryState.GIVEN_UP, "Không nối được."
    made.save()
    return made


def administered(cast: Cast) -> list[Page]:
    """Return the administrator's pages; what they are about begins tomorrow and moves nothing."""
    tomorrow = TODAY + timedelta(days=1)
    by: dict[str, Any] = {"by": cast.administrator, "at": life.now()}
    days = {"first": f"{tomorrow:%d/%m/%Y}", "last": f"{tomorrow:%d/%m/%Y}"}
    away = delegating.delegate(
        cast.agency,
        absent=cast.archivist,
        stand_in=cast.checker,
        first=tomorrow,
        last=tomorrow,
        reason="Nghỉ",
        **by,
    )
    post = cast.agency.posts.create(title="Kế toán", department=cast.unit)
    leads = cast.leader.appointments.get().post
    mandate = arranging.give_mandate(
        cast.agency,
        capacity=MandateCapacity.TL,
        grantor=leads,
        holder=post,
        kinds=["CV"],
        subject="Mời họp",
        document="QĐ 15",
        first=tomorrow,
        last=tomorrow,
        **by,
    )
    order = {"capacity": "TL", "grantor": leads.pk, "holder": post.pk, "kinds": "CV"}
    order |= {"subject": "Mời họp", "document": "QĐ 15", **days}
    instead = {"absent": cast.deputy.pk, "stand_in": cast.head.pk, "reason": "Nghỉ", **days}
    unit = {"full_name": "Văn phòng", "abbreviation": "VP"}
    account = {"full_name": "Lý Mới", "username": "moi", "password": "x" * 12, "post": post.pk}
    mine: dict[str, Any] = {"actor": "administrator"}
    return [
        page("quản trị", "administration", posts=({"do": "print"},), **mine),
        page("nhật ký quản trị", "agency-journal"),
        page("ủy quyền xử lý", "delegations", posts=(instead,), **mine),
        page(
            "kết thúc ủy quyền (POST)", "end-delegation", away.pk, posts=({},), shown=False, **mine
        ),
        page("người dùng", "people", posts=({"do": "open", **account},), **mine),
        page(
            "một người dùng",
            "person",
            cast.checker.public_id,
            posts=({"do": "rename", "full_name": "Phạm Thức"}, {"do": "close"}),
            **mine,
        ),
        page("đơn vị, chức vụ", "units", posts=({"do": "unit", **unit},), **mine),
        page(
            "một đơn vị",
            "unit",
            cast.environment.pk,
            posts=({"full_name": "Phòng Môi trường", "abbreviation": "MT", **days},),
            **mine,
        ),
        page("một chức vụ", "post", post.pk, posts=({"duties": ["DRAFT"]},), **mine),
        page("quyền ký", "mandates", posts=(order,), **mine),
        page(
            "kết thúc giao ký (POST)", "end-mandate", mandate.pk, posts=({},), shown=False, **mine
        ),
    ]


def pages(cast: Cast) -> list[Page]:
    stages = lives(cast)
    to_sign = life.begin(cast).to("sign")
    arrived, returned = stages["arrived"], stages["returned"]
    issued = arrived.document.revisions.get().renditions.get(stage=Stage.ISSUED)
    written = stages["written"]
    (kept,) = drafting.attach(
        written.task, files=[("Biểu.pdf", b"%PDF-1.7")], by=cast.drafter, at=life.now()
    )
    shown = drafting.add_picture(
        written.task, data=pictures.a_png(), by=cast.drafter, at=life.now()
    )
    draft, withdrawn = stages["draft"].document, stages["withdrawn"].document
    dossier = arrived.document.filed_in.get().dossier
    filled = a_dossier(cast, arrived.document)
    saved = SavedSearch.objects.create(
        official=cast.archivist, name="Khen thưởng", query="q=khen", saved_at=life.now()
    )
    token, _ = tokens.make(cast.archivist, name="Máy", scopes=[Scope.READ], days=7, at=life.now())
    code = arrived.document.verification_code
    booked, assigned = life.begin(cast).to("end").arrival, an_assignment(cast)
    order = {"lead": f"official-{cast.stranger.pk}", "directed_by": cast.receiving_leader.pk}
    told = a_delivery(cast)
    receiver: dict[str, Any] = {"actor": "receiver", "shown": False}
    kind = {"kind": "KH", "subject": "Văn bản mới", "department": cast.unit.pk}
    submit: Posts = ({"do": "submit"}, {"do": "cancel", "reason": "Không cần nữa"})
    return [
        page("đăng nhập", "sign-in"),
        page("trang đầu ngày", "home"),
        page("việc cần xử lý", "tray"),
        page("đã xem thông báo (POST)", "see-notices", posts=({},), actor=EVERYONE, shown=False),
        page("thông báo", "notices"),
        page("tin mới cho chuông", "unseen-notices", shown=False),
        page(
            "cất lại thông báo (POST)",
            "unsee-notices",
            posts=({},),
            actor=EVERYONE,
            shown=False,
            query="?luc=2026-11-16T09:41:00%2B07:00",
        ),
        page("tệp security.txt", "security-txt"),
        page("đăng nhập, bước hai", "sign-in-second"),
        page("đăng nhập bằng khóa (POST)", "sign-in-passkey", shown=False),
        page("thách thức cho khóa (POST)", "passkey-challenge", shown=False),
        page("tùy chọn", "preferences", posts=(PREFERRED,), actor=EVERYONE),
        page("bảo mật", "security"),
        page("xác nhận lại", "confirm"),
        page("đăng ký ứng dụng tạo mã", "enrol-program"),
        page("thêm khóa truy cập", "enrol-passkey"),
        page("thách thức để tạo khóa (POST)", "passkey-to-make", shown=False),
        page("nơi đang đăng nhập", "sessions"),
        page("đổi mật khẩu", "change-password"),
        page("giao diện lập trình", "api-guide"),
        page("mã truy cập", "api-tokens", posts=(A_TOKEN,), actor=EVERYONE),
        page(
            "thu hồi mã truy cập (POST)",
            "revoke-api-token",
            token.pk,
            posts=({},),
            actor="archivist",
            shown=False,
        ),
        page("lập văn bản", "new-document", posts=(kind,), actor="drafter"),
        page("hướng dẫn", "guide"),
        page("một trang hướng dẫn", "guide-page", "luu-tru"),
        page("hình trong hướng dẫn", "guide-picture", "luu-tru-ho-so"),
        page("tra cứu", "find-documents"),
        page("gợi ý khi gõ vào ô tìm", "suggest-documents", query="?q=1"),
        page(
            "lưu tìm kiếm (POST)",
            "save-search",
            posts=({"ten": "Thi đua", "dieu-kien": "?q=thi+dua"},),
            actor=EVERYONE,
            shown=False,
        ),
        page(
            "xóa tìm kiếm đã lưu (POST)",
            "forget-search",
            saved.pk,
            posts=({},),
            actor="archivist",
            shown=False,
        ),
        page(
            "lưu lại tìm kiếm vừa xóa (POST)",
            "take-back-search",
            posts=({},),
            actor=EVERYONE,
            shown=False,
            query="?ten=B%C3%A1o+c%C3%A1o&dieu-kien=q%3Dbao",
        ),
        page("hồ sơ", "dossiers"),
        page("mở hồ sơ", "open-dossier"),
        page("đưa vào hồ sơ", "file-documents"),
        page("một hồ sơ", "dossier", dossier.pk),
        page(
            "đóng hồ sơ (POST)",
            "dossier",
            dossier.pk,
            posts=({"do": "close", "confirmed": "1", "so": str(dossier.items.count())},),
            actor="archivist",
            shown=False,
        ),
        page(
            "đưa văn bản ra khỏi hồ sơ (POST)",
            "take-out-of-dossier",
            filled.pk,
            posts=({"van-ban": arrived.document.public_id},),
            actor="archivist",
            shown=False,
        ),
        page(
            "đưa lại văn bản vào hồ sơ (POST)",
            "put-back-into-dossier",
            filled.pk,
            shown=False,
        ),
        page("mục lục hồ sơ để in", "dossier-print", dossier.pk),
        page("mục lục hồ sơ, Excel", "dossier-sheet", dossier.pk),
        page("chờ phát hành", "clerk-desk", posts=(at_the_desk(stages["desk"]),), actor="clerk"),
        page("sổ văn bản đi", "outgoing-register"),
        page("in sổ văn bản đi", "outgoing-register-print"),
        page("bảng tính sổ văn bản đi", "outgoing-register-sheet"),
        page("sổ văn bản đến", "incoming-register"),
        page("in sổ văn bản đến", "incoming-register-print"),
        page("bảng tính sổ văn bản đến", "incoming-register-sheet"),
        page("văn bản đến", "list-incoming"),
        page("xác thực", "verify"),
        page("xác thực một mã", "verify-document", code),
        page("xác thực một tệp", "verify-file"),
        page("địa chỉ ngắn trong mã QR", "verify-short", code),
        page("văn bản đang soạn", "document", draft.public_id),
        page("phiếu thông tin để in", "document-print", draft.public_id),
        page("so sánh hai bản", "compare-revisions", draft.public_id),
        page("đã mở một bản (POST)", "reading", draft.public_id, shown=False),
        *(
            page(
                f"bước {step.title}",
                f"task-{step.step}",
                stages[step.step].task.pk,
                posts=buttons(step.step, stages[step.step]),
                actor=ACTORS[step.step],
            )
            for step in STEPS
        ),
        page("tập trình ký", "signing-tray"),
        page(
            "ký nhiều văn bản (POST)",
            "sign-many",
            posts=batch(to_sign),
            actor="leader",
            shown=False,
        ),
        page("kết quả một tập ký", "signing-batch", a_batch(cast)),
        page("địa chỉ cũ của bước ký", "old-sign", to_sign.task.pk),
        page(
            "lưu khi đang soạn",
            "save-draft",
            stages["written"].task.pk,
            posts=(_written(),),
            actor="drafter",
            script=True,
        ),
        page("bản in khi đang soạn", "preview-draft", stages["written"].task.pk),
        page("nghĩa của dòng nơi nhận", "read-recipients", stages["written"].task.pk),
        page("thêm tệp kèm theo (POST)", "attach-file", stages["written"].task.pk),
        page("tệp kèm theo", "attachment-file", written.document.public_id, kept.pk),
        page("thêm hình (POST)", "insert-picture", stages["written"].task.pk),
        page("hình trong văn bản", "picture-file", written.document.public_id, shown.sha256),
        page("gợi ý nơi nhận", "suggest-names", stages["written"].task.pk),
        page(
            "thu hồi, thay thế, đính chính",
            "overtake",
            stages["submitted"].task.pk,
            posts=({"do": "RECALLS", "other": str(arrived.document.public_id)},),
            actor="drafter",
        ),
        page("trình duyệt", "submit", stages["submitted"].task.pk, posts=submit, actor="drafter"),
        page(
            "rút văn bản về (POST)",
            "document",
            withdrawn.public_id,
            posts=({"reason": "Cần sửa"},),
            actor="drafter",
            shown=False,
        ),
        page("văn bản đã phát hành", "document", arrived.document.public_id),
        page("tệp bản gốc", "rendition-file", arrived.document.public_id, issued.pk),
        page("một văn bản đến", "read-incoming", arrived.arrival.pk),
        page("tệp của văn bản đến", "incoming-file", arrived.arrival.pk),
        page(
            "tiếp nhận nhiều văn bản (POST)",
            "settle-incoming",
            posts=({"do": "receive", "chon": [stages["chosen"].arrival.pk]},),
            **receiver,
        ),
        page("phân công xử lý", "assign-incoming", booked.pk, posts=(order,), actor="receiver"),
        page("một phân công", "assignment", assigned.pk),
        page(
            "bắt đầu xử lý (POST)",
            "assignment",
            assigned.pk,
            posts=({"do": "begin"},),
            actor="stranger",
            shown=False,
        ),
        page("tiếp nhận (POST)", "receive-incoming", arrived.arrival.pk, posts=({},), **receiver),
        page(
            "trả lại văn bản đến (POST)",
            "return-incoming",
            returned.arrival.pk,
            posts=({"reason": "Gửi nhầm"},),
            **receiver,
        ),
        *administered(cast),
        page("tích hợp", "subscriptions"),
        page(
            "đăng ký địa chỉ nhận tin", "subscribe", posts=(told_of(cast),), actor="administrator"
        ),
        page(
            "một địa chỉ nhận tin",
            "subscription",
            told.subscription.public_id,
            posts=({"do": "test"}, {"do": "pause"}, {"do": "revoke"}),
            actor="administrator",
        ),
        page(
            "một tin đã báo",
            "delivery",
            told.subscription.public_id,
            told.public_id,
            posts=({},),
            actor="administrator",
        ),
        page("đăng xuất (POST)", "sign-out", posts=({},), actor=EVERYONE, shown=False),
    ]


def asker(cast: Cast, name: str) -> Client:
    client = Client()
    if name != "anonymous":
        client.force_login(getattr(cast, name))
    return client


def writes(queries: CaptureQueriesContext) -> list[str]:
    """Return what was written, and not taken back, but for the session of the one who asked."""
    written: list[str] = []
    savepoints: dict[str, int] = {}
    for query in queries.captured_queries:
        sql = query["sql"].strip()
        if sql.startswith("SAVEPOINT "):
            savepoints[sql.removeprefix("SAVEPOINT ")] = len(written)
        elif sql.startswith("ROLLBACK TO SAVEPOINT "):
            del written[savepoints[sql.removeprefix("ROLLBACK TO SAVEPOINT ")] :]
        elif sql.startswith(("INSERT", "UPDATE", "DELETE")) and not _kept_by_itself(sql):
            written.append(sql[:160])
    return written


def _kept_by_itself(sql: str) -> bool:
    """Tell what follows from any request: the session of who asked, and how often they do."""
    return "agencies_session" in sql or "agencies_pace" in sql


def table(rows: list[tuple[str, list[str]]]) -> str:
    head = [
        "# Who may open what",
        "",
        "Generated by the tests (tests/workflow/test_permissions.py) from real answers: ✓ opens,",
        "or acts where the page only takes POST; → is led to the sign-in page, or away from it",
        "when signed in already; «không phải lượt» and «từ chối» are refused with the reason;",
        "«không thấy» is told nothing, not even that it exists. Whoever may not open a page had",
        "all its buttons refused as well, and nothing was written. The second table is of the API.",
        "",
        "| trang | " + " | ".join(COLUMNS.values()) + " |",
        "|---" * (len(COLUMNS) + 1) + "|",
    ]
    return (
        "\n".join([*head, *(f"| {name} | " + " | ".join(cells) + " |" for name, cells in rows)])
        + "\n"
    )


def opened(page: Page, client: Client, name: str) -> str:
    """Open a page as somebody: that alone changes nothing."""
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(page.url)
    assert writes(queries) == [], (page.name, name)
    if not page.shown:
        return ""
    return WORDS[answer.status_code]


def pressed(page: Page, client: Client, post: dict[str, Any]) -> Any:
    if page.script:
        return client.post(page.url, json.dumps(post), content_type="application/json")
    return client.post(page.url, post)


def refused(page: Page, client: Client, name: str) -> str:
    """Press every button as somebody who may not: each is refused alike, and writes nothing."""
    answers = []
    for post in page.posts:
        with CaptureQueriesContext(connection) as queries:
            answer = pressed(page, client, post)
        assert writes(queries) == [], (page.name, name, post)
        if answer.status_code == 302:
            assert answer["Location"].startswith(reverse("sign-in")), (page.name, name, post)
        answers.append(WORDS[answer.status_code])
    assert len(set(answers)) == 1, (page.name, name, answers)
    return answers[0]


def acts(page: Page, client: Client, name: str) -> str:
    """Press the first button as the one who may."""
    with CaptureQueriesContext(connection) as queries:
        answer = pressed(page, client, page.posts[0])
    shows = page.script or page.route in ("api-tokens", "subscribe")  # the secret, once
    assert answer.status_code == (200 if shows else 302), (
        page.name,
        name,
        answer.content.decode(),
    )
    if page.route != "sign-out":  # which only ends a session
        assert writes(queries) != [], (page.name, name)
    return "✓"


def answer(page: Page, cast: Cast, name: str) -> str:
    client = asker(cast, name)
    cell = opened(page, client, name)
    if not page.posts:
        return cell
    if name == page.actor or (page.actor == EVERYONE and name != "anonymous"):
        told = acts(page, client, name)
    elif page.route == "new-document" and cell == "✓":
        return cell  # the stranger drafts too, in a unit of his own
    else:
        told = refused(page, client, name)
    if page.shown:
        assert told == cell, (page.name, name)
    return told


def answers(page: Page, cast: Cast) -> list[str]:
    reset_queries()  # the log has an end, and the table grows
    in_turn = sorted(COLUMNS, key=lambda name: name == page.actor)
    cells = {name: answer(page, cast, name) for name in in_turn}
    return [cells[name] for name in COLUMNS]


def routes(resolver: URLResolver) -> Iterator[str]:
    for one in resolver.url_patterns:
        if isinstance(one, URLPattern):
            yield str(one.name)
        elif one.namespace != "api":  # see test_api_permissions.py
            yield from routes(one)


def test_every_page_answers_every_official_as_the_table_says(cast):
    asked = pages(cast)
    assert {page.route for page in asked} == set(routes(get_resolver()))

    printed = table([(page.name, answers(page, cast)) for page in asked])
    if os.environ.get("DAUSON_WRITE_DOCS") == "1":
        DOC.parent.mkdir(parents=True, exist_ok=True)
        DOC.write_text(printed + "".join(DOC.read_text().partition(MACHINES)[1:]))

    assert DOC.read_text().split(MACHINES)[0] == printed


@pytest.mark.parametrize("choice", ["outside", "agency", "department"])
def test_a_line_of_another_document_cannot_be_settled(cast, cheap_files, choice):
    ours, others = life.begin(cast).to("issue"), life.begin(cast).to("issue")
    line = others.document.recipient_lines.order_by("pk")[0]
    chosen = {
        "outside": "outside",
        "agency": f"agency-{cast.receiving_agency.pk}",
        "department": f"department-{cast.unit.pk}",
    }[choice]
    url = reverse(f"task-{IssueDocument.step}", args=[ours.task.pk])
    clerk = asker(cast, "clerk")
    with CaptureQueriesContext(connection) as queries:
        answer = clerk.post(url, {"do": "settle", "line": line.pk, "choice": chosen})
    assert (answer.status_code, writes(queries)) == (409, [])
    assert "Dòng nơi nhận này không thuộc văn bản; hãy tải lại trang." in answer.content.decode()
