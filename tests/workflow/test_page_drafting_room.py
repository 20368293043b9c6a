"""What the drafting page's script asks for, asked as it asks."""

import json
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agencies.moments import vn_day
from documents import signers
from documents.actions.drafting import latest_revision
from documents.actions.sweeping import pay_debts
from documents.models import Urgency
from tests import life
from tests.cast import Cast
from tests.jobs_now import run_jobs, waiting_jobs
from tests.life import Life
from workflow.pages.drafting_room import SaveDraft


@pytest.fixture(autouse=True)
def cheap(cheap_files: None) -> None:
    """Let files cost nothing."""


@pytest.fixture
def script(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.drafter)
    cache.clear()
    return client


@pytest.fixture
def begun(cast: Cast) -> Life:
    return life.begin(cast)


def block(text: str, name: str = "b1") -> dict[str, Any]:
    return {"id": name, "t": "p", "x": [{"s": text}]}


def draft(begun: Life, **changes: Any) -> dict[str, Any]:
    content = latest_revision(begun.document).content
    return {
        "base": 1,
        "kind": "BC",
        "subject": "Kết quả công tác quý I năm 2026",
        "addressees": "",
        "recipients": "Sở Nội vụ (b/c);\nCác phòng, đơn vị;\nLưu: VT, TCHC.",
        "body": content["body"],
        **changes,
    }


def ask(script: Client, name: str, begun: Life, sent: Any) -> Any:
    address = reverse(name, args=[begun.task.pk])
    return script.post(address, json.dumps(sent), content_type="application/json")


def test_a_pause_saves_the_next_revision(script, begun) -> None:
    answer = ask(script, "save-draft", begun, draft(begun, body=[block("Đã sửa.")]))
    saved = latest_revision(begun.document)
    assert (answer.status_code, answer.json()["n"]) == (200, 2)
    assert answer.json()["sha"] == saved.sha256
    assert saved.content["body"] == [block("Đã sửa.")]


def test_the_same_text_is_the_same_revision(script, begun) -> None:
    answer = ask(script, "save-draft", begun, draft(begun))
    assert (answer.status_code, answer.json()["n"]) == (200, 1)
    assert begun.document.revisions.count() == 1


def test_saving_keeps_the_signer_whom_nobody_changed(script, begun, cast) -> None:
    ask(script, "save-draft", begun, draft(begun, body=[block("Đã sửa.")]))
    assert latest_revision(begun.document).signer == cast.leader


def test_what_a_colleague_saved_in_between_comes_back_with_his_name(script, begun, cast) -> None:
    begun.revise(body=[block("Của đồng nghiệp.")])
    mine = draft(begun, base=1, body=[block("Của tôi.")])
    answer = ask(script, "save-draft", begun, mine)
    assert answer.status_code == 409
    assert answer.json()["theirs"]["body"] == [block("Của đồng nghiệp.")]
    assert answer.json()["author"] == str(cast.drafter)
    assert answer.json()["n"] == 2
    assert begun.document.revisions.count() == 2


def test_edits_of_different_blocks_join_by_themselves(script, begun) -> None:
    both = [block("Đoạn một.", "b1"), block("Đoạn hai.", "b2")]
    begun.revise(body=both)
    begun.revise(body=[both[0], block("Đoạn hai của đồng nghiệp.", "b2")])
    mine = draft(begun, base=2, body=[block("Đoạn một của tôi.", "b1"), both[1]])
    answer = ask(script, "save-draft", begun, mine)
    joined = [block("Đoạn một của tôi.", "b1"), block("Đoạn hai của đồng nghiệp.", "b2")]
    assert (answer.status_code, answer.json()["n"]) == (200, 4)
    assert answer.json()["merged"]["body"] == joined
    assert latest_revision(begun.document).content["body"] == joined


BOTH = [block("Một.", "b1"), block("Hai.", "b2")]
THEIRS = [block("Một của đồng nghiệp.", "b1"), BOTH[1]]
MINE = [BOTH[0], block("Hai của tôi.", "b2")]
BEGAN = {"urgency": "", "circulation": ""}


def joined_after(script: Client, begun: Life, theirs: Any, mine: Any) -> Any:
    """Answer what I send after a colleague, who wrote elsewhere upon the same revision."""
    ask(script, "save-draft", begun, draft(begun, body=BOTH))
    ask(script, "save-draft", begun, draft(begun, base=2, body=THEIRS, **theirs))
    answer = ask(script, "save-draft", begun, draft(begun, base=2, body=MINE, began=BEGAN, **mine))
    begun.document.refresh_from_db()
    return answer


