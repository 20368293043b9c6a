"""How a refusal is told to a program: one shape, with a code that stays and the usual sentence."""

import re
from typing import Any, Final

from pydantic import Field

from documents.api.values import Shown
from ui.refusal import Refusal


class Fault(Shown):
    """What is wrong at one place of what was sent."""

    name: str
    message: str
    allowed: list[str] | None = None


class RefusalShown(Shown):
    """Why a call had no effect."""

    code: str = Field(description="Không đổi; chương trình dựa vào đây.")
    message: str = Field(description="Câu tiếng Việt để người dùng đọc.")
    allowed: list[str] | None = Field(None, description="Những tên hoặc giá trị dùng được.")
    fields: list[Fault] | None = Field(None, description="Từng chỗ chưa đúng.")
    correlation: str | None = Field(None, description="Mã để người quản trị tìm trong nhật ký.")


class ApiRefusal(Refusal):
    """The call itself is not as it should be; `status` is how HTTP says it."""

    status = 422
    allowed: list[str] | None = None
    fields: list[dict[str, Any]] | None = None


class InvalidRequest(ApiRefusal):
    message = "Lời gọi chưa đúng; xem từng chỗ trong fields."

    def __init__(self, fields: list[dict[str, Any]], *, allowed: list[str] | None = None) -> None:
        super().__init__()
        self.fields, self.allowed = fields, allowed


class BadIdempotencyKey(ApiRefusal):
    message = "Idempotency-Key gồm 8 đến 100 chữ, số, dấu gạch; mỗi việc một khóa riêng."


class UnreadableBody(ApiRefusal):
    status = 400
    message = "Nội dung gửi lên không đọc được; cần JSON hợp lệ, mỗi tên một lần."


class WrongContentType(ApiRefusal):
    status = 415
    message = "Nội dung gửi lên không đúng loại; xem Content-Type trong mô tả của lời gọi."


class TokenMissing(ApiRefusal):
    status = 401
    message = "Cần mã truy cập: Authorization: Bearer …; tạo mã ở trang Tùy chọn."


class NoSuchAddress(ApiRefusal):
    status = 404
    message = "Không có địa chỉ này; xem mô tả ở /api/v1/openapi.json."


class MethodNotAllowed(ApiRefusal):
    status = 405
    message = "Địa chỉ này không nhận phương thức đã dùng."


class TooLarge(ApiRefusal):
    status = 413
    message = "Nội dung gửi lên lớn quá mức cho phép."


class LengthRequired(ApiRefusal):
    status = 411
    message = "Nội dung gửi lên không cho biết độ dài."


class WrongEncoding(ApiRefusal):
    status = 415
    message = "Nội dung gửi lên không theo bảng mã UTF-8."


class Mishap(ApiRefusal):
    status = 500
    message = "Hệ thống gặp lỗi; hãy báo người quản trị kèm mã trong correlation."


STATUSES: Final = (400, 401, 403, 404, 409, 411, 413, 415, 422, 429, 500, 503)


def code_of(kind: type) -> str:
    """Return the code of a refusal by its class: not_your_turn for NotYourTurn."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", kind.__name__).lower()
