"""Addresses of the tray, of documents, and of one page an act."""

from django.urls import path

from workflow.inbox import SLUGS
from workflow.pages import bell
from workflow.pages.document import DocumentPage
from workflow.pages.tray import tray
from workflow.steps.drafting import EditDraft, NewDocument, SubmitDraft
from workflow.steps.issuing import IssueDocument
from workflow.steps.registering import RegisterDocument
from workflow.steps.reviewing import CheckForm, InitialDocument, ReviewDocument
from workflow.steps.signing import SignDocument

STEPS = (
    EditDraft,
    ReviewDocument,
    InitialDocument,
    CheckForm,
    SignDocument,
    RegisterDocument,
    IssueDocument,
)

urlpatterns = [
    path("", tray, name="tray"),
    path("thong-bao/", bell.list_notices, name="notices"),
    path("thong-bao/moi/", bell.unseen_notices, name="unseen-notices"),
    path("thong-bao/da-xem/", bell.see_notices, name="see-notices"),
    path("thong-bao/hoan-tac/", bell.unsee_notices, name="unsee-notices"),
    path("van-ban/moi/", NewDocument.as_view(), name="new-document"),
    path("van-ban/<uuid:public_id>/", DocumentPage.as_view(), name="document"),
    path("viec/<int:task_id>/trinh/", SubmitDraft.as_view(), name="submit"),
    *(
        path(f"viec/<int:task_id>/{SLUGS[page.step]}/", page.as_view(), name=f"task-{page.step}")
        for page in STEPS
    ),
]
