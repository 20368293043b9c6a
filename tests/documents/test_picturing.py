"""The pictures of a document's text: theirs who may see it, kept with every revision."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agencies.capacity_words import Capacity
from agencies.moments import vn_day
from documents import access, pictures, storage
from documents.actions.drafting import Header, latest_revision
from documents.checking import rules
from documents.models import Document, Picture
from documents.text.problems import BadDraft
from tests import life
from tests.cast import Cast
from tests.documents.pictures import a_png, shown
from workflow.actions import drafting

PNG = a_png()
UNDESCRIBED = (
    "Hình 1 chưa có mô tả; hãy ghi hình cho thấy gì, để người không nhìn được hình cũng biết."
)
PLAIN = pictures.judge(PNG)


def with_picture(cast: Cast, **changes: Any) -> life.Life:
    """Begin a document and let its second revision show a picture."""
    begun = life.begin(cast)
    drafting.add_picture(begun.task, data=PNG, by=cast.drafter, at=life.now())
    begun.revise(body=[*latest_revision(begun.document).content["body"], shown(PLAIN, **changes)])
    return begun


def signed_in(official: Any) -> Client:
    client = Client()
    client.force_login(official)
    return client


def send(client: Client, begun: life.Life, data: bytes) -> Any:
    file = SimpleUploadedFile("hình.png", data, content_type="image/png")
    return client.post(reverse("insert-picture", args=[begun.task.pk]), {"picture": file})


def test_a_picture_is_kept_once_however_often_it_is_sent(cast, cheap_files):
    begun = life.begin(cast)
    drafter = signed_in(cast.drafter)
    answers = [send(drafter, begun, PNG).json() for _ in range(2)]
    assert answers == [{"sha256": PLAIN.sha256, "px": [400, 200]}] * 2
    assert (Picture.objects.count(), cheap_files[PLAIN.sha256]) == (1, PLAIN.data)


def test_what_is_no_picture_is_refused_in_words_and_leaves_nothing(cast, cheap_files):
    answer = send(signed_in(cast.drafter), life.begin(cast), b"%PDF-1.7")
    assert (answer.status_code, answer.json()) == (
        422,
        {"sentence": "Chỉ chèn được hình PNG hoặc JPEG."},
    )
    assert (Picture.objects.count(), cheap_files) == (0, {})


def test_a_text_that_shows_what_its_document_lacks_is_refused(cast, cheap_files):
    elsewhere = with_picture(cast)
    begun = life.begin(cast)
    with pytest.raises(BadDraft) as bad:
        begun.revise(body=latest_revision(elsewhere.document).content["body"])
    assert bad.value.message == (
        "Hình 1 chưa được tải lên cho văn bản này; hãy xóa rồi chèn lại hình."
    )
    with pytest.raises(BadDraft):
        elsewhere.revise(body=[shown(PLAIN, px=[4, 4])])


def test_who_may_see_the_text_sees_its_pictures(cast, cheap_files):
    document = with_picture(cast).document
    address = reverse("picture-file", args=[document.public_id, PLAIN.sha256])
    answer = signed_in(cast.drafter).get(address)
    assert (answer.status_code, answer["Content-Type"], answer.content) == (
        200,
        "image/png",
        PLAIN.data,
    )
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert signed_in(cast.stranger).get(address).status_code == 404


def test_who_received_a_document_sees_only_what_was_issued(cast, cheap_files):
    begun = with_picture(cast)
    other = drafting.add_picture(begun.task, data=a_png((200, 400)), by=cast.drafter, at=life.now())
    begun.to("receive")
    begun.receive()
    begun.document.refresh_from_db()
    on = vn_day(life.now())
    seen = [
        set(access.pictures_for(one, begun.document, on=on).values_list("sha256", flat=True))
        for one in (cast.drafter, cast.receiver)
    ]
    assert seen == [{PLAIN.sha256, other.sha256}, {PLAIN.sha256}]


def test_a_picture_is_neither_changed_nor_taken_away(cast, cheap_files):
    with_picture(cast)
    for act in (
        lambda: Picture.objects.update(width=1),
        lambda: Picture.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


def test_an_undescribed_picture_is_saved_but_not_submitted(cast, cheap_files):
    begun = with_picture(cast, alt=" ")
    found = rules.findings(latest_revision(begun.document), on=vn_day(life.now()))
    assert [(one.code, one.block, one.message) for one in found if one.code != "not_set_yet"] == [
        (
            "image_not_described",
            "h1",
            UNDESCRIBED,
        )
    ]


def test_a_document_written_from_another_has_its_pictures(cast, cheap_files):
    source = with_picture(cast).document
    task = drafting.begin(
        cast.unit,
        content=latest_revision(source).content,
        header=Header(signer=cast.leader, capacity=Capacity.NONE),
        based_on=source,
        by=cast.drafter,
        at=life.now(),
    )
    copy: Document = task.process.document
    assert copy.pictures.get().object == source.pictures.get().object


def test_a_picture_stays_in_the_store_whatever_the_text_says_now(cast, objects):
    begun = with_picture(cast)
    begun.revise()
    storage.sweep(older_than=timezone.now() + timedelta(minutes=5))
    assert storage.read(begun.document.pictures.get().object) == PLAIN.data


def test_the_plain_form_keeps_a_picture_and_takes_its_words(cast, cheap_files):
    begun = with_picture(cast)
    drafter = signed_in(cast.drafter)
    address = reverse("task-draft", args=[begun.task.pk])
    content = latest_revision(begun.document).content
    rows = [*content["body"]]
    typed = {
        "kind": content["type"],
        "subject": "Kết quả",
        "addressees": "",
        "recipients": "\n".join(content["recipients"]),
        "base": "2",
        "do": "save",
        "block-id": [one["id"] for one in rows],
        "block-kind": ["p"] * (len(rows) - 1) + ["image"],
        "block-number": [""] * len(rows),
        "block-text": ["Lời"] * (len(rows) - 1) + ["Mô tả: Hai cột\r\nChú thích: Hình **2**"],
    }
    assert "Mô tả: Ba cột tăng dần\nChú thích: Hình 1" in drafter.get(address).content.decode()
    drafter.post(address, typed)
    saved = latest_revision(begun.document).content["body"][-1]
    assert saved == shown(PLAIN, alt="Hai cột", x=[{"s": "Hình "}, {"s": "2", "b": True}])
