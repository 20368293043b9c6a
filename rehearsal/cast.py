"""Who there is in the invented province, as data: agencies, units, people, groups.

No province is called Sơn Hà, and nobody here is a real person; the names are ordinary ones, put
together by chance.
"""

from dataclasses import dataclass
from typing import Final

from agencies.models import Duty, Numbering, Rank, Regime

PASSWORD: Final = "tinh-son-ha"  # noqa: S105 (printed for everyone to see)
PIN: Final = "135790"
PLACE: Final = "Sơn Hà"
PARENT: Final = "UBND TỈNH SƠN HÀ"


@dataclass(frozen=True, slots=True)
class Person:
    """One official: the account, the name, the post. `unit` is an abbreviation, "" a leader's."""

    username: str
    full_name: str
    title: str
    unit: str = ""
    rank: Rank = Rank.STAFF
    duties: tuple[Duty, ...] = ()

    @property
    def is_leader(self) -> bool:
        return self.rank in (Rank.HEAD, Rank.DEPUTY)


@dataclass(frozen=True, slots=True)
class Body:
    """One agency: what it is called, how it decides and numbers, its units and people."""

    code: str
    full_name: str
    issuer: str
    abbreviation: str
    also_called: tuple[str, ...]
    units: dict[str, str]
    people: tuple[Person, ...]
    parent: str = PARENT
    place: str = PLACE
    regime: Regime = Regime.HEAD
    numbering: Numbering = Numbering.PER_KIND


def _head(username: str, name: str, title: str) -> Person:
    return Person(username, name, title, rank=Rank.HEAD)


def _deputy(username: str, name: str, title: str) -> Person:
    return Person(username, name, title, rank=Rank.DEPUTY)


def _unit_head(username: str, name: str, unit: str, title: str, *duties: Duty) -> Person:
    return Person(username, name, title, unit, Rank.UNIT_HEAD, duties)


def _staff(username: str, name: str, unit: str, title: str, *duties: Duty) -> Person:
    return Person(username, name, title, unit, duties=duties)


ECONOMIC_ZONE: Final = Body(
    code="H99.07",
    full_name="Ban Quản lý Khu kinh tế tỉnh Sơn Hà",
    issuer="BAN QUẢN LÝ KHU KINH TẾ",
    abbreviation="BQLKKT",
    also_called=("Ban Quản lý Khu kinh tế", "Ban Quản lý Khu kinh tế tỉnh", "BQL Khu kinh tế"),
    units={
        "TCHC": "Phòng Tổ chức - Hành chính",
        "QLĐT": "Phòng Quản lý đầu tư",
        "QHXD": "Phòng Quy hoạch - Xây dựng",
        "TNMT": "Phòng Tài nguyên - Môi trường",
    },
    people=(
        _staff("chuyenvien.kkt", "Phùng Thị Thanh Mai", "TCHC", "Chuyên viên", Duty.DRAFT),
        _staff("chuyenvien2.kkt", "Cao Xuân Lộc", "QLĐT", "Chuyên viên", Duty.DRAFT),
        _unit_head("truongphong.kkt", "Hoàng Văn Nghiêm", "TCHC", "Trưởng phòng"),
        Person("photruongphong.kkt", "Đặng Thị Lụa", "Phó Trưởng phòng", "TCHC", Rank.UNIT_DEPUTY),
        _unit_head("dautu.kkt", "Ngô Hữu Bách", "QLĐT", "Trưởng phòng"),
        _unit_head("xaydung.kkt", "Trịnh Quang Thuận", "QHXD", "Trưởng phòng"),
        _unit_head("moitruong.kkt", "Lâm Thị Xuyến", "TNMT", "Trưởng phòng"),
        _staff("thethuc.kkt", "Bùi Thị Ngân Hà", "TCHC", "Chuyên viên", Duty.CHECK_FORM),
        _head("truongban.kkt", "Lương Đình Quyết", "Trưởng ban"),
        _deputy("photruongban.kkt", "Tạ Thị Bích Hạnh", "Phó Trưởng ban"),
        _staff("vanthu.kkt", "Vi Thị Thoa", "TCHC", "Văn thư", Duty.CLERK, Duty.RECEIVE),
        _staff("luutru.kkt", "Dương Văn Cẩn", "TCHC", "Lưu trữ viên", Duty.ARCHIVE),
        _staff("quantri.kkt", "Ninh Văn Tuệ", "TCHC", "Chuyên viên", Duty.ADMINISTER),
    ),
)

