"""English pages for who chose them; what is said of a document stays what it was."""

import pytest
from django.test import Client
from django.urls import reverse

from agencies.models import Language
from documents.models import Event
from tests import life
from ui import catalogue


@pytest.fixture(scope="module", autouse=True)
def compiled():
    catalogue.compile_words()


def test_the_page_is_english_and_the_document_and_its_journal_are_not(cast):
    report = life.begin(cast).to("sign")
    cast.leader.language = Language.ENGLISH
    cast.leader.save()
    client = Client()
    client.force_login(cast.leader)
    page = client.get(reverse("task-sign", args=[report.task.pk])).content.decode()
    for english, vietnamese in [
        ("Signing tray", "Tập trình ký"),
        ("Checks before signing", "Kiểm tra trước khi ký"),
        ("Send back", "Trả lại"),
    ]:
        assert (english in page, vietnamese in page) == (True, False)
    assert report.document.subject in page
    client.post(
        reverse("task-sign", args=[report.task.pk]), {"do": "send_back", "reason": "Sửa lại"}
    )
    told = Event.objects.filter(document=report.document).latest("n")
    assert (told.act, told.facts["reason"]) == ("SENT_BACK_BY_SIGNER", "Sửa lại")
