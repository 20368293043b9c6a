"""What one reading of a page asks again and again, it asks of the database once.

The rail, the page and its parts each ask for the posts of the same official on the same day. A page
that is only read changes none; whatever acts (a form that is sent, a job, a command) asks anew
each time.
"""

from collections.abc import Callable
from contextvars import ContextVar
from functools import wraps
from typing import ParamSpec, TypeVar

from django.http import HttpRequest
from django.http.response import HttpResponseBase

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")

_answers: ContextVar[dict[object, object] | None] = ContextVar("answers", default=None)


class RememberWhileReading:
    """Keep answers for the length of one GET, and of nothing longer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        token = _answers.set({})
        try:
            return self.get_response(request)
        finally:
            _answers.reset(token)


def while_reading(question: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
    """Let a question with hashable arguments be answered once a reading; nobody may change it."""

    @wraps(question)
    def ask(*args: Asked.args, **named: Asked.kwargs) -> Answer:
        answers = _answers.get()
        if answers is None:
            return question(*args, **named)
        key = (question, args, tuple(sorted(named.items())))
        if key not in answers:
            answers[key] = question(*args, **named)
        return answers[key]  # type: ignore[return-value]  # what the same question gave before

    return ask