HOME_AFFAIRS: Final = Body(
    code="H99.02",
    full_name="Sở Nội vụ tỉnh Sơn Hà",
    issuer="SỞ NỘI VỤ",
    abbreviation="SNV",
    also_called=("Sở Nội vụ",),
    units={
        "VP": "Văn phòng Sở",
        "CCVC": "Phòng Công chức, viên chức",
        "TĐKT": "Phòng Thi đua - Khen thưởng",
    },
    people=(
        _staff("tiepnhan.snv", "Trương Văn Đạt", "VP", "Chuyên viên", Duty.RECEIVE),
        _staff("luutru.snv", "Đinh Thị Út", "VP", "Lưu trữ viên", Duty.ARCHIVE),
        _staff("chuyenvien.snv", "Mạc Văn Sơn", "TĐKT", "Chuyên viên", Duty.DRAFT),
        _unit_head("thidua.snv", "Vũ Thị Kim Oanh", "TĐKT", "Trưởng phòng"),
        _unit_head("congchuc.snv", "Đỗ Đức Thịnh", "CCVC", "Trưởng phòng"),
        _unit_head("chanhvanphong.snv", "Phan Thị Nhạn", "VP", "Chánh Văn phòng Sở"),
        _staff("thethuc.snv", "Tống Văn Hiệp", "VP", "Chuyên viên", Duty.CHECK_FORM),
        _head("giamdoc.snv", "Nguyễn Trọng Khuê", "Giám đốc"),
        _deputy("phogiamdoc.snv", "Hà Thị Diệu Linh", "Phó Giám đốc"),
        _staff("vanthu.snv", "Lê Thị Hồng Thắm", "VP", "Văn thư", Duty.CLERK),
    ),
)

PEOPLES_COMMITTEE: Final = Body(
    code="H99",
    full_name="Ủy ban nhân dân tỉnh Sơn Hà",
    issuer="ỦY BAN NHÂN DÂN TỈNH SƠN HÀ",
    abbreviation="UBND",
    also_called=("UBND tỉnh", "UBND tỉnh Sơn Hà", "Ủy ban nhân dân tỉnh"),
    parent="",
    regime=Regime.COLLECTIVE,
    units={"TH": "Phòng Tổng hợp", "HC": "Phòng Hành chính - Tổ chức"},
    people=(
        _staff("chuyenvien.ubnd", "Quách Tuấn Vũ", "TH", "Chuyên viên", Duty.DRAFT),
        _unit_head("tonghop.ubnd", "Lại Thế Vinh", "TH", "Trưởng phòng"),
        _unit_head("hanhchinh.ubnd", "Khổng Thị Sáu", "HC", "Trưởng phòng", Duty.CHECK_FORM),
        _head("chutich.ubnd", "Trần Hữu Khoát", "Chủ tịch"),
        _deputy("phochutich.ubnd", "Bạch Thị Nguyệt Cầm", "Phó Chủ tịch"),
        _staff(
            "vanthu.ubnd", "Mai Thị Én", "HC", "Văn thư", Duty.CLERK, Duty.RECEIVE, Duty.ARCHIVE
        ),
    ),
)

OFFICE: Final = Body(
    code="H99.01",
    full_name="Văn phòng Ủy ban nhân dân tỉnh Sơn Hà",
    issuer="VĂN PHÒNG",
    abbreviation="VP",
    also_called=("Văn phòng UBND tỉnh", "Văn phòng UBND tỉnh Sơn Hà", "VP UBND tỉnh", "VPUB"),
    numbering=Numbering.ONE_SERIES,
    units={
        "HCQT": "Phòng Hành chính - Quản trị",
        "TH": "Phòng Tổng hợp",
        "KTN": "Phòng Kinh tế ngành",
    },
    people=(
        _staff("chuyenvien.vp", "Nông Văn Tiệp", "HCQT", "Chuyên viên", Duty.DRAFT),
        _unit_head("truongphong.vp", "Giáp Thị Hiền", "HCQT", "Trưởng phòng"),
        _unit_head("tonghop.vp", "Thân Đức Mạnh", "TH", "Trưởng phòng"),
        _unit_head("kinhte.vp", "Phí Thị Hoài Thu", "KTN", "Trưởng phòng"),
        _staff("thethuc.vp", "Âu Thị Phượng", "TH", "Chuyên viên", Duty.CHECK_FORM),
        _head("chanhvanphong.vp", "Đoàn Văn Thước", "Chánh Văn phòng"),
        _deputy("phochanhvanphong.vp", "Lý Thị Thu Trà", "Phó Chánh Văn phòng"),
        _staff(
            "vanthu.vp", "Chu Thị Gấm", "HCQT", "Văn thư", Duty.CLERK, Duty.RECEIVE, Duty.ARCHIVE
        ),
    ),
)

