import re

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("contact", "told"),
    [
        ("attt@sonha.example.gov.vn", "mailto:attt@sonha.example.gov.vn"),
        ("https://sonha.example.gov.vn/attt", "https://sonha.example.gov.vn/attt"),
    ],
)
def test_whoever_finds_a_hole_finds_whom_to_tell(client, settings, contact, told):
    settings.SECURITY_CONTACT, settings.BASE_URL = contact, "https://vanban.example.gov.vn"
    settings.SOURCE_URL = ""
    answer = client.get("/.well-known/security.txt")
    text = re.sub(r"\d{4}-\d\d-\d\dT00:00:00Z", "…", answer.content.decode())
    assert (answer.headers["Content-Type"], text) == (
        "text/plain; charset=utf-8",
        (
            f"Contact: {told}\nExpires: …\nPreferred-Languages: vi, en\n"
            "Canonical: https://vanban.example.gov.vn/.well-known/security.txt\n"
        ),
    )


def test_without_an_address_there_is_no_such_file(client, settings):
    settings.SECURITY_CONTACT = ""
    assert client.get("/.well-known/security.txt").status_code == 404
