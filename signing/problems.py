"""What may be wrong with a signed file: for each code, how grave it is and what officials read."""

from dataclasses import dataclass
from typing import Final, Literal

from signing.fields import DATE, LEADER, NUMBER, SEAL

Outcome = Literal["valid", "invalid", "indeterminate"]


@dataclass(frozen=True)
class Problem:
    """One finding: a code for programs, a sentence for people."""

    code: str
    message: str


_MESSAGES: Final = {
    # The file as such.
    "not-a-pdf": "Tệp không phải là PDF.",
    "too-large": "Tệp quá lớn để kiểm tra.",
    "too-complex": "Cấu trúc tệp quá phức tạp để kiểm tra.",
    "unreadable": "Tệp hỏng hoặc không theo đúng chuẩn PDF.",
    "encrypted": "Tệp bị mã hóa nên không kiểm tra được chữ ký.",
    "hybrid-xref": "Tệp có hai bảng tra cứu: mỗi phần mềm có thể đọc ra một nội dung khác.",
    "active-content": "Tệp chứa mã lệnh hoặc hành động tự chạy.",
    "attached-file": "Tệp có đính kèm lạ.",
    # Its signatures.
    "no-signature": "Tệp không có chữ ký số nào.",
    "unknown-signature": "{field}: chữ ký thuộc loại không nhận biết được.",
    "shared-signature": "Một chữ ký số được dùng cho nhiều ô ký.",
    "duplicate-field": "Tệp có nhiều trường trùng tên.",
    "field-removed": "{field}: trường đã bị gỡ khỏi tệp sau khi ký.",
    "signature-removed": "{field}: chữ ký đã bị gỡ khỏi tệp.",
    "field-hidden": "{field}: đã bị ẩn, không hiện trên trang.",
    "signature-broken": "{field}: chữ ký không khớp với nội dung tệp.",
    "weak-algorithm": "{field}: chữ ký dùng thuật toán không còn an toàn.",
    "partial-coverage": "{field}: chữ ký không bao trùm trọn vẹn phần văn bản đã ký.",
    "not-covered": "Chữ ký cuối cùng không bao trùm toàn bộ tệp.",
    "trailing-bytes": "Có dữ liệu lạ được nối vào cuối tệp.",
    # What was changed after a signature.
    "number-changed": "Số, ký hiệu văn bản bị thay đổi sau khi đóng dấu.",
    "date-changed": "Ngày, tháng, năm ban hành bị thay đổi sau khi đóng dấu.",
    "number-filled-by-stranger": "Số, ký hiệu văn bản không do người đóng dấu ghi.",
    "date-filled-by-stranger": "Ngày, tháng, năm ban hành không do người đóng dấu ghi.",
    "field-moved": "{field}: đã bị dời chỗ sau khi ký.",
    "page-changed": "Nội dung trang bị thay đổi sau khi ký.",
    "annotation-added": "Trang bị thêm chú thích, hình hoặc con dấu sau khi ký.",
    "metadata-changed": "Siêu dữ liệu (XMP) của văn bản bị thay đổi sau khi ký.",
    "info-changed": "Thông tin mô tả (tên, tác giả) của tệp bị thay đổi sau khi ký.",
    "appearances-requested": "Tệp bị sửa để phần mềm tự vẽ lại các trường sau khi ký.",
    "changed-after-signing": "Tệp bị thay đổi sau khi ký, ngoài những gì chữ ký cho phép.",
    "unsigned-revision": "Giữa các chữ ký có lần sửa đổi không do ai ký.",
    # Who signed, and when.
    "certificate-revoked": "{field}: chứng thư số đã bị thu hồi trước khi ký.",
    "certificate-untrusted": "{field}: chứng thư số không do tổ chức được tin cậy cấp.",
    "certificate-expired": "{field}: chứng thư số đã hết hạn khi ký.",
    "certificate-not-yet-valid": "{field}: chứng thư số chưa có hiệu lực khi ký.",
    "certificate-unfit": "{field}: chứng thư số không được dùng để ký văn bản.",
    "timestamp-broken": "{field}: dấu thời gian không khớp với chữ ký.",
    "timestamp-untrusted": "{field}: dấu thời gian không do tổ chức được tin cậy cấp.",
    # What was expected.
    "field-missing": "{field}: tệp không có trường này.",
    "not-signed": "{field}: chưa ký.",
    "wrong-signer": "{field}: người ký không phải là người đã đăng ký.",
    "number-mismatch": "Số, ký hiệu ghi trên văn bản khác với sổ đăng ký.",
    "date-mismatch": "Ngày ban hành ghi trên văn bản khác với sổ đăng ký.",
    "seal-not-last": "Dấu của cơ quan không phải là chữ ký cuối cùng.",
}

_UNDECIDED: Final = {
    "no-revocation-data": "{field}: thiếu dữ liệu cho biết chứng thư số có bị thu hồi hay không.",
    "expiry-unproved": "{field}: chứng thư số đã hết hạn, chưa rõ có ký khi còn hạn hay không.",
    "timestamp-unproved": "{field}: thiếu dữ liệu để xác minh dấu thời gian.",
    "cannot-read": "Không đọc được tệp.",
}

# Said beside a verdict, never the reason of one.
_NOTES: Final = {
    "sealed-revision-whole": (
        "Bản đã đóng dấu nằm trong {size} byte đầu của tệp vẫn nguyên vẹn; "
        "phần thêm vào sau đó không thuộc văn bản đã ban hành."
    ),
}

_LABELS: Final = {
    NUMBER: "Số, ký hiệu",
    DATE: "Ngày ban hành",
    LEADER: "Chữ ký của người có thẩm quyền",
    SEAL: "Dấu của cơ quan",
}


def problem(code: str, *, field: str = "", size: int = 0) -> Problem:
    """Return the finding of a code; KeyError for a code that is not in the tables."""
    message = {**_MESSAGES, **_UNDECIDED, **_NOTES}[code]
    shown = f"{size:,}".replace(",", ".")
    return Problem(code, message.format(field=_LABELS.get(field, field), size=shown))


def outcome(codes: set[str]) -> Outcome:
    """Return what findings amount to: the gravest one decides."""
    if codes & _MESSAGES.keys():
        return "invalid"
    return "indeterminate" if codes & _UNDECIDED.keys() else "valid"
