"""The guide in docs/guide as pages of the application, and which of them helps on which page."""

from functools import cache
from pathlib import Path
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

FOLDER = Path(__file__).resolve().parent.parent / "docs/guide"
PICTURES = FOLDER / "pictures"
FRONT = "README"

# The page of the guide for each page of the application, by the name of its address.
ABOUT = {
    "new-document": "chuyen-vien",
    "task-draft": "chuyen-vien",
    "submit": "chuyen-vien",
    "task-review": "truong-phong",
    "task-initial": "truong-phong",
    "compare-revisions": "truong-phong",
    "document": "van-ban",
    "task-form_check": "the-thuc",
    "task-sign": "lanh-dao",
    "signing-tray": "lanh-dao",
    "signing-batch": "lanh-dao",
    "task-register": "van-thu",
    "task-issue": "van-thu",
    "clerk-desk": "van-thu",
    "outgoing-register": "van-thu",
    "incoming-register": "van-thu",
    "list-incoming": "tiep-nhan",
    "read-incoming": "tiep-nhan",
    "assign-incoming": "tiep-nhan",
    "assignment": "tiep-nhan",
    "find-documents": "luu-tru",
    "dossiers": "luu-tru",
    "dossier": "luu-tru",
    "open-dossier": "luu-tru",
    "file-documents": "luu-tru",
    **dict.fromkeys(
        (
            "administration",
            "agency-journal",
            "delegations",
            "people",
            "person",
            "units",
            "unit",
            "post",
            "mandates",
            "subscriptions",
            "subscribe",
            "subscription",
            "delivery",
        ),
        "quan-tri",
    ),
    "verify": "xac-thuc",
    "verify-document": "xac-thuc",
    "verify-file": "xac-thuc",
}


def address_about(request: HttpRequest) -> str:
    """Return the address of the guide's page that helps on the page asked for."""
    match = request.resolver_match
    name = ABOUT.get(match.url_name or "", FRONT) if match else FRONT
    return reverse("guide") if name == FRONT else reverse("guide-page", args=[name])


@login_not_required
@require_safe
def guide(request: HttpRequest, name: str = FRONT) -> HttpResponse:
    """Show one page of the guide; anyone may read it."""
    if name not in pages():
        raise Http404
    title, html = _rendered(FOLDER / f"{name}.md")
    return render(request, "config/guide.html", {"title": title, "html": html, "name": name})


@login_not_required
@require_safe
def picture(_request: HttpRequest, name: str) -> HttpResponse:
    """Give one of the pictures that the journeys took."""
    if f"{name}.png" not in {path.name for path in PICTURES.glob("*.png")}:
        raise Http404
    answer = HttpResponse((PICTURES / f"{name}.png").read_bytes(), content_type="image/png")
    answer.headers["Cache-Control"] = "public, max-age=3600"
    return answer


@cache
def pages() -> dict[str, str]:
    """Return the titles of the guide's pages by their names."""
    return {path.stem: _rendered(path)[0] for path in sorted(FOLDER.glob("*.md"))}


@cache
def _rendered(path: Path) -> tuple[str, SafeString]:
    """Return the title of a page and its HTML without that title."""
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = reader.parse(path.read_text(encoding="utf-8"))
    title = tokens[1].content
    for token in tokens:
        for child in token.children or ():
            _lead(child)
    body = reader.renderer.render(tokens[3:], reader.options, _no_environment())
    return title, mark_safe(body)  # noqa: S308 - our own text; Markdown lets no HTML through


def _lead(token: Token) -> None:
    """Turn what leads to a file of the folder into what leads to a page of the application."""
    target = str(token.attrGet("href") or token.attrGet("src") or "")
    if token.type == "link_open" and target.endswith(".md"):
        name = target.removesuffix(".md")
        address = reverse("guide") if name == FRONT else reverse("guide-page", args=[name])
        token.attrSet("href", address)
    elif token.type == "image":
        token.attrSet("src", reverse("guide-picture", args=[Path(target).stem]))
        token.attrSet("loading", "lazy")


def _no_environment() -> dict[str, Any]:
    return {}
