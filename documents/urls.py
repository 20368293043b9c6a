"""Addresses of the pages about documents; the document's own page stands in workflow/."""

from django.urls import path

from documents.pages import files, finding, incoming, verification, verification_by_file

urlpatterns = [
    path("xac-thuc/", verification.ask_for_code, name="verify"),
    path("xac-thuc/tep/", verification_by_file.verify_file, name="verify-file"),
    path("x/<str:code>", verification.short_address, name="verify-short"),
    path("xac-thuc/<str:code>/", verification.verify_document, name="verify-document"),
    path("tim/", finding.find_documents, name="find-documents"),
    path("van-ban-den/", incoming.list_incoming, name="list-incoming"),
    path("van-ban-den/<int:pk>/", incoming.read_incoming, name="read-incoming"),
    path("van-ban-den/<int:pk>/tiep-nhan/", incoming.receive, name="receive-incoming"),
    path("van-ban-den/<int:pk>/tra-lai/", incoming.send_back, name="return-incoming"),
    path("van-ban-den/<int:pk>/tep.pdf", files.open_incoming, name="incoming-file"),
    path("van-ban/<uuid:public_id>/tep/<int:pk>.pdf", files.open_rendition, name="rendition-file"),
]
