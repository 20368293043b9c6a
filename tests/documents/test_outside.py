import pytest

import signing
from documents import outside

FIRST, SECOND = "https://tsa.one.example/tsa", "https://tsa.two.example/tsa"


class Office:
    """Two authorities; those in `away` do not answer."""

    def __init__(self) -> None:
        self.away: set[str] = set()
        self.asked: list[str] = []

    def client(self, url, *, timeout):
        assert timeout > 0
        office = self

        class Client:
            def token(self, imprint):
                office.asked.append(url)
                if url in office.away:
                    raise signing.TimestampsUnavailable("máy chủ không trả lời kịp")
                return imprint + url.encode()

        return Client()


@pytest.fixture
def office(monkeypatch, settings):
    settings.TIMESTAMP_URLS = [FIRST, SECOND]
    office = Office()
    monkeypatch.setattr(signing, "timestamp_client", office.client)
    return office


def test_the_first_authority_that_answers_is_enough(office):
    assert outside.timestamps().token(b"hash ") == b"hash " + FIRST.encode()
    assert office.asked == [FIRST]


def test_the_next_is_asked_where_one_is_away(office):
    office.away = {FIRST}
    assert outside.timestamps().token(b"hash ") == b"hash " + SECOND.encode()
    assert office.asked == [FIRST, SECOND]


def test_where_all_are_away_each_is_named(office):
    office.away = {FIRST, SECOND}
    with pytest.raises(signing.TimestampsUnavailable) as refused:
        outside.timestamps().token(b"hash ")
    assert refused.value.message == (
        "Chưa có dấu thời gian: tsa.one.example: máy chủ không trả lời kịp; "
        "tsa.two.example: máy chủ không trả lời kịp."
    )


def test_without_an_address_there_is_no_authority(settings):
    settings.TIMESTAMP_URLS = []
    assert outside.timestamps() is None
