"""What can be wrong with a request about a document, each said once.

The message is what the official reads, so it is a whole sentence in Vietnamese.
"""

from jobs import NotYet
from ui.refusal import Refusal


class DocumentError(Refusal):
    """The request about a document cannot be carried out as things stand."""


class NotFound(DocumentError):
    message = "Không có văn bản này, hoặc bạn không có quyền xem."


class NewerRevision(DocumentError):
    message = "Đã có bản mới hơn; hãy xem bản mới rồi lưu lại nội dung của bạn."


class NothingChanged(DocumentError):
    message = "Nội dung không khác bản trước nên không lập bản mới."


class RevisionJudged(DocumentError):
    message = "Bản này đã có ý kiến; hãy sửa và lưu bản mới rồi trình lại."


class ReasonMissing(DocumentError):
    message = "Trả lại thì phải nêu lý do."


class AlreadyReviewed(DocumentError):
    message = "Đơn vị đã cho ý kiến về bản này."


class StoreUnavailable(DocumentError, NotYet):
    message = "Kho lưu trữ chưa trả lời nên việc chưa thực hiện được; hãy thử lại sau ít phút."


class ObjectDamaged(DocumentError):
    message = "Tệp trong kho lưu trữ không khớp mã băm đã ghi; hãy báo người quản trị."


class OutsideUnavailable(DocumentError, NotYet):
    message = "Dịch vụ dấu thời gian hoặc thu hồi chứng thư chưa trả lời; việc sẽ tự làm lại."


class NotPreparedYet(DocumentError, NotYet):
    message = "Bản trình ký đang được dàn trang; hãy mở lại trang này sau ít giây."


class CannotAttach(DocumentError):
    """The file does not go with the document; the sentence says why."""


class PictureRefused(DocumentError):
    """The picture does not go into the text; the sentence says why."""


class NotAnExtension(DocumentError):
    message = (
        "Tệp mới không bắt đầu bằng đúng tệp đã trình nên không được lưu; hãy báo người quản trị."
    )


class PagesNotSet(DocumentError):
    """The page engine refuses; the sentence is its own."""


class SetterUnavailable(DocumentError, NotYet):
    """The page engine is busy or does not start; the sentence is its own."""


class CannotTakeSignature(DocumentError):
    """The prepared file, or the key, does not serve; the sentence says what is wrong."""


class PreparedFileChanged(DocumentError):
    message = "Bản trình ký đã đổi so với bản bạn đang xem; hãy xem lại rồi ký."


class NotSigned(DocumentError):
    message = "Văn bản chưa được ký nên chưa thể cấp số."


class NumberTakenAlready(DocumentError):
    message = "Văn bản đã được cấp số nên không trả lại được nữa; hãy đóng dấu tiếp."


class BooksClosed(DocumentError):
    message = (
        "Sổ đăng ký đang đóng vì hệ thống vừa khôi phục từ bản sao lưu; chưa cấp số được cho đến "
        "khi người quản trị đối chiếu xong sổ với các văn bản đã ban hành."
    )


class DateStepsBack(DocumentError):
    message = "Ngày ban hành không được trước ngày của văn bản đã cấp số gần nhất trong sổ."


class DateNotPossible(DocumentError):
    message = "Ngày ban hành không hợp lệ."


class NotNumbered(DocumentError):
    message = "Văn bản chưa được cấp số nên chưa thể đóng dấu."


class RecipientsUnsettled(DocumentError):
    message = "Còn dòng nơi nhận chưa xác định; hãy chọn nơi nhận hoặc ghi là gửi ngoài hệ thống."


class RecipientsFrozen(DocumentError):
    message = "Văn bản đã phát hành nên nơi nhận không sửa được nữa."


class DirectoryKnowsNobody(DocumentError):
    """The directory does not say for certain whom a line means; the sentence names the line."""


class NothingFailed(DocumentError):
    message = "Không còn nơi nào gửi lỗi; văn bản đã đến, hoặc đang được gửi lại."


class NotYourDuty(DocumentError):
    message = "Việc này do người tiếp nhận văn bản đến của cơ quan thực hiện."


class AlreadyClosed(DocumentError):
    message = "Văn bản đến này đã được xử lý."


class NotNamed(DocumentError):
    """What arrived with a verdict other than valid is received in bulk only when named."""

    message = (
        "Chữ ký chưa được kết luận là hợp lệ; hãy đánh dấu «Vẫn tiếp nhận» ở dòng này nếu cơ quan"
        " vẫn nhận."
    )


class NotReceivedYet(DocumentError):
    message = "Văn bản chưa vào sổ nên chưa phân công được; hãy tiếp nhận trước."


class NobodyAssigned(DocumentError):
    message = "Chưa chọn đơn vị hoặc người xử lý."


class AlreadyAssigned(DocumentError):
    message = "Văn bản đã được giao xử lý rồi."


class DirectorMissing(DocumentError):
    message = "Văn thư ghi phân công thì phải chọn lãnh đạo đã cho ý kiến."


class DueInThePast(DocumentError):
    message = "Hạn xử lý đã qua; hãy chọn từ hôm nay trở đi."


class NotYourAssignment(DocumentError):
    message = "Việc này giao cho người khác xử lý."


class AssignmentClosed(DocumentError):
    message = "Việc này đã xong hoặc đã được rút lại."


class NoteMissing(DocumentError):
    message = "Báo xong thì phải ghi kết quả xử lý."


class DossierClosed(DocumentError):
    message = (
        "Hồ sơ đã đóng nên không nhận thêm văn bản; hãy mở lại hồ sơ, hoặc lập hồ sơ tiếp theo."
    )


class DossierOpen(DocumentError):
    message = "Hồ sơ đang mở."


class DossierHasSequel(DocumentError):
    message = "Hồ sơ đã có hồ sơ tiếp theo."


class DossierEmpty(DocumentError):
    message = "Hồ sơ chưa có văn bản nào nên chưa đóng được."


class DossierCodeUsed(DocumentError):
    message = "Số, ký hiệu này đã có hồ sơ khác của cơ quan dùng."


class CancelledNotFiled(DocumentError):
    message = "Văn bản đã hủy không đưa vào hồ sơ; hãy bỏ văn bản đó ra rồi đưa lại."


class NotToBeTakenOut(DocumentError):
    message = (
        "Chỉ người đã đưa văn bản vào hồ sơ, hoặc người làm lưu trữ, được đưa văn bản ra; "
        "văn bản trong tập lưu văn bản đi thì không đưa ra."
    )


class OnlyIssuedInYearSet(DocumentError):
    message = (
        "Tập lưu văn bản đi chỉ nhận văn bản đã ban hành; "
        "hãy đưa văn bản chưa ban hành vào hồ sơ công việc."
    )


class ArchivistsDuty(DocumentError):
    message = "Việc này do người làm lưu trữ của cơ quan thực hiện."


class CannotOvertake(DocumentError):
    """A document does not recall, replace or correct another one; the sentence says why."""


class FormRefused(DocumentError):
    """The form check found faults; `findings` names them, code and place."""

    message = "Văn bản chưa đúng thể thức."

    def __init__(self, findings: list[dict[str, str]]) -> None:
        self.findings = findings
        super().__init__(" ".join(finding["message"] for finding in findings))
