"""What the frame of every page needs to know."""

from collections.abc import Callable, Sequence
from functools import cache, partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.module_loading import import_string

from ui.navigation import Badge, Bell, Section


def frame(request: HttpRequest) -> dict[str, Any]:
    """Name the official and the places to go to; asked for only by pages that show them.

    Which room knows this is said by settings, dotted paths of functions that take the request:
    UI_NAVIGATION gives Sections, UI_BADGE a Badge, UI_BELL a Bell, UI_GUIDE the address of the
    guide's page about this page. All but the last are not called for a stranger, and none is
    called twice for one page.
    """
    official = getattr(request, "user", None)
    signed_in = official is not None and official.is_authenticated
    return {
        "rehearsal": settings.REHEARSAL,
        "reference": getattr(request, "reference", ""),
        "source_url": getattr(settings, "SOURCE_URL", ""),
        "official": official if signed_in else None,
        "badge": cache(partial(_badge, request)) if signed_in else None,
        "bell": cache(partial(_bell, request)) if signed_in else None,
        "guide_url": cache(partial(_guide, request)),
        "navigation": cache(partial(_navigation, request)) if signed_in else (),
    }


def _badge(request: HttpRequest) -> Badge:
    path: str = getattr(settings, "UI_BADGE", "")
    if not path:
        return Badge(name=str(request.user))
    badge: Callable[[HttpRequest], Badge] = import_string(path)
    return badge(request)


def _bell(request: HttpRequest) -> Bell | None:
    path: str = getattr(settings, "UI_BELL", "")
    if not path:
        return None
    bell: Callable[[HttpRequest], Bell] = import_string(path)
    return bell(request)


def _guide(request: HttpRequest) -> str:
    path: str = getattr(settings, "UI_GUIDE", "")
    if not path:
        return ""
    address: Callable[[HttpRequest], str] = import_string(path)
    return address(request)


def _navigation(request: HttpRequest) -> Sequence[Section]:
    path: str = getattr(settings, "UI_NAVIGATION", "")
    if not path:
        return ()
    sections: Callable[[HttpRequest], Sequence[Section]] = import_string(path)
    return sections(request)
