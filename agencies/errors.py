"""What can be wrong with who asks; each said once, in the words that the official reads."""

from ui.refusal import Refusal


class AgencyError(Refusal):
    """The request does not fit who holds which post."""


class TooManyTries(AgencyError):
    message = "Đã nhập sai quá nhiều lần; hãy chờ mười phút rồi đăng nhập lại."


class MayNotSign(AgencyError):
    message = "Người này không được ký với tư cách đã chọn."


class NoNameThen(AgencyError):
    """An agency without a name on a day issues nothing; the sentence says which day."""


class NoCredential(AgencyError):
    message = "Chưa có chứng thư chữ ký số còn hiệu lực; hãy liên hệ người quản trị."


class CredentialLocked(AgencyError):
    message = "Chứng thư đã bị khóa vì sai mã PIN ba lần; hãy liên hệ người quản trị để mở khóa."


class NotLocked(AgencyError):
    message = "Chứng thư không bị khóa; không có gì phải mở."


class CredentialBusy(AgencyError):
    message = "Nhiều người đang ký bằng chứng thư này; hãy thử lại sau vài giây."


class CredentialRevoked(AgencyError):
    message = "Chứng thư đã bị thu hồi; hãy liên hệ người quản trị."


class PinWrong(AgencyError):
    message = "Mã PIN không đúng."


class NoPicture(AgencyError):
    message = "Chưa có hình chữ ký hoặc hình dấu đang dùng; hãy liên hệ người quản trị."
