"""The guide as pages: whatever it leads to is there, and every page leads to it."""

import re

import pytest
from django.urls import get_resolver, reverse

from config import guide

LINK = re.compile(r'(?:href|src)="([^"]+)"')


@pytest.mark.parametrize("name", sorted(guide.pages()))
def test_whatever_a_page_leads_to_is_there(client, name):
    page = client.get(reverse("guide-page", args=[name]))
    assert page.status_code == 200
    article = page.content.decode().split('<article class="guide">')[1].split("</article>")[0]
    dead = [
        link
        for link in LINK.findall(article)
        if not link.startswith("#") and client.get(link).status_code != 200
    ]
    assert dead == []


def test_the_front_page_leads_to_every_other(client):
    front = client.get(reverse("guide")).content.decode()
    others = set(guide.pages()) - {guide.FRONT}
    assert {name for name in others if reverse("guide-page", args=[name]) not in front} == set()


def test_a_page_of_the_application_leads_to_the_page_about_it(client):
    page = client.get(reverse("verify")).content.decode()
    assert f'href="{reverse("guide-page", args=["xac-thuc"])}"' in page


def test_the_guide_knows_only_addresses_and_pages_that_exist():
    names = {key for key in get_resolver().reverse_dict if isinstance(key, str)}
    assert set(guide.ABOUT) - names == set()
    assert set(guide.ABOUT.values()) - set(guide.pages()) == set()


@pytest.mark.parametrize("path", ["khong-co/", "../README/", "hinh/khong-co.png"])
def test_what_the_guide_has_not_is_not_found(client, path):
    assert client.get(f"/huong-dan/{path}").status_code == 404
