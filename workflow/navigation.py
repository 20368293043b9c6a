"""The rail and the badge: where an official may go, as whom he is here."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from agencies import roles
from agencies.models import Duty, Official, Rank
from agencies.moments import vn_day
from documents.arrivals import FREE, Asked
from ui.navigation import Badge, Bell, Item, Section
from workflow import clerk, inbox

LEADERS = (Rank.HEAD, Rank.DEPUTY)
ROOTS = (
    "signing-tray",
    "dossiers",
    "outgoing-register",
    "incoming-register",
    "subscriptions",
    "administration",
)  # pages that have pages below


def sections(request: HttpRequest) -> list[Section]:
    """Return the rail's sections for the signed-in official."""
    official, on = request.user, vn_day(timezone.now())
    assert isinstance(official, Official)
    held = roles.posts_held(official, on=on)
    duties = {duty for one in held for duty in one.post.duties}

    def item(
        label: str, name: str, icon: str, *, tab: str = "", count: int = 0, query: str = ""
    ) -> Item:
        url = reverse(name)
        current = request.path == url or (name in ROOTS and request.path.startswith(url))
        return Item(label, url + query, icon, count=count, current=current, tab=tab)

    counts = inbox.counts(official, on=on)
    mine = [item("Việc cần xử lý", "tray", "inbox", tab="Việc", count=counts.all)]
    if Duty.CLERK in duties:
        waiting = clerk.number_waiting(official, on=on)
        mine.insert(0, item("Chờ phát hành", "clerk-desk", "stamp", tab="Gửi đi", count=waiting))
    if Duty.DRAFT in duties:
        mine.append(item("Soạn văn bản", "new-document", "file-pen", tab="Soạn"))
    if any(one.post.rank in LEADERS for one in held):
        waiting = inbox.number_to_sign(official, on=on)
        mine.append(item("Trình ký", "signing-tray", "signature", tab="Ký", count=waiting))
    papers = [item("Tra cứu", "find-documents", "search", tab="Tra cứu")]
    if held:
        papers.append(item("Hồ sơ", "dossiers", "folder-open"))
    keeps = Duty.RECEIVE in duties or Duty.CLERK in duties or Duty.ARCHIVE in duties
    if keeps or any(one.post.rank != Rank.STAFF for one in held):
        tab = "Đến" if keeps else ""
        # Whoever only assigns finds on the list what waits for that.
        only_assigns = counts.to_assign and not counts.to_receive
        query = f"?{Asked(standing=FREE).query}" if only_assigns else ""
        papers.append(
            item(
                "Văn bản đến", "list-incoming", "mail", tab=tab, count=counts.arrivals, query=query
            )
        )
    is_leader = any(one.post.rank in LEADERS for one in held)
    if is_leader or duties & {Duty.CLERK, Duty.ARCHIVE}:
        papers.append(item("Sổ văn bản đi", "outgoing-register", "book-open"))
    if is_leader or duties & {Duty.CLERK, Duty.ARCHIVE, Duty.RECEIVE}:
        papers.append(item("Sổ văn bản đến", "incoming-register", "book-open"))
    papers.append(item("Xác thực", "verify", "shield-check"))
    shown = [Section("Việc của tôi", mine), Section("Văn bản", papers)]
    if Duty.ADMINISTER in duties:
        agency = item("Người và đơn vị", "administration", "users", tab="Quản trị")
        shown.append(Section("Quản trị", [agency, item("Tích hợp", "subscriptions", "link")]))
    return shown


def badge(request: HttpRequest) -> Badge:
    """Return as whom the official is signed in: the highest post."""
    official, on = request.user, vn_day(timezone.now())
    assert isinstance(official, Official)
    held = next(iter(roles.posts_held(official, on=on)), None)
    if held is None:
        return Badge(name=official.full_name)
    return Badge(
        name=official.full_name,
        title=held.post.title,
        agency=held.post.agency.name_on(on).full_name,
    )


def bell(request: HttpRequest) -> Bell:
    """Return how much the official was told and has not put away."""
    assert isinstance(request.user, Official)
    unseen = inbox.unseen_notices(request.user).count()
    return Bell(unseen, url=reverse("notices"), poll_url=reverse("unseen-notices"))
