"""Finding documents: words, what narrows them, facets, suggestions, saved searches."""

from typing import Annotated
from urllib.parse import urlencode

from ninja import Query, Router
from pydantic import Field

from agencies.models import Agency, Official, Scope
from documents import search
from documents.actions import searching
from documents.api.asking import ApiRequest, Asker
from documents.api.operations import acts, reads
from documents.api.refusing import InvalidRequest
from documents.api.shapes import All, DocumentShown, Done, Listed, document_shown
from documents.api.values import Given, Key, Limit, Shown, Text, Year
from documents.dossiers import dossiers_of
from documents.facets import facets
from documents.models import DocumentKind, SavedSearch, Status
from documents.search import Asked

router = Router(tags=["Văn bản"])
LONGEST = 2_000


class SearchFilters(Given):
    """Words, and what narrows the search; all of them may be left out."""

    q: Annotated[str, Text(LONGEST)] = Field(
        "", description="Có dấu hoặc không dấu; cụm từ trong ngoặc kép."
    )
    kind: DocumentKind | None = None
    year: Year | None = None
    agency: Key | None = None
    signer: Key | None = None
    dossier: Key | None = None
    status: Status | None = None

    def asked(self, asker: Asker) -> Asked:
        """Return what is asked; a key that means nothing the official knows is refused."""
        known = {
            "agency": Agency.objects.filter(pk=self.agency or 0),
            "signer": Official.objects.filter(pk=self.signer or 0),
            "dossier": dossiers_of(asker.official, on=asker.on).filter(pk=self.dossier or 0),
        }
        for name, rows in known.items():
            if getattr(self, name) is not None and not rows.exists():
                raise InvalidRequest([{"name": name, "message": "Không có mục này."}])
        return Asked(
            text=self.q,
            agency_id=self.agency,
            kind=self.kind or "",
            year=self.year,
            signer_id=self.signer,
            dossier_id=self.dossier,
            status=self.status or "",
        )

    @property
    def as_page(self) -> str:
        """Return the same search as the page's address says it."""
        words = {
            "q": self.q,
            "loai": self.kind,
            "nam": self.year,
            "coquan": self.agency,
            "nguoiky": self.signer,
            "hoso": self.dossier,
            "tinhtrang": self.status,
        }
        return urlencode({name: value for name, value in words.items() if value})


class Found(SearchFilters):
    """A search, and which page of what was found."""

    after: Annotated[str, Field(pattern=search.KEY)] | None = None
    limit: Limit = 20


class FoundDocument(DocumentShown):
    """A document that was found, with the passage that was hit."""

    passage: str


class ChoiceShown(Shown):
    value: str
    label: str
    count: int


class FacetShown(Shown):
    """One way to narrow a search: the most frequent values of a filter."""

    filter: str
    title: str
    choices: list[ChoiceShown]


class FacetsShown(Shown):
    """How many there are, and what they are; counted are the newest thousand."""

    total: int | None
    more: bool
    facets: list[FacetShown]


class SuggestionShown(DocumentShown):
    """A document that what is being typed may mean."""


class SearchToKeep(Given):
    """A search, and under which name it is kept."""

    name: Annotated[str, Text(80, least=1)]
    search: SearchFilters


class SearchShown(Shown):
    id: int
    name: str
    query: str = Field(description="Như trong địa chỉ trang Tra cứu.")


_FILTERS = {
    "loai": "kind",
    "nam": "year",
    "coquan": "agency",
    "nguoiky": "signer",
    "hoso": "dossier",
    "tinhtrang": "status",
}


@reads(router, "documents", Listed[FoundDocument], "Tìm văn bản, hoặc liệt kê mới nhất trước")
def find_documents(request: ApiRequest, filters: Query[Found]) -> Listed[FoundDocument]:
    asker = request.auth
    found = search.find(
        filters.asked(asker),
        official=asker.official,
        on=asker.on,
        after=filters.after or "",
        most=filters.limit,
    )
    return Listed(
        items=[
            FoundDocument(
                **document_shown(one.document).model_dump(),
                passage="".join(part for part, _ in one.passage),
            )
            for one in found.found
        ],
        next=found.following or None,
    )


@reads(router, "documents/facets", FacetsShown, "Đếm kết quả tìm theo từng bộ lọc")
def count_facets(request: ApiRequest, filters: Query[SearchFilters]) -> FacetsShown:
    asker, asked = request.auth, filters.asked(request.auth)
    total = search.count(asked, official=asker.official, on=asker.on)
    return FacetsShown(
        total=None if total is None else min(total, search.COUNTED),
        more=total is not None and total > search.COUNTED,
        facets=[
            FacetShown(
                filter=_FILTERS[one.name],
                title=one.title,
                choices=[
                    ChoiceShown(value=each.value, label=each.label, count=each.count)
                    for each in one.choices
                ],
            )
            for one in facets(asked, official=asker.official, on=asker.on)
        ],
    )


@reads(router, "documents/suggestions", All[SuggestionShown], "Gợi ý văn bản khi đang gõ")
def suggest_documents(
    request: ApiRequest, q: Query[Annotated[str, Text(LONGEST, least=1)]]
) -> All[SuggestionShown]:
    asker = request.auth
    found = search.suggest(q, official=asker.official, on=asker.on)
    return All(
        items=[SuggestionShown(**document_shown(one.document).model_dump()) for one in found]
    )


@reads(router, "searches", All[SearchShown], "Tìm kiếm đã lưu")
def list_searches(request: ApiRequest) -> All[SearchShown]:
    mine = SavedSearch.objects.filter(official=request.auth.official).order_by("name", "pk")
    return All(items=[_shown(one) for one in mine])


@acts(router, "searches", Done, "Lưu tìm kiếm; tên đã có thì thay", scope=Scope.PERSONAL)
def save_search(request: ApiRequest, said: SearchToKeep) -> Done:
    asker = request.auth
    said.search.asked(asker)
    is_new = searching.save(said.name, query=said.search.as_page, by=asker.official, at=asker.at)
    return Done(message="Đã lưu." if is_new else "Đã thay bằng tìm kiếm mới.")


@acts(router, "searches/restored", Done, "Lưu lại tìm kiếm vừa xóa", scope=Scope.PERSONAL)
def take_back_search(request: ApiRequest, said: SearchToKeep) -> Done:
    asker = request.auth
    said.search.asked(asker)
    searching.take_back(said.name, query=said.search.as_page, by=asker.official, at=asker.at)
    return Done(message="Đã lưu lại.")


@acts(
    router,
    "searches/{search_id}",
    SearchShown,
    "Xóa tìm kiếm đã lưu",
    scope=Scope.PERSONAL,
    method="DELETE",
)
def forget_search(request: ApiRequest, search_id: Key) -> SearchShown:
    saved = SavedSearch.objects.filter(official=request.auth.official, pk=search_id).first()
    searching.forget(search_id, by=request.auth.official)
    assert saved is not None, "one that is not there is refused"
    return _shown(saved)


def _shown(saved: SavedSearch) -> SearchShown:
    return SearchShown(id=saved.pk, name=saved.name, query=saved.query)
