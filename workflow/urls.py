"""Addresses of the tray, of documents, and of one page an act."""

from django.urls import path
from django.views.generic import RedirectView

from workflow.inbox import SLUGS
from workflow.pages import bell
from workflow.pages.assigning import AssignArrival, AssignmentPage
from workflow.pages.clerk import ClerkDesk
from workflow.pages.document import DocumentPage, PrintDocument
from workflow.pages.drafting_room import (
    AttachFile,
    InsertPicture,
    PreviewDraft,
    ReadRecipients,
    SaveDraft,
    SuggestNames,
)
from workflow.pages.home import home
from workflow.pages.signing_tray import SignMany, show_batch, show_tray
from workflow.pages.tray import tray
from workflow.steps.beginning import NewDocument
from workflow.steps.drafting import EditDraft
from workflow.steps.issuing import IssueDocument
from workflow.steps.overtaking import NameOvertaken
from workflow.steps.registering import RegisterDocument
from workflow.steps.reviewing import CheckForm, InitialDocument, ReviewDocument
from workflow.steps.signing import SignDocument
from workflow.steps.submitting import SubmitDraft

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
    path("dau-ngay/", home, name="home"),
    path("van-thu/", ClerkDesk.as_view(), name="clerk-desk"),
    path("thong-bao/", bell.list_notices, name="notices"),
    path("thong-bao/moi/", bell.unseen_notices, name="unseen-notices"),
    path("thong-bao/da-xem/", bell.see_notices, name="see-notices"),
    path("thong-bao/hoan-tac/", bell.unsee_notices, name="unsee-notices"),
    path("van-ban-den/<int:pk>/phan-cong/", AssignArrival.as_view(), name="assign-incoming"),
    path("phan-cong/<int:pk>/", AssignmentPage.as_view(), name="assignment"),
    path("van-ban/moi/", NewDocument.as_view(), name="new-document"),
    path("van-ban/<uuid:public_id>/", DocumentPage.as_view(), name="document"),
    path("van-ban/<uuid:public_id>/in/", PrintDocument.as_view(), name="document-print"),
    path("viec/<int:task_id>/trinh/", SubmitDraft.as_view(), name="submit"),
    path("viec/<int:task_id>/soan/luu/", SaveDraft.as_view(), name="save-draft"),
    path("viec/<int:task_id>/van-ban-truoc/", NameOvertaken.as_view(), name="overtake"),
    path("viec/<int:task_id>/soan/xem-thu/", PreviewDraft.as_view(), name="preview-draft"),
    path("viec/<int:task_id>/soan/noi-nhan/", ReadRecipients.as_view(), name="read-recipients"),
    path("viec/<int:task_id>/soan/tep/", AttachFile.as_view(), name="attach-file"),
    path("viec/<int:task_id>/soan/hinh/", InsertPicture.as_view(), name="insert-picture"),
    path("viec/<int:task_id>/soan/goi-y/", SuggestNames.as_view(), name="suggest-names"),
    path("ky/", show_tray, name="signing-tray"),
    path("ky/tap/", SignMany.as_view(), name="sign-many"),
    path("ky/tap/<uuid:key>/", show_batch, name="signing-batch"),
    path("ky/<int:task_id>/", SignDocument.as_view(), name="task-sign"),
    # Where the page of a document to sign was at first; notices and bookmarks still lead there.
    path("viec/<int:task_id>/ky/", RedirectView.as_view(pattern_name="task-sign"), name="old-sign"),
    *(
        path(f"viec/<int:task_id>/{SLUGS[page.step]}/", page.as_view(), name=f"task-{page.step}")
        for page in STEPS
        if page is not SignDocument
    ),
]
