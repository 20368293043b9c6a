"""The guide as pages: whatever it leads to is there, and every page leads to it."""

import re

import pytest
from django.urls import get_resolver, resolve, reverse

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


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/", guide.FRONT),
        ("/van-ban-den/7/phan-cong/", "tiep-nhan"),
        ("/phan-cong/7/", "tiep-nhan"),
        ("/ho-so/mo/", "luu-tru"),
        ("/ho-so/dua-vao/", "luu-tru"),
        ("/ky/tap/6d1ff1a2-6f5b-4a35-9d40-1f2f4ad0ba4c/", "lanh-dao"),
        ("/xac-thuc/tep/", "xac-thuc"),
        ("/van-ban/6d1ff1a2-6f5b-4a35-9d40-1f2f4ad0ba4c/", "van-ban"),
    ],
)
def test_each_page_of_work_is_helped_by_the_page_about_it(rf, path, name):
    request = rf.get(path)
    request.resolver_match = resolve(path)
    there = reverse("guide") if name == guide.FRONT else reverse("guide-page", args=[name])
    assert guide.address_about(request) == there


@pytest.mark.parametrize("path", ["khong-co/", "../README/", "hinh/khong-co.png"])
def test_what_the_guide_has_not_is_not_found(client, path):
    assert client.get(f"/huong-dan/{path}").status_code == 404
