"""The page where officials sign in; who guesses passwords is slowed down."""

from typing import Any, Final

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.http import HttpResponse

from agencies.actions.throttling import WINDOW, Tries, neighbourhood
from agencies.errors import TooManyTries

# A name is guarded where the wrong passwords come from, or anybody could lock out whom he likes by
# five of them. Wherever they come from it takes ten times as many: who has that many addresses
# still gets no further than 7,200 guesses a day, at passwords of twelve letters or more.
OF_A_NAME_THERE: Final = 5
OF_A_NAME: Final = 50
OF_AN_ADDRESS: Final = 30  # a whole office may share one


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
    template_name = "agencies/sign_in.html"
    redirect_authenticated_user = True
    form_class = SignInForm

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        page = super().form_invalid(form)
        if isinstance(form, SignInForm) and form.is_slowed:
            page.status_code = 429
            page.headers["Retry-After"] = str(WINDOW)
        return page