def test_a_signer_whom_a_colleague_chose_survives_the_save_after_the_join(script, begun) -> None:
    options = signers.options(
        begun.document.agency, kind=begun.document.kind, on=vn_day(timezone.now())
    )
    old = signers.key_of(latest_revision(begun.document), options)
    new = next(one for one in options if one.key != old)
    answer = joined_after(script, begun, {"signer": new.key}, {"signer": old}).json()
    assert answer["merged"]["signer"] == new.key
    shown = {**draft(begun, base=answer["n"]), **answer["merged"], "body": BOTH}
    ask(script, "save-draft", begun, shown)
    assert latest_revision(begun.document).signer == new.header.signer


def test_an_urgency_that_a_colleague_chose_survives_a_join(script, begun) -> None:
    answer = joined_after(script, begun, {"urgency": Urgency.EXPRESS}, {})
    assert (answer.status_code, begun.document.urgency) == (200, Urgency.EXPRESS)
    assert answer.json()["merged"]["urgency"] == Urgency.EXPRESS


def test_an_urgency_that_i_alone_chose_survives_a_join(script, begun) -> None:
    answer = joined_after(script, begun, {}, {"urgency": Urgency.URGENT})
    assert (answer.status_code, begun.document.urgency) == (200, Urgency.URGENT)


def test_two_urgencies_are_a_conflict_that_shows_theirs(script, begun) -> None:
    answer = joined_after(script, begun, {"urgency": Urgency.EXPRESS}, {"urgency": Urgency.URGENT})
    assert (answer.status_code, answer.json()["conflicts"]) == (409, ["urgency"])
    assert answer.json()["theirs"]["urgency"] == Urgency.EXPRESS
    assert begun.document.urgency == Urgency.EXPRESS


@pytest.mark.parametrize(("times", "status"), [(1, 200), (2, 409)])
def test_who_saves_elsewhere_at_the_same_moment_is_joined_once(
    script, begun, monkeypatch, times, status
) -> None:
    begun.revise(body=BOTH)
    save, left = SaveDraft.save, list(range(times))

    def raced(page: SaveDraft, content: Any, **more: Any) -> Any:
        if left:
            begun.revise(body=[block(f"Lần {left.pop()}.", "b1"), BOTH[1]])
        return save(page, content, **more)

    monkeypatch.setattr(SaveDraft, "save", raced)
    answer = ask(script, "save-draft", begun, draft(begun, base=2, body=MINE))
    assert answer.status_code == status
    body = latest_revision(begun.document).content["body"]
    assert body == [block("Lần 0.", "b1"), (MINE if status == 200 else BOTH)[1]]


def test_a_conflict_shows_what_became_of_theirs_in_mine(script, begun) -> None:
    begun.revise(body=[block("Một đoạn.")])
    begun.revise(body=[block("Một đoạn của đồng nghiệp.")])
    mine = draft(begun, base=2, body=[block("Một đoạn của tôi.")])
    answer = ask(script, "save-draft", begun, mine)
    assert (answer.status_code, answer.json()["conflicts"]) == (409, ["b1"])
    assert "tôi</ins>" in answer.json()["comparison"]


def test_mine_is_saved_over_theirs_once_i_have_seen_it(script, begun) -> None:
    begun.revise(body=[block("Của đồng nghiệp.")])
    answer = ask(script, "save-draft", begun, draft(begun, base=2, body=[block("Của tôi.")]))
    assert (answer.status_code, answer.json()["n"]) == (200, 3)


def test_a_fault_names_its_block(script, begun) -> None:
    long = block("a" * 20_001, "b7")
    answer = ask(script, "save-draft", begun, draft(begun, body=[block("Được."), long]))
    (problem,) = answer.json()["problems"]
    assert answer.status_code == 422
    assert (problem["place"], problem["block"]) == ("Đoạn 2", "b7")
    assert begun.document.revisions.count() == 1


@pytest.mark.parametrize(
    "sent", [[], {}, {"base": "1", "body": []}, {"base": 1, "body": {}}, {"base": 1, "kind": 3}]
)
def test_what_no_page_of_ours_sends_is_refused_in_words(script, begun, sent) -> None:
    answer = ask(script, "save-draft", begun, sent)
    assert answer.status_code == 422
    assert answer.json()["sentence"].endswith("hãy tải lại trang.")


