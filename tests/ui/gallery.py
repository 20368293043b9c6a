"""What the gallery page is shown with: one of everything, in the words of a real office."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django import forms

from ui.navigation import Badge, Bell, Item, Section
from ui.parts import Check, Entry, File, Recipient, steps

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
NOW = datetime(2026, 11, 16, 9, 41, tzinfo=HANOI)
HASH = "9f2c5d1e0b7a4c38e6f1d2a3b4c5968778695a4b3c2d1e0f9f2c5d1e0b7a4c38"

BADGE = Badge("Nguyễn Đình Khải", "Trưởng ban", "Ban Quản lý Khu kinh tế")
BELL = Bell(3, "/thong-bao/", "/thong-bao/moi/")
NAVIGATION = [
    Section(
        "Việc của tôi",
        [
            Item("Việc cần xử lý", "/", "inbox", count=10, current=True, tab="Việc"),
            Item("Trình ký", "/ky/", "signature", count=6, tab="Trình ký"),
        ],
    ),
    Section(
        "Văn bản",
        [
            Item("Dự thảo", "/du-thao/", "file-pen", tab="Dự thảo"),
            Item("Sổ văn bản đi", "/so/", "book-open"),
            Item("Văn bản đến", "/den/", "mail", count=1234, tab="Đến"),
        ],
    ),
]


class DraftForm(forms.Form):
    subject = forms.CharField(label="Trích yếu", help_text="Viết gọn, không có dấu chấm ở cuối.")
    kind = forms.ChoiceField(label="Loại văn bản", choices=[("BC", "Báo cáo"), ("KH", "Kế hoạch")])
    issued_on = forms.DateField(label="Ngày ban hành")
    recipients = forms.CharField(
        label="Nơi nhận", widget=forms.Textarea, required=False, help_text="Mỗi dòng một nơi."
    )
    capacity = forms.ChoiceField(
        label="Quyền hạn ký",
        choices=[("", "Trực tiếp"), ("KT", "Ký thay (KT.)"), ("TL", "Thừa lệnh (TL.)")],
        widget=forms.RadioSelect,
    )
    file = forms.FileField(label="Tệp dự thảo", required=False)
    read = forms.BooleanField(label="Đã đọc toàn văn")

    def clean(self):
        raise forms.ValidationError("Chưa có người ký cho loại văn bản này.")


class PinForm(forms.Form):
    pin = forms.CharField(
        label="Mã PIN",
        widget=forms.PasswordInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        help_text="Nhập sai ba lần thì chứng thư bị khóa.",
    )


def context() -> dict[str, object]:
    form = DraftForm({"subject": "Tổng kết Phong trào thi đua", "issued_on": "31/02/2026"})
    title = (
        "Báo cáo tổng kết Phong trào thi đua “Cán bộ, công chức, viên chức thi đua thực hiện "
        "văn hóa công sở” năm 2026"
    )
    check = "Kế hoạch kiểm tra việc chấp hành kỷ luật, kỷ cương hành chính quý I năm 2027"
    tasks = [
        (title, "AWAITING_SIGNATURE", "trình ký", "Hỏa tốc", timedelta(days=-3)),
        (check, "IN_REVIEW", "xin ý kiến", "Khẩn", timedelta(hours=2)),
        ("Báo cáo vị trí việc làm", "DRAFTING", "dự thảo", "Thường", timedelta(days=5)),
    ]
    return {
        "official": "khai",
        "badge": BADGE,
        "bell": BELL,
        "navigation": NAVIGATION,
        "rehearsal": True,
        "now": NOW,
        "form": form,
        "pin": PinForm(),
        "papers": [
            {"title": "Báo cáo: Kết quả công tác năm 2026", "revision": 4, "value": f"1:{HASH}"},
            {"title": "Kế hoạch: Chuyển đổi số", "revision": 2, "value": "2:", "unopened": True},
        ],
        "certificate": Check("Chứng thư số", "good", "có hiệu lực đến 30/06/2028"),
        "tasks": [
            {"title": t, "status": s, "label": lb, "urgency": u, "due": NOW + d}
            for t, s, lb, u, d in tasks
        ],
        "steps": steps(
            ["Soạn thảo", "Lấy ý kiến", "Ký nháy", "Thể thức", "Ký số", "Cấp số", "Phát hành"], at=2
        ),
        "checks": [
            Check("Thể thức theo Nghị định 30/2020/NĐ-CP", "good", "9/9 thành phần"),
            Check("Số liệu thay đổi so với bản trước", "warn", "7 chỗ"),
            Check("Chữ ký của cơ quan", "bad", "Không có trường DauCoQuan"),
            Check("Dấu thời gian", "neutral", "Chờ máy chủ cấp dấu thời gian"),
        ],
        "entries": [
            Entry(NOW, "Trình Trưởng ban ký", "Phạm Quốc Bảo, Trưởng phòng", tone="good"),
            Entry(NOW - timedelta(hours=3), "Trả lại bản 3", "Võ Thị Mai, Văn thư",
                  "Chưa ghi chức vụ người ký.", "bad"),
            Entry(NOW - timedelta(days=2), "Tạo dự thảo", "Lê Thu Hằng"),
        ],
        "recipients": [
            Recipient("Sở Nội vụ (b/c);", "Đã vào sổ số 112", "good", "Nhận lúc 16/11/2026 10:31"),
            Recipient("Các phòng, đơn vị thuộc Ban;", "Đã chuyển", "good", "7 đơn vị"),
            Recipient("Cụm thi đua số 3;", "Chưa xác định nơi gửi", "warn"),
            Recipient("Văn phòng UBND tỉnh;", "Trả lại", "bad", "Lý do: thiếu phụ lục."),
            Recipient("Lưu: VT, TCHC.", "Lưu tại cơ quan", "neutral"),
        ],
        "files": [
            File("Văn bản đã ban hành (PDF)", "/tep/1", 1_412_331, HASH, "Khóa đến 17/11/2026"),
            File("Phụ lục I", "/tep/2", 48_210),
        ],
        "register": [
            ("425/TTr-BQLKKT", NOW, "Tờ trình đề nghị phê duyệt vị trí việc làm", 1234),
            ("426/BC-BQLKKT", NOW, "Báo cáo kết quả cải cách hành chính tháng 11", 5),
        ],
    }  # fmt: skip
