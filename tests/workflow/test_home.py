"""Each official begins where the day's work lies."""

import pytest
from django.urls import reverse

from tests.cast import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("who", "place"),
    [
        ("drafter", "tray"),
        ("leader", "tray"),
        ("clerk", "clerk-desk"),
        ("archivist", "find-documents"),
    ],
)
def test_signing_in_leads_each_official_to_the_days_work(cast, client, who, place):
    name = {"username": cast.everyone()[who].username, "password": PASSWORD}
    led = client.post(reverse("sign-in"), name, follow=True)
    assert [address for address, _ in led.redirect_chain] == [reverse("home"), reverse(place)]


def test_who_wanted_another_page_is_led_there(cast, client):
    name = {"username": cast.clerk.username, "password": PASSWORD}
    led = client.post(reverse("sign-in") + "?next=/tim/", name | {"next": "/tim/"})
    assert led["Location"] == "/tim/"
