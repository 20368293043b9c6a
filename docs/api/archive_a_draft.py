"""A report from draft to archive by program, with nothing but Python's own library.

    python archive_a_draft.py http://127.0.0.1:8000 report.json

Each office has its own official: DRAFTER, HEAD, CHECKER, LEADER and CLERK hold their tokens (see
«Tùy chọn», «Mã truy cập»), LEADER_PIN and SEAL_PIN what signs. It prints the number of the report,
and saves the archived file beside the draft once its hash is proved.
"""

# ruff: noqa: INP001, S310, T201 (a program of its own, that asks whom it is told to ask)

import hashlib
import json
import os
import sys
import time
import uuid
from datetime import datetime
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen
from zoneinfo import ZoneInfo

BASE, DRAFT = sys.argv[1], Path(sys.argv[2])


def call(who, path, body=None):
    """Ask as somebody; say what was refused. An act sent twice is done once: it has a key."""
    headers = {"Authorization": f"Bearer {os.environ[who]}", "Content-Type": "application/json"}
    if body is not None:
        headers["Idempotency-Key"] = str(uuid.uuid4())
    data = None if body is None else json.dumps(body).encode()
    try:
        with urlopen(Request(f"{BASE}/api/v1/{path}", data, headers)) as answer:
            said = answer.read()
            return json.loads(said) if "json" in answer.headers["Content-Type"] else said
    except HTTPError as refusal:
        sys.exit(f"{path}: {json.load(refusal)['message']}")


def until(found):
    """Wait for what the machine does by itself: pages, the archive's timestamp."""
    while (it := found()) is None:
        time.sleep(1)
    return it


begun = call("DRAFTER", "drafts", {"content": json.loads(DRAFT.read_text())})
document, task = begun["document"]["id"], begun["tasks"][0]["id"]
task = call("DRAFTER", f"tasks/{task}/submit", {})["tasks"][0]["id"]
task = call("HEAD", f"tasks/{task}/initial", {"opinion": "Nhất trí"})["tasks"][0]["id"]
until(lambda: call("CHECKER", f"documents/{document}/files")["items"] or None)
task = call("CHECKER", f"tasks/{task}/form-check", {})["tasks"][0]["id"]
shown = until(lambda: call("LEADER", f"tasks/{task}")["shown"])
signing = {"shown": shown, "pin": os.environ["LEADER_PIN"]}
task = call("LEADER", f"tasks/{task}/sign", signing)["tasks"][0]["id"]
sealing = {
    "issued_on": str(datetime.now(ZoneInfo("Asia/Ho_Chi_Minh")).date()),
    "pin": os.environ["SEAL_PIN"],
}
print(call("CLERK", f"tasks/{task}/register", sealing)["code"])
task = call("CLERK", f"documents/{document}/standing")["tasks"][0]["id"]
call("CLERK", f"tasks/{task}/issue", {})


def archived():
    files = call("CLERK", f"documents/{document}/files")["items"]
    return next((one for one in files if one["stage"] == "ARCHIVED"), None)


file = until(archived)
pdf = call("CLERK", f"documents/{document}/files/{file['id']}")
assert hashlib.sha256(pdf).hexdigest() == file["sha256"], "the file came whole"
DRAFT.with_suffix(".pdf").write_bytes(pdf)
