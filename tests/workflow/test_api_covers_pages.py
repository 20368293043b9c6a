"""Every page has its call, or says why it has none."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

from config.api import api

# A page of the application, and the operations that do and tell the same by program.
CALLS = {
    "home": "list_tasks read_me",
    "tray": "list_tasks list_waiting list_returns list_received list_assignments",
    "notices": "list_notices",
    "unseen-notices": "list_notices",
    "see-notices": "see_notices",
    "unsee-notices": "unsee_notices",
    "new-document": "begin_document import_document",
    "find-documents": "find_documents count_facets list_searches",
    "suggest-documents": "suggest_documents",
    "save-search": "save_search",
    "take-back-search": "take_back_search",
    "forget-search": "forget_search",
    "dossiers": "list_dossiers list_retentions",
    "open-dossier": "open_dossier",
    "file-documents": "fill_dossier",
    "take-out-of-dossier": "take_out",
    "put-back-into-dossier": "fill_dossier",
    "insert-picture": "add_picture",
    "picture-file": "open_picture",
    "overtake": "name_overtaken drop_overtaken",
    "dossier": "read_dossier list_items read_dossier_journal close_dossier reopen_dossier",
    "dossier-print": "list_items",
    "dossier-sheet": "list_items",
    "outgoing-register": "read_outgoing",
    "outgoing-register-print": "read_outgoing",
    "outgoing-register-sheet": "read_outgoing",
    "incoming-register": "read_incoming_register",
    "incoming-register-print": "read_incoming_register",
    "incoming-register-sheet": "read_incoming_register",
    "list-incoming": "list_incoming",
    "settle-incoming": "receive_incoming return_incoming",
    "read-incoming": "read_incoming",
    "receive-incoming": "receive_incoming",
    "return-incoming": "return_incoming",
    "incoming-file": "open_incoming",
    "assign-incoming": "list_assignees assign",
    "assignment": "read_assignment begin_assignment finish_assignment give_on withdraw_assignment",
    "verify": "verify_code",
    "verify-document": "verify_code verify_file",
    "verify-short": "verify_code",
    "verify-file": "verify_file verify_hash",
    "document": "read_document read_standing list_recipients list_opinions list_relations"
    " judge_signatures list_revisions read_journal withdraw_document",
    "document-print": "read_document read_journal",
    "compare-revisions": "compare_revisions read_revision",
    "reading": "tell_opened",
    "rendition-file": "list_files open_file",
    "attachment-file": "list_attachments open_attachment",
    "task-draft": "read_task list_signers save_revision attach_files detach_file put_back_file",
    "save-draft": "save_revision",
    "attach-file": "attach_files detach_file put_back_file",
    "read-recipients": "read_recipients",
    "suggest-names": "suggest_names",
    "submit": "submit_draft cancel_draft",
    "task-review": "agree send_back",
    "task-initial": "initial send_back",
    "task-form_check": "pass_form send_back",
    "task-sign": "read_task sign send_back",
    "old-sign": "read_task",
    "signing-tray": "list_tasks",
    "sign-many": "sign_many",
    "signing-batch": "read_batch",
    "task-register": "register send_back",
    "clerk-desk": "list_tasks register_many list_failed send_again",
    "task-issue": "list_lines settle_line issue",
}
NO_CALL = {
    "sign-out": "of the sign-in, which no token has",
    "preview-draft": "a picture for the eyes; a program reads the text or the file",
}
# Their pages are about the account and its sign-in (no token opens, keeps or lends another), for
# administrators, or to read.
OTHER_ROOMS = ("agencies.", "exchange.", "config.")


def operations():
    schema = api.get_openapi_schema()
    return {
        said["operationId"] for methods in schema["paths"].values() for said in methods.values()
    }


def pages(resolver: URLResolver) -> Iterator[str]:
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            yield from pages(one) if one.namespace != "api" else ()
        elif isinstance(one, URLPattern) and not one.callback.__module__.startswith(OTHER_ROOMS):
            yield str(one.name)


def test_every_page_has_its_call_or_says_why_not():
    assert set(pages(get_resolver())) == CALLS.keys() | NO_CALL.keys()


def test_every_call_stands_beside_a_page():
    named = {name for calls in CALLS.values() for name in calls.split()}
    assert named == operations()
