"""The door: a password, then a second factor where there is one; or a passkey alone.

Who guesses is slowed down.
"""

from datetime import timedelta
from typing import Any, Final

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from agencies import sessions, step_up
from agencies.actions import passkeys, second_factors
from agencies.actions.throttling import WINDOW, Tries, neighbourhood
from agencies.errors import AgencyError, TooManyCodes, TooManyTries
from agencies.models import Official

# A name is guarded where the wrong passwords come from, or anybody could lock out whom he likes by
# five of them. Wherever they come from it takes ten times as many: who has that many addresses
# still gets no further than 7,200 guesses a day, at passwords of twelve letters or more.
OF_A_NAME_THERE: Final = 5
OF_A_NAME: Final = 50
OF_AN_ADDRESS: Final = 30  # a whole office may share one
CHALLENGES: Final = 120  # of an address: each makes a row of a session
HALF_WAY: Final = "half-way"  # in the session of who gave the password, and nothing else yet
BETWEEN_STEPS: Final = timedelta(minutes=5)


class SignInForm(AuthenticationForm):
    """User name and password; too many wrong ones are refused, and then right ones too."""

    is_slowed = False

    def clean(self) -> dict[str, Any]:
        name, password = self.cleaned_data.get("username"), self.cleaned_data.get("password")
        if not (name and password):
            return super().clean()
        assert self.request is not None, "the page gives its request"
        name = name.casefold()
        address = neighbourhood(self.request.META.get("REMOTE_ADDR", ""))
        of_name_there = Tries("sign-in-name-there", f"{address} {name}", OF_A_NAME_THERE)
        of_name = Tries("sign-in-name", name, OF_A_NAME)
        of_address = Tries("sign-in-address", address, OF_AN_ADDRESS)
        # The try is taken before the password is looked at: many at one moment are not more.
        if of_address.are_used_up() or not of_name_there.take() or not of_name.take():
            self.is_slowed = True
            raise forms.ValidationError(TooManyTries.message)
        try:
            cleaned = super().clean()
        except forms.ValidationError:
            of_address.take()
            raise
        of_name_there.forget()
        of_name.forget()
        return cleaned


class SignIn(LoginView):
    """Name and password; who has a second factor is asked for it next."""

    template_name = "agencies/sign_in.html"
    redirect_authenticated_user = True
    form_class = SignInForm

    def form_valid(self, form: AuthenticationForm) -> HttpResponseRedirect:
        official, at = form.get_user(), timezone.now()
        assert isinstance(official, Official)
        if not second_factors.is_enrolled(official):
            sessions.enter(self.request, official, at=at)
            return redirect(self.get_success_url())
        self.request.session.cycle_key()
        self.request.session[HALF_WAY] = {
            "official": official.pk,
            "password": official.get_session_auth_hash(),
            "until": (at + BETWEEN_STEPS).timestamp(),
            "next": self.get_success_url(),
        }
        return redirect("sign-in-second")

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        page = super().form_invalid(form)
        if isinstance(form, SignInForm) and form.is_slowed:
            page.status_code = 429
            page.headers["Retry-After"] = str(WINDOW)
        return page


@method_decorator([login_not_required, never_cache], name="dispatch")
class SecondStep(View):
    """The second step of who gave the password a moment ago: a code, or a passkey."""

    def get(self, request: HttpRequest) -> HttpResponse:
        if _half_way(request) is None:
            return redirect("sign-in")
        return self._show()

    def post(self, request: HttpRequest) -> HttpResponse:
        official, at = _half_way(request), timezone.now()
        if official is None:
            return redirect("sign-in")
        try:
            step_up.show(request, official, at=at)
        except TooManyCodes as refusal:
            return self._show(refusal.message, status=429)
        except AgencyError as refusal:
            return self._show(refusal.message, status=422)
        onward = request.session.pop(HALF_WAY)["next"]
        sessions.enter(request, official, at=at)
        step_up.confirmed(request, how="factor", at=at)
        return redirect(onward)

    def _show(self, fault: str = "", *, status: int = 200) -> HttpResponse:
        page = render(self.request, "agencies/sign_in_second.html", {"fault": fault}, status=status)
        if status == 429:
            page.headers["Retry-After"] = str(WINDOW)
        return page


@login_not_required
@never_cache
@require_POST
def sign_in_by_passkey(request: HttpRequest) -> HttpResponse:
    """Sign in whose device signed the challenge: it asked for its own PIN, finger or face."""
    at = timezone.now()
    address = neighbourhood(request.META.get("REMOTE_ADDR", ""))
    of_address = Tries("sign-in-address", address, OF_AN_ADDRESS)
    if of_address.are_used_up():
        return _sign_in_again(request, TooManyTries.message, status=429)
    try:
        official = passkeys.show(
            request.session,
            answer=request.POST.get("passkey", ""),
            origin=step_up.origin(request),
            at=at,
        )
    except AgencyError as refusal:
        of_address.take()
        return _sign_in_again(request, refusal.message, status=422)
    sessions.enter(request, official, at=at)
    step_up.confirmed(request, how="factor", at=at)
    return redirect(_wanted(request) or "home")


@login_not_required
@never_cache
@require_POST
def challenge(request: HttpRequest) -> HttpResponse:
    """Return what a device is asked to sign, to the script of a page with a passkey's button."""
    address = neighbourhood(request.META.get("REMOTE_ADDR", ""))
    if not Tries("passkey-challenge", address, CHALLENGES).take():
        slowed = JsonResponse({"message": TooManyTries.message}, status=429)
        slowed.headers["Retry-After"] = str(WINDOW)
        return slowed
    asked = passkeys.begin_to_show(
        request.session, origin=step_up.origin(request), at=timezone.now()
    )
    return JsonResponse(asked)


def _half_way(request: HttpRequest) -> Official | None:
    """Return who gave the password in this browser a moment ago, if it is still theirs."""
    kept = request.session.get(HALF_WAY)
    if not kept or kept["until"] < timezone.now().timestamp():
        return None
    official = Official.objects.filter(pk=kept["official"], is_active=True).first()
    if official is None or official.get_session_auth_hash() != kept["password"]:
        return None
    return official


def _sign_in_again(request: HttpRequest, sentence: str, *, status: int) -> HttpResponse:
    form = SignInForm(request)
    context = {"form": form, "next": _wanted(request), "passkey_fault": _(sentence)}
    return render(request, "agencies/sign_in.html", context, status=status)


def _wanted(request: HttpRequest) -> str:
    """Return the page of ours that was wanted before the sign-in; nothing leads elsewhere."""
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        wanted, {request.get_host()}, require_https=request.is_secure()
    )
    return wanted if is_ours else ""
