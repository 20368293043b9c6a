"""What can be wrong with acting on a task, in the words that the official reads."""

from ui.refusal import Refusal


class WorkflowError(Refusal):
    """The task cannot be done as things stand."""


class TaskClosed(WorkflowError):
    """The task was finished or closed since the page was opened; the sentence says by whom."""

    message = "Việc này đã xong."


class NotYourTurn(WorkflowError):
    message = "Việc này không đến lượt bạn xử lý."


class NobodyForTask(WorkflowError):
    """A step would have nobody able to do it; the sentence says which post is empty."""


class NobodyToReview(WorkflowError):
    message = "Hãy chọn ít nhất một đơn vị để xin ý kiến, hoặc trình không qua xin ý kiến."


class OwnUnitAsked(WorkflowError):
    message = "Đơn vị soạn thảo không tự cho ý kiến; hãy chọn đơn vị khác."


class Busy(WorkflowError):
    message = "Người khác đang xử lý văn bản này; hãy thử lại sau vài giây."


class TooLateToWithdraw(WorkflowError):
    message = "Văn bản đã được cấp số nên không rút lại được."


class NothingChosen(WorkflowError):
    message = "Chưa chọn văn bản nào để ký; hãy đánh dấu văn bản trong tập trình ký."


class TooManyChosen(WorkflowError):
    message = "Mỗi lần ký được nhiều nhất 200 văn bản; hãy bỏ bớt rồi ký tiếp phần còn lại."


class NothingToNumber(WorkflowError):
    message = "Chưa chọn văn bản nào để cấp số; hãy đánh dấu văn bản trong danh sách."


class TooManyToNumber(WorkflowError):
    """More at once than a request may take; the sentence says how many."""


class SeveralSeals(WorkflowError):
    message = "Mỗi lần chỉ cấp số cho văn bản của một cơ quan, vì mỗi cơ quan có con dấu riêng."
