"""Where each official begins the day."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET

from agencies import roles
from agencies.models import Duty, Official
from agencies.moments import vn_day


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Lead to where an official's work lies, right after signing in.

    The clerk's is the desk of what waits for a number, the archivist's the search, the
    administrator's the state of the agency; everybody else's, and theirs too where they have
    further duties, stands in the tray.
    """
    assert isinstance(request.user, Official)
    duties = roles.duties_of(request.user, on=vn_day(timezone.now()))
    if Duty.CLERK in duties:
        return redirect("clerk-desk")
    if duties == {Duty.ADMINISTER}:
        return redirect("administration")
    return redirect("find-documents" if duties == {Duty.ARCHIVE} else "tray")
