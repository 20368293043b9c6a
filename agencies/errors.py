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


class TokenDead(AgencyError):
    """Says the same of every token that does not work: nobody learns which one once did."""

    message = "Mã truy cập không dùng được: sai, đã hết hạn hoặc đã thu hồi."


class TooManyCalls(AgencyError):
    message = "Mã truy cập này được dùng quá nhiều lần trong một phút; hãy gọi lại sau."


class ScopeMissing(AgencyError):
    """The token is not for this; the sentence names the scope."""


class TooManyTokens(AgencyError):
    message = "Mỗi người có nhiều nhất 20 mã truy cập còn hiệu lực; hãy thu hồi mã không dùng nữa."


class TokenNameUsed(AgencyError):
    message = (
        "Đã có mã truy cập tên này. Mã chỉ hiện một lần lúc tạo: nếu chưa kịp chép, hãy thu hồi mã"
        " đó rồi tạo lại."
    )


class SameCallUnderWay(AgencyError):
    message = "Lời gọi cùng khóa này đang được thực hiện; hãy gọi lại sau vài giây."


class KeyUsedOtherwise(AgencyError):
    message = "Khóa này đã dùng cho một lời gọi khác; mỗi việc cần một Idempotency-Key riêng."


class CodeWrong(AgencyError):
    message = "Mã xác nhận không đúng hoặc đã dùng; hãy nhập mã đang hiện trên điện thoại."


class TooManyCodes(AgencyError):
    message = "Đã nhập sai mã xác nhận quá nhiều lần; hãy chờ mười phút rồi thử lại."


class ConfirmFirst(AgencyError):
    message = "Chưa xác nhận bước hai; hãy nhập mã xác nhận hoặc dùng khóa truy cập."


class EnrolFirst(AgencyError):
    message = "Việc này cần xác thực hai bước; hãy đăng ký ở trang Tùy chọn, mục Bảo mật."


class PasskeyRefused(AgencyError):
    message = "Không nhận được khóa truy cập này; hãy thử lại hoặc dùng cách khác."


class PasskeyCopied(AgencyError):
    message = "Khóa truy cập có dấu hiệu bị sao chép; hãy xóa khóa này và báo người quản trị."


class PasskeyThere(AgencyError):
    message = "Khóa này hoặc tên này đã có; hãy đặt tên khác."


class TooManyPasskeys(AgencyError):
    message = "Mỗi người có nhiều nhất 10 khóa truy cập; hãy xóa khóa không dùng nữa."


class PasswordWrong(AgencyError):
    message = "Mật khẩu hiện tại không đúng."


class TooFast(AgencyError):
    message = "Yêu cầu này được gửi quá nhanh và quá nhiều; hãy thử lại sau một phút."


class TooManyPasswords(AgencyError):
    message = "Đã nhập sai mật khẩu quá nhiều lần; hãy chờ mười phút rồi thử lại."


class NotOurs(AgencyError):
    message = "Bạn không quản trị cơ quan này."


class NothingToChange(AgencyError):
    message = "Không có gì thay đổi."


class CannotDelegate(AgencyError):
    message = "Chưa ủy quyền xử lý được như vậy."


class DelegationOver(AgencyError):
    message = "Ủy quyền này đã hết hiệu lực, hoặc hết hiệu lực vào cuối ngày hôm nay."


class CannotAppoint(AgencyError):
    message = "Chưa bổ nhiệm được như vậy."


class NobodySo(AgencyError):
    message = "Không có tài khoản nào mang tên đăng nhập này."


class PostTaken(AgencyError):
    message = "Chức vụ này đang có, hoặc sẽ có, người giữ; hãy kết thúc bổ nhiệm đó trước."


class LastAdministrator(AgencyError):
    message = "Cơ quan phải còn ít nhất một người quản trị; hãy giao nhiệm vụ cho người khác trước."


class NameTaken(AgencyError):
    message = "Tên đăng nhập này đã có người dùng; hãy chọn tên khác."


class PasswordWeak(AgencyError):
    """The sentence says what the password lacks."""


class AccountIsSo(AgencyError):
    """The account is already as it was asked to be; the sentence says how."""


class AccountHasPosts(AgencyError):
    message = "Người này còn giữ chức vụ; hãy kết thúc các bổ nhiệm trước khi khóa tài khoản."


class CannotRename(AgencyError):
    message = "Chưa đặt tên được như vậy."


class CannotMandate(AgencyError):
    message = "Thừa ủy quyền phải có ngày kết thúc, và hai chức vụ phải khác nhau."
