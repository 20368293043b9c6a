"""The four questions, asked of every call of the API and of officials of every kind.

Works for the one whose turn it is; hidden from the stranger; refused when it is not the turn; a
GET changes nothing. The answers are the second table of docs/reference/permissions.md; run with
DAUSON_WRITE_DOCS=1 to write it anew.
"""

import io
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, reset_queries
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image

from agencies.actions import tokens
from agencies.models import Scope
from agencies.moments import vn_day
from config.api import ROOT, api
from documents.actions.assigning import Order
from documents.actions.drafting import latest_revision
from documents.actions.signing import prepared_rendition
from documents.models import Relation, SavedSearch, Stage
from tests import life
from tests.cast import PIN, Cast
from tests.jobs_now import run_jobs
from tests.workflow.test_permissions import COLUMNS, DOC, MACHINES, WORDS, writes
from workflow.actions import assigning, drafting, signing

EVERYONE = "everyone"
ASKED = ("drafter", "head", "checker", "leader", "clerk", "archivist", "receiver", "stranger")
NOT_ITS_OWN = ("agencies_apitoken", "dauson_cache")  # counting how often somebody asks
ANSWERS = WORDS | {201: "✓", 401: "cần mã truy cập", 422: "từ chối"}


@dataclass(frozen=True)
class Call:
    """One call: whose turn it is, where it goes, what it says; found out when it is made."""

    name: str
    actor: str = ""
    path: Callable[[], str] | str = ""
    body: Callable[[], Any] | Any = None
    files: Callable[[], dict[str, Any]] | None = None


def described() -> dict[str, dict[str, Any]]:
    schema = api.get_openapi_schema()
    return {
        said["operationId"]: {"method": method, "path": path.removeprefix(ROOT), **said}
        for path, methods in schema["paths"].items()
        for method, said in methods.items()
    }


def pdf() -> dict[str, Any]:
    return {"files": SimpleUploadedFile("Biểu.pdf", b"%PDF-1.7", "application/pdf")}


def shown(report: life.Life) -> str:
    return prepared_rendition(latest_revision(report.document)).object.sha256


