"""Addresses of the pages about documents; the document's own page stands in workflow/."""

from django.urls import path, re_path

from documents.pages import (
    comparing,
    dossiers,
    files,
    filing,
    finding,
    incoming,
    receiving,
    registers,
    verification,
    verification_by_file,
)

urlpatterns = [
    path("xac-thuc/", verification.ask_for_code, name="verify"),
    path("xac-thuc/tep/", verification_by_file.verify_file, name="verify-file"),
    re_path(r"^x/(?P<code>[^/]+)/?$", verification.short_address, name="verify-short"),
    path("xac-thuc/<str:code>/", verification.verify_document, name="verify-document"),
    path("tim/", finding.find_documents, name="find-documents"),
    path("tim/goi-y/", finding.suggest_documents, name="suggest-documents"),
    path("tim/luu/", finding.save_search, name="save-search"),
    path("tim/luu/khoi-phuc/", finding.take_back_search, name="take-back-search"),
    path("tim/luu/<int:pk>/xoa/", finding.forget_search, name="forget-search"),
    path("ho-so/", dossiers.list_dossiers, name="dossiers"),
    path("ho-so/mo/", filing.OpenDossier.as_view(), name="open-dossier"),
    path("ho-so/dua-vao/", filing.FileDocuments.as_view(), name="file-documents"),
    path("ho-so/<int:pk>/", dossiers.DossierPage.as_view(), name="dossier"),
    path("ho-so/<int:pk>/dua-ra/", dossiers.TakeOut.as_view(), name="take-out-of-dossier"),
    path("ho-so/<int:pk>/dua-vao-lai/", dossiers.PutBack.as_view(), name="put-back-into-dossier"),
    path("ho-so/<int:pk>/in/", dossiers.print_list, name="dossier-print"),
    path("ho-so/<int:pk>/muc-luc.xlsx", dossiers.list_sheet, name="dossier-sheet"),
    path("so/di/", registers.outgoing, name="outgoing-register"),
    path("so/di/in/", registers.print_outgoing, name="outgoing-register-print"),
    path("so/di/so.xlsx", registers.outgoing_sheet, name="outgoing-register-sheet"),
    path("so/den/", registers.incoming, name="incoming-register"),
    path("so/den/in/", registers.print_incoming, name="incoming-register-print"),
    path("so/den/so.xlsx", registers.incoming_sheet, name="incoming-register-sheet"),
    path("van-ban-den/", incoming.list_incoming, name="list-incoming"),
    path("van-ban-den/chon/", receiving.settle_many, name="settle-incoming"),
    path("van-ban-den/<int:pk>/", incoming.read_incoming, name="read-incoming"),
    path("van-ban-den/<int:pk>/tiep-nhan/", receiving.receive, name="receive-incoming"),
    path("van-ban-den/<int:pk>/tra-lai/", receiving.send_back, name="return-incoming"),
    path("van-ban-den/<int:pk>/tep.pdf", files.open_incoming, name="incoming-file"),
    path("van-ban/<uuid:public_id>/kem/<int:pk>/", files.open_attachment, name="attachment-file"),
    path("van-ban/<uuid:public_id>/hinh/<str:sha256>/", files.open_picture, name="picture-file"),
    path(
        "van-ban/<uuid:public_id>/so-sanh/", comparing.compare_revisions, name="compare-revisions"
    ),
    path("van-ban/<uuid:public_id>/da-mo/", comparing.tell_opened, name="reading"),
    path("van-ban/<uuid:public_id>/tep/<int:pk>.pdf", files.open_rendition, name="rendition-file"),
]