def test_what_is_no_json_is_refused_in_words(script, begun) -> None:
    address = reverse("save-draft", args=[begun.task.pk])
    answer = script.post(address, "{" * 50_000, content_type="application/json")
    assert answer.status_code == 422


def test_an_ended_sign_in_is_told_and_not_led_away(begun) -> None:
    answer = ask(Client(), "save-draft", begun, draft(begun))
    assert answer.status_code == 401
    assert answer.json()["sentence"].startswith("Phiên làm việc đã kết thúc")


def test_a_draft_that_went_on_is_told(script, begun) -> None:
    task = begun.task
    begun.submit()
    address = reverse("save-draft", args=[task.pk])
    answer = script.post(address, json.dumps(draft(begun)), content_type="application/json")
    assert (answer.status_code, answer.json()["closed"]) == (409, True)


def test_who_signed_in_again_gets_a_token_and_what_is_saved(script, begun, cast) -> None:
    said = script.get(reverse("save-draft", args=[begun.task.pk])).json()
    assert (said["n"], said["official"]) == (1, cast.drafter.pk)
    assert said["token"]


def test_a_finding_leads_to_its_block(script, begun) -> None:
    answer = ask(script, "save-draft", begun, draft(begun, body=[block("…")]))
    assert answer.json()["findings"] == [
        {
            "place": "body",
            "block": "b1",
            "message": "Văn bản chưa có nội dung; hãy soạn nội dung rồi trình.",
        }
    ]


def test_only_pages_that_the_page_lacks_travel(script, begun) -> None:
    first = ask(script, "preview-draft", begun, draft(begun, near=1)).json()
    assert sorted(first["pictures"]) == sorted(first["sheets"])
    cache.clear()
    again = ask(script, "preview-draft", begun, draft(begun, near=1, known=first["sheets"]))
    assert again.json()["pictures"] == {}
    assert begun.document.revisions.count() == 1


def test_an_official_has_one_preview_at_a_time(script, begun) -> None:
    ask(script, "preview-draft", begun, draft(begun))
    answer = ask(script, "preview-draft", begun, draft(begun))
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "1")


def test_each_line_says_whom_it_means(script, begun) -> None:
    sent = draft(begun, recipients="Sở Nội vụ (b/c);\nCụm thi đua số 9;\nLưu: VT, TCHC.")
    lines = ask(script, "read-recipients", begun, sent).json()["lines"]
    assert [(one["text"], one["state"]) for one in lines] == [
        ("Sở Nội vụ (b/c);", "known"),
        ("Cụm thi đua số 9;", "open"),
        ("Lưu: VT, TCHC.", "filing"),
    ]
    assert lines[0]["means"] == "Sở Nội vụ tỉnh Sơn Hà"


def test_names_are_found_without_their_marks(script, begun) -> None:
    address = reverse("suggest-names", args=[begun.task.pk])
    assert script.get(address, {"q": "so noi"}).json() == {"names": ["Sở Nội vụ tỉnh Sơn Hà"]}


def test_a_pause_asks_for_no_pages_but_a_wish_does(script, begun) -> None:
    run_jobs()
    ask(script, "save-draft", begun, draft(begun, body=[block("Ở một chỗ nghỉ.")]))
    assert waiting_jobs() == []
    ask(script, "save-draft", begun, draft(begun, base=2, body=[block("Xong.")], now=True))
    assert waiting_jobs() == ["keep_revision", "set_draft"]


def test_what_is_submitted_is_typeset_at_once(script, begun) -> None:
    run_jobs()
    ask(script, "save-draft", begun, draft(begun, body=[block("Xong.")]))
    begun.submit()
    assert waiting_jobs() == ["keep_revision", "set_draft"]


def test_of_many_saves_only_the_last_is_typeset(script, begun) -> None:
    for n in range(1, 5):
        ask(script, "save-draft", begun, draft(begun, base=n, body=[block(f"Lần {n}.")]))
    pay_debts()
    run_jobs()
    set_and_kept = [
        (one.n, one.renditions.count(), hasattr(one, "copy"))
        for one in begun.document.revisions.order_by("n")
    ]
    assert set_and_kept == [(n, int(n == 5), n == 5) for n in range(1, 6)]