FINANCE: Final = Body(
    code="H99.03",
    full_name="Sở Tài chính tỉnh Sơn Hà",
    issuer="SỞ TÀI CHÍNH",
    abbreviation="STC",
    also_called=("Sở Tài chính",),
    units={"VP": "Văn phòng Sở", "NS": "Phòng Quản lý ngân sách"},
    people=(
        _staff("chuyenvien.stc", "Lò Văn Biên", "NS", "Chuyên viên", Duty.DRAFT),
        _unit_head("ngansach.stc", "Hứa Thị Tuyết", "NS", "Trưởng phòng"),
        _unit_head(
            "chanhvanphong.stc", "Doãn Văn Phúc", "VP", "Chánh Văn phòng Sở", Duty.CHECK_FORM
        ),
        _head("giamdoc.stc", "Tô Quốc Chinh", "Giám đốc"),
        _deputy("phogiamdoc.stc", "Kiều Thị Ngọc Ánh", "Phó Giám đốc"),
        _staff(
            "vanthu.stc", "Ngọ Thị Len", "VP", "Văn thư", Duty.CLERK, Duty.RECEIVE, Duty.ARCHIVE
        ),
    ),
)

SCIENCE: Final = Body(
    code="H99.04",
    full_name="Sở Khoa học và Công nghệ tỉnh Sơn Hà",
    issuer="SỞ KHOA HỌC VÀ CÔNG NGHỆ",
    abbreviation="SKHCN",
    also_called=("Sở Khoa học và Công nghệ", "Sở KH&CN"),
    units={"VP": "Văn phòng Sở", "CĐS": "Phòng Chuyển đổi số"},
    people=(
        _staff("chuyenvien.skhcn", "Sầm Văn Hưởng", "CĐS", "Chuyên viên", Duty.DRAFT),
        _unit_head("chuyendoiso.skhcn", "Nghiêm Thị Phấn", "CĐS", "Trưởng phòng"),
        _unit_head(
            "chanhvanphong.skhcn", "Cù Văn Trọng", "VP", "Chánh Văn phòng Sở", Duty.CHECK_FORM
        ),
        _head("giamdoc.skhcn", "Thái Bá Luyện", "Giám đốc"),
        _deputy("phogiamdoc.skhcn", "La Thị Ngọc Diệp", "Phó Giám đốc"),
        _staff(
            "vanthu.skhcn", "Từ Thị Bưởi", "VP", "Văn thư", Duty.CLERK, Duty.RECEIVE, Duty.ARCHIVE
        ),
    ),
)

# In the order in which the table of accounts shows them: a document's way first.
BODIES: Final = (ECONOMIC_ZONE, HOME_AFFAIRS, PEOPLES_COMMITTEE, OFFICE, FINANCE, SCIENCE)

_DEPARTMENTS: Final = ("H99.02", "H99.03", "H99.04")
GROUPS: Final = {
    "Các sở, ban, ngành tỉnh": ("H99.01", *_DEPARTMENTS, "H99.07"),
    "Các sở, ban, ngành": ("H99.01", *_DEPARTMENTS, "H99.07"),
    "Các cơ quan chuyên môn thuộc UBND tỉnh": ("H99.01", *_DEPARTMENTS),
}

# Name, years (none is for ever), kinds.
RETENTION: Final = (
    ("50 năm (tập lưu văn bản đi)", 50, ("KH", "BC")),
    ("Vĩnh viễn", None, ()),
    ("20 năm", 20, ()),
    ("10 năm", 10, ()),
)