def calls(cast: Cast) -> list[Call]:
    """Return a call of every operation, in an order in which one may follow on the other."""
    today = vn_day(life.now()).isoformat()
    chain, given_up = life.begin(cast), life.begin(cast)
    review, back, away = life.begin(cast), life.begin(cast).to("initial"), life.begin(cast)
    review.submit(cast.unit.agency.departments.get(pk=cast.investment.pk))
    away.to("initial")
    many, several = life.begin(cast).to("sign"), life.begin(cast).to("register")
    returned, done = life.begin(cast).to("receive"), life.begin(cast).to("end")
    issued, arrival = done.document, done.arrival
    public = issued.public_id
    file = issued.revisions.get().renditions.get(stage=Stage.ISSUED)
    dossier = issued.filed_in.get().dossier
    (kept,) = drafting.attach(
        given_up.task, files=[("Biểu.pdf", b"%PDF-1.7")], by=cast.drafter, at=life.now()
    )
    picture = drafting.add_picture(given_up.task, data=png(), by=cast.drafter, at=life.now())
    (given,) = assigning.assign(
        arrival,
        lead=cast.stranger,
        helpers=(),
        order=Order(),
        by=cast.receiving_leader,
        at=life.now(),
    )
    signed = life.begin(cast).to("sign")
    batch = signing.sign_many(
        [signing.Chosen(signed.task, shown(signed))],
        key=public,
        pin=PIN,
        by=cast.leader,
        clock=life.now,
    )
    saved = SavedSearch.objects.create(
        official=cast.archivist, name="Khen", query="q=khen", saved_at=life.now()
    )
    kind = {"kind": "KH", "subject": "Việc mới"}
    order = {"directed_by": cast.receiving_leader.pk}
    search = {"name": "Thi đua", "search": {"q": "thi đua"}}

    def task() -> int:
        return chain.task.pk

    def overtaken() -> int:
        return Relation.objects.get(document=given_up.document).pk

    draft, doc = f"tasks/{given_up.task.pk}", f"documents/{public}"
    own_doc = f"documents/{given_up.document.public_id}"
    return [
        Call("read_me"),
        Call("list_notices"),
        Call("see_notices", EVERYONE, body={}),
        Call("unsee_notices", EVERYONE, body={"seen_at": "2026-11-16T09:41:00+07:00"}),
        Call("list_tasks"),
        Call("list_waiting"),
        Call("list_returns"),
        Call("list_received"),
        Call("find_documents"),
        Call("count_facets"),
        Call("suggest_documents", path="documents/suggestions?q=1"),
        Call("list_searches"),
        Call("save_search", EVERYONE, body=search),
        Call("take_back_search", EVERYONE, body=search | {"name": "Báo cáo"}),
        Call("forget_search", "archivist", f"searches/{saved.pk}"),
        Call("begin_document", "drafter", body=kind),
        Call("import_document", "drafter", files=lambda: {"file": a_draft()}),
        Call("read_task", path=draft),
        Call("list_signers", path=f"{draft}/signers"),
        Call("suggest_names", path=f"{draft}/names?q=so"),
        Call("read_recipients", path=f"{draft}/meanings", body={"recipients": ["Lưu: VT."]}),
        Call(
            "save_revision",
            "drafter",
            f"{draft}/revisions",
            {"base": 1, "content": life.content(subject=[{"s": "Đã sửa"}])},
        ),
        Call("attach_files", "drafter", f"{draft}/attachments", files=pdf),
        Call("add_picture", "drafter", f"{draft}/pictures", files=lambda: {"picture": a_picture()}),
        Call("list_attachments", path=f"{own_doc}/attachments"),
        Call("open_attachment", path=f"{own_doc}/attachments/{kept.pk}"),
        Call("open_picture", path=f"{own_doc}/pictures/{picture.sha256}"),
        Call("detach_file", "drafter", f"{draft}/attachments/{kept.pk}"),
        Call(
            "put_back_file",
            "drafter",
            f"{draft}/attachments/restored",
            lambda: {"detached": given_up.document.events.get(act="DETACHED").n},
        ),
        Call(
            "name_overtaken",
            "drafter",
            f"{draft}/overtaken",
            {"kind": "CORRECTS", "other": str(public)},
        ),
        Call("drop_overtaken", "drafter", lambda: f"{draft}/overtaken/{overtaken()}"),
        Call("cancel_draft", "drafter", f"{draft}/cancel", {"reason": "Thôi"}),
        Call("submit_draft", "drafter", lambda: f"tasks/{task()}/submit", {}),
        Call("initial", "head", lambda: f"tasks/{task()}/initial", {}),
        Call("pass_form", "checker", lambda: after_jobs(lambda: f"tasks/{task()}/form-check"), {}),
        Call(
            "sign",
            "leader",
            lambda: after_jobs(lambda: f"tasks/{task()}/sign"),
            lambda: {"shown": shown(chain), "pin": PIN},
        ),
        Call(
            "register",
            "clerk",
            lambda: f"tasks/{task()}/register",
            {"issued_on": today, "pin": PIN},
        ),
        Call("list_lines", path=lambda: f"tasks/{task()}/recipients"),
        Call(
            "settle_line",
            "clerk",
            lambda: f"tasks/{task()}/recipients/{line(chain)}",
            {"directory": True},
        ),
        Call("issue", "clerk", lambda: after_jobs(lambda: f"tasks/{task()}/issue")),
        Call("agree", "investment_head", lambda: f"tasks/{review.task.pk}/review", {}),
        Call("send_back", "head", lambda: f"tasks/{back.task.pk}/send-back", {"reason": "Sửa"}),
        Call(
            "withdraw_document",
            "drafter",
            f"documents/{away.document.public_id}/withdraw",
            {"reason": "Sửa"},
        ),
        Call(
            "sign_many",
            "leader",
            body={"pin": PIN, "documents": [{"task": many.task.pk, "shown": shown(many)}]},
        ),
        Call("read_batch", path=f"signing-batches/{batch.key}"),
        Call(
            "register_many",
            "clerk",
            body={"pin": PIN, "documents": [{"task": several.task.pk, "issued_on": today}]},
        ),
        Call("list_failed"),
        Call("send_again", path=f"{doc}/send-again"),
        Call("read_document", path=doc),
        Call("read_standing", path=f"{doc}/standing"),
        Call("list_revisions", path=f"{doc}/revisions"),
        Call("read_revision", path=f"{doc}/revisions/1"),
        Call("compare_revisions", path=f"{doc}/comparison"),
        Call("read_journal", path=f"{doc}/journal"),
        Call("list_recipients", path=f"{doc}/recipients"),
        Call("list_opinions", path=f"{doc}/opinions"),
        Call("list_relations", path=f"{doc}/relations"),
        Call("judge_signatures", path=f"{own_doc}/verdict"),
        Call("tell_opened", path=f"{doc}/readings", body={"revision": 1}),
        Call("list_files", path=f"{doc}/files"),
        Call("open_file", path=f"{doc}/files/{file.pk}"),
        Call("list_incoming"),
        Call("read_incoming", path=f"incoming/{arrival.pk}"),
        Call("open_incoming", path=f"incoming/{arrival.pk}/file"),
        Call("list_assignees", path=f"incoming/{arrival.pk}/assignees"),
        Call(
            "return_incoming",
            "receiver",
            f"incoming/{returned.arrival.pk}/return",
            {"reason": "Gửi nhầm"},
        ),
        Call(
            "receive_incoming",
            "receiver",
            lambda: after_jobs(lambda: f"incoming/{chain.arrival.pk}/receive"),
        ),
        Call(
            "assign",
            "receiver",
            lambda: f"incoming/{chain.arrival.pk}/assign",
            {"lead": f"official-{cast.stranger.pk}", **order},
        ),
        Call("list_assignments"),
        Call("read_assignment", path=f"assignments/{given.pk}"),
        Call("begin_assignment", "stranger", f"assignments/{given.pk}/begin"),
        Call(
            "give_on",
            "receiver",
            f"assignments/{given.pk}/give-on",
            {"to": f"official-{cast.receiver.pk}", **order},
        ),
        Call(
            "withdraw_assignment",
            "receiver",
            lambda: f"assignments/{newest(arrival)}/withdraw",
            {"reason": "Nhầm"},
        ),
        Call(
            "finish_assignment",
            "stranger",
            lambda: f"assignments/{newest(chain.arrival)}/finish",
            {"note": "Xong"},
        ),
        Call("read_outgoing"),
        Call("read_incoming_register"),
        Call("list_dossiers"),
        Call("list_retentions"),
        Call("read_dossier", path=f"dossiers/{dossier.pk}"),
        Call("list_items", path=f"dossiers/{dossier.pk}/documents"),
        Call("read_dossier_journal", path=f"dossiers/{dossier.pk}/journal"),
        Call("fill_dossier", path=f"dossiers/{dossier.pk}/documents", body={"documents": []}),
        Call("take_out", path=f"dossiers/{dossier.pk}/documents/{public}"),
        Call("close_dossier", "archivist", f"dossiers/{dossier.pk}/close"),
        Call("reopen_dossier", "archivist", f"dossiers/{dossier.pk}/reopen", {"reason": "Thiếu"}),
        Call("open_dossier", body={"code": "01.TH", "title": "Tổng hợp", "retention": 999}),
        Call("verify_code", path="verification/codes/00000000"),
        Call("verify_hash", path=f"verification/hashes/{file.object.sha256}"),
        Call("verify_file", files=lambda: {"file": SimpleUploadedFile("a.pdf", b"")}),
    ]


