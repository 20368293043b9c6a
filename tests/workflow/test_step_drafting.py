"""The drafter's pages, asked as a browser asks them: nothing typed is ever lost."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from documents.attachments import MOST
from tests import life
from workflow.actions import drafting
from workflow.errors import Busy

TYPED = "Đoạn mới gõ, không được mất."


@pytest.fixture(autouse=True)
def cheap(cheap_files):
    """Let files cost nothing."""


@pytest.fixture
def browser(cast):
    client = Client()
    client.force_login(cast.drafter)
    return client


@pytest.fixture
def begun(cast):
    return life.begin(cast)


def fields(begun, *, text=TYPED, base=1, do="save", blocks=None):
    """Return what the form sends: by default one paragraph on top of revision `base`."""
    rows = blocks or [("", "p", "", text)]
    return {
        "do": do,
        "base": str(base),
        "kind": "BC",
        "subject": "Kết quả công tác",
        "addressees": "",
        "recipients": "Sở Nội vụ\nLưu: VT, TCHC",
        **{
            f"block-{name}": [row[at] for row in rows]
            for at, name in enumerate(("id", "kind", "number", "text"))
        },
    }


def edit(browser, begun, **changes):
    return browser.post(reverse("task-draft", args=[begun.task.pk]), fields(begun, **changes))


def texts(begun):
    content = begun.document.revisions.latest("n").content
    return ["".join(run["s"] for run in block.get("x", [])) for block in content["body"]]


@pytest.mark.parametrize("button", ["save", "submit"])
def test_a_busy_document_shows_the_page_again_with_what_was_typed(
    browser, begun, monkeypatch, button
):
    def busy(*_args, **_facts):
        raise Busy

    monkeypatch.setattr(drafting, "save", busy)
    answer = edit(browser, begun, do=button)
    assert answer.status_code == 409
    assert TYPED in answer.content.decode()
    assert Busy.message in answer.content.decode()


def test_nothing_changed_goes_on_to_submitting(browser, begun):
    edit(browser, begun)
    answer = edit(browser, begun, base=2, do="submit")
    assert answer.url == reverse("submit", args=[begun.task.pk])


def test_save_and_submit_says_which_revision_was_saved(browser, begun):
    answer = browser.post(
        reverse("task-draft", args=[begun.task.pk]), fields(begun, do="submit"), follow=True
    )
    assert [str(message) for message in answer.context["messages"]] == ["Đã lưu bản 2."]


def test_a_newer_revision_keeps_the_typed_text_and_offers_to_save_over_it(browser, begun):
    edit(browser, begun, text="Của người khác.")
    answer = edit(browser, begun)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert TYPED in page
    assert "Lưu đè lên bản mới" in page
    assert texts(begun) == ["Của người khác."]


def test_lines_that_were_pasted_become_as_many_blocks(browser, begun):
    edit(browser, begun, text="Một.\r\n\r\nHai.\r\nBa.")
    assert texts(begun) == ["Một.", "Hai.", "Ba."]


def test_the_draft_goes_straight_to_the_unit_head_when_nobody_is_asked(browser, begun):
    task = begun.task
    browser.post(reverse("submit", args=[task.pk]), {"do": "submit"})
    assert begun.task.step == "initial"


def test_giving_a_draft_up_asks_for_the_reason(browser, begun):
    answer = browser.post(reverse("submit", args=[begun.task.pk]), {"do": "cancel", "reason": ""})
    assert answer.status_code == 422
    assert begun.task.step == "draft"


def test_five_thousand_short_blocks_are_saved_through_the_page(browser, begun):
    answer = edit(browser, begun, blocks=[("", "p", "", f"Đoạn {n}.") for n in range(5000)])
    assert answer.status_code == 302
    assert len(texts(begun)) == 5000


@pytest.mark.parametrize("facts", [{"base": "9" * 5_000}, {"do": "remove-" + "9" * 5_000}])
def test_figures_that_no_page_wrote_lose_nothing_that_was_typed(browser, begun, facts):
    answer = edit(browser, begun, **facts)
    assert answer.status_code in (200, 409)
    assert TYPED in answer.content.decode()


PDF = b"%PDF-1.7\n%%EOF\n"


def send_together(browser, begun, where, *files):
    sent = [SimpleUploadedFile(name, data) for name, data in files]
    typed = {"do": "attach", "base": "1", "kind": "BC", "subject": "Đang gõ dở"}
    address = reverse(where, args=[begun.task.pk])
    return browser.post(address, {**typed, "attachment": sent})


def names(begun):
    return list(begun.document.attachments.order_by("pk").values_list("name", flat=True))


@pytest.mark.parametrize("where", ["attach-file", "task-draft"])
def test_one_refused_file_keeps_out_those_sent_with_it(browser, begun, where) -> None:
    sent = [("Một.pdf", PDF), ("Hai.pdf", PDF), ("Ba.pdf", b"")]
    answer = send_together(browser, begun, where, *sent)
    assert (answer.status_code in (409, 422), names(begun)) == (True, [])


@pytest.mark.parametrize("where", ["attach-file", "task-draft"])
def test_files_beyond_the_most_keep_out_those_sent_with_them(browser, begun, where) -> None:
    send_together(browser, begun, where, *[(f"{n}.pdf", PDF) for n in range(MOST - 1)])
    send_together(browser, begun, where, ("Một.pdf", PDF), ("Hai.pdf", PDF))
    assert len(names(begun)) == MOST - 1


def test_the_plain_form_tells_how_many_files_were_added(browser, begun) -> None:
    page = send_together(browser, begun, "task-draft", ("Một.pdf", PDF), ("Hai.pdf", PDF))
    assert names(begun) == ["Một.pdf", "Hai.pdf"]
    assert "Đã thêm 2 tệp." in page.content.decode()
