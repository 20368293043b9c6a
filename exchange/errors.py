"""What can be wrong with telling other systems; each said once, as the administrator reads it."""

from ui.refusal import Refusal


class ExchangeError(Refusal):
    """Another system cannot be told as things stand."""


class NotAdministrator(ExchangeError):
    message = "Việc này do người quản trị của cơ quan thực hiện."


class AddressRefused(ExchangeError):
    """The address may not be called; the sentence says why."""


class NoAnswer(ExchangeError):
    """The receiver did not answer as a web server does; the sentence says what happened."""


class TooManySubscriptions(ExchangeError):
    message = "Cơ quan đã có 20 đăng ký nhận tin; hãy hủy đăng ký không dùng nữa."


class SubscriptionRevoked(ExchangeError):
    message = "Đăng ký này đã hủy nên không gọi nữa; hãy đăng ký lại nếu còn cần."


class SubscriptionPaused(ExchangeError):
    message = "Đăng ký đang tạm ngừng; hãy mở lại trước."


class NotPaused(ExchangeError):
    message = "Đăng ký không tạm ngừng; không có gì phải mở lại."


class DeliveryWaits(ExchangeError):
    message = "Tin này đang chờ gửi; không cần gửi lại."