def line(report: life.Life) -> int:
    return report.document.recipient_lines.order_by("pk")[0].pk


def newest(arrival: Any) -> int:
    return arrival.assignments.order_by("-pk")[0].pk


def after_jobs(path: Callable[[], str]) -> str:
    """Let what waits be done before a path is known."""
    run_jobs()
    return path()


def a_draft() -> SimpleUploadedFile:
    return SimpleUploadedFile("du-thao.json", json.dumps(life.content()).encode())


def png() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(file, "PNG")
    return file.getvalue()


def a_picture() -> SimpleUploadedFile:
    return SimpleUploadedFile("hinh.png", png(), "image/png")


def client(cast: Cast, name: str) -> Client:
    if name == "anonymous":
        return Client()
    made = tokens.make(getattr(cast, name), name="Máy", scopes=list(Scope), days=7, at=life.now())
    return Client(headers={"Authorization": f"Bearer {made[1]}"})


def asked(call: Call, said: dict[str, Any], browser: Client) -> tuple[str, list[str]]:
    """Make a call; return how it was answered, and what was written."""
    path = call.path() if callable(call.path) else call.path
    sent: dict[str, Any] = {}
    if said["method"] == "post" and call.body is None:
        sent = {"content_type": "application/json"}
    if call.files is not None:
        sent = {"data": call.files()}
    elif call.body is not None:
        body = call.body() if callable(call.body) else call.body
        sent = {"data": body, "content_type": "application/json"}
    with CaptureQueriesContext(connection) as queries:
        answer = getattr(browser, said["method"])(ROOT + (path or said["path"]), **sent)
    written = [sql for sql in writes(queries) if not any(own in sql for own in NOT_ITS_OWN)]
    return ANSWERS[answer.status_code], written


def answers(call: Call, said: dict[str, Any], browsers: dict[str, Client]) -> list[str]:
    reset_queries()
    cells = {}
    for name in sorted(browsers, key=lambda name: name == call.actor):
        told, written = asked(call, said, browsers[name])
        acts = name == call.actor or (call.actor == EVERYONE and name != "anonymous")
        if acts:
            assert told == "✓", (call.name, name)
            assert written != [] or call.name == "unsee_notices", (call.name, name)
        elif call.actor and call.name not in ("begin_document", "import_document"):
            assert told != "✓", (call.name, name)
        if told != "✓" or said["method"] == "get":
            assert written == [], (call.name, name)
        cells[name] = told
    return [cells[name] for name in COLUMNS if name in cells]


def test_every_call_answers_every_official_as_the_table_says(cast, cheap_files):
    named = described()
    made = calls(cast)
    assert sorted(call.name for call in made) == sorted(named)

    names = [name for name in COLUMNS if name in ("anonymous", "investment_head", *ASKED)]
    browsers = {name: client(cast, name) for name in names}
    rows = [
        f"| `{named[call.name]['method'].upper()} {named[call.name]['path']}` | "
        + " | ".join(answers(call, named[call.name], browsers))
        + " |"
        for call in made
    ]
    head = "| lời gọi | " + " | ".join(COLUMNS[name] for name in names) + " |"
    printed = "\n".join(["", head, "|---" * (len(names) + 1) + "|", *rows, ""])
    if os.environ.get("DAUSON_WRITE_DOCS") == "1":
        pages = DOC.read_text().split(MACHINES)[0]
        DOC.write_text(pages + MACHINES + printed)

    assert DOC.read_text().split(MACHINES)[1:] == [printed]
