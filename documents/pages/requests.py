"""What a page is asked with, once sign-in has let it through."""

from django.http import HttpRequest

from agencies.models import Official


class OfficialRequest(HttpRequest):
    """A request of somebody signed in; LoginRequiredMiddleware lets no other reach a page."""

    user: Official
