"""A citizen with a phone: by code, by the address in the QR code, by file; without script too."""

import re

import pytest
from playwright.sync_api import expect

from documents import storage
from documents.actions.archiving import newest_rendition
from documents.models import Document, Stage, Status
from documents.verification import short_url
from tests import life
from tests.journeys.conftest import PHONE


@pytest.fixture
def issued(cast):
    return life.begin(cast).to("receive").document


@pytest.fixture
def files(issued, tmp_path):
    """Lay the original, the signed stage and a changed copy on the citizen's phone."""
    signed = issued.revisions.get().renditions.get(stage=Stage.SIGNED)
    original = storage.read(newest_rendition(issued).object)
    contents = {
        "goc.pdf": original,
        "da-ky.pdf": storage.read(signed.object),
        "da-sua.pdf": original + b"\n",
    }
    for name, data in contents.items():
        (tmp_path / name).write_bytes(data)
    return {name: tmp_path / name for name in contents}


def first_heading(page):
    return page.locator("main :is(h1, h2)").first.inner_text()


def test_by_the_code_as_it_is_read_aloud(desk, issued):
    citizen = desk(size=PHONE)
    page = citizen.open("/xac-thuc/")
    citizen.look("xac-thuc-hoi-ma")
    citizen.picture("xac-thuc-hoi-ma")
    code = issued.verification_code.lower()
    page.get_by_label("Mã xác thực", exact=True).fill(f" {code[:4]} {code[4:]} ")
    page.get_by_role("button", name="Xác thực", exact=True).click()
    assert first_heading(page) == "Văn bản hợp lệ"
    assert page.url.endswith(f"/xac-thuc/{issued.verification_code}/")
    citizen.look("xac-thuc-ket-qua")
    citizen.picture("xac-thuc-ket-qua")


def test_by_what_is_no_code(desk, issued):
    citizen = desk(size=PHONE)
    page = citizen.open("/xac-thuc/")
    page.get_by_label("Mã xác thực", exact=True).fill("01/BC-BQLKKT")
    page.get_by_role("button", name="Xác thực", exact=True).click()
    problems = page.get_by_role("alert")
    expect(problems).to_be_focused()
    expect(problems).to_contain_text("Đây là số, ký hiệu")
    expect(page).to_have_title(re.compile("^Lỗi: Xác thực văn bản"))
    expect(page.get_by_label("Mã xác thực", exact=True)).to_have_value("01/BC-BQLKKT")
    citizen.look("xac-thuc-khong-phai-ma")


def test_by_the_address_in_the_qr_code(desk, issued):
    citizen = desk(size=PHONE)
    page = citizen.open(short_url(issued)[len("http://127.0.0.1:8000") :])
    assert first_heading(page) == "Văn bản hợp lệ"
    Document.objects.filter(pk=issued.pk).update(status=Status.RECALLED)
    page.reload()
    assert first_heading(page) == "Văn bản đã bị thu hồi"
    citizen.look("xac-thuc-da-thu-hoi")


@pytest.mark.parametrize(
    ("name", "verdict"),
    [
        ("goc.pdf", "Tệp đúng là bản đã phát hành"),
        ("da-ky.pdf", "Tệp là bản đã ký, chưa đóng dấu"),
        ("da-sua.pdf", "Không nhận ra tệp"),
    ],
)
def test_by_the_file_which_does_not_leave_the_phone(desk, files, name, verdict):
    citizen = desk(size=PHONE)
    page = citizen.open("/xac-thuc/")
    sent = []
    page.on("request", lambda request: sent.append((request.method, request.post_data_buffer)))
    page.get_by_label("Tệp PDF", exact=True).set_input_files(files[name])
    expect(page.get_by_role("heading", name=verdict)).to_be_visible()
    expect(page.locator("[data-result]")).to_be_focused()
    assert [body for method, body in sent if method != "GET" or body] == []
    citizen.look(f"xac-thuc-tep-{name}")
    if name == "da-sua.pdf":
        page.get_by_role("button", name="Gửi tệp lên để kiểm tra chữ ký").click()
        expect(page.get_by_text("Có dữ liệu lạ được nối vào cuối tệp.")).to_be_visible()
        citizen.look("xac-thuc-tep-da-gui-len")


def test_by_a_file_beside_the_document_that_it_should_be(desk, issued, files):
    citizen = desk(size=PHONE)
    page = citizen.open(f"/xac-thuc/{issued.verification_code}/")
    page.get_by_label("Tệp PDF", exact=True).set_input_files(files["da-sua.pdf"])
    expect(page.get_by_role("heading", name="Tệp khác bản gốc")).to_be_visible()
    page.get_by_label("Tệp PDF", exact=True).set_input_files(files["goc.pdf"])
    expect(page.get_by_role("heading", name="Tệp đúng là bản đã phát hành")).to_be_visible()
    expect(page.get_by_role("heading", name="Tệp khác bản gốc")).to_have_count(0)


def test_all_of_it_without_script(browser, live_server, committed, issued, files):
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/xac-thuc/")
    page.get_by_label("Mã xác thực", exact=True).fill(issued.verification_code.lower())
    page.get_by_role("button", name="Xác thực", exact=True).click()
    assert first_heading(page) == "Văn bản hợp lệ"
    page.get_by_label("Tệp PDF", exact=True).set_input_files(files["goc.pdf"])
    page.get_by_role("button", name="Kiểm tra tệp").click()
    assert first_heading(page) == "Tệp đúng là bản đã phát hành"
    page.goto(f"{live_server.url}/xac-thuc/")
    page.get_by_label("Tệp PDF", exact=True).set_input_files(files["da-ky.pdf"])
    page.get_by_role("button", name="Kiểm tra tệp").click()
    expect(page.get_by_role("heading", name="Tệp là bản đã ký, chưa đóng dấu")).to_be_visible()
    context.close()
