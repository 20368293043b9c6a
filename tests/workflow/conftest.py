import pytest

from agencies.models import Department, Official


def _unit_of(head: Official) -> Department:
    unit = head.appointments.get().post.department
    assert unit is not None
    return unit


@pytest.fixture
def reviewers(cast) -> dict[Department, Official]:
    """Three units that can be asked for their opinion, and the head of each."""
    from tests.cast import add_unit  # noqa: PLC0415 (models exist only once Django is set up)

    planner = add_unit(cast.agency, "Phòng Quy hoạch - Xây dựng", "QHXD", head="Tạ Văn Quy")
    heads = (cast.investment_head, cast.environment_head, planner)
    return {_unit_of(head): head for head in heads}


@pytest.fixture
def receivable(cast, cheap_files, monkeypatch):
    """Let a document arrive at the receiving agency; return its entry there."""
    from tests import life  # noqa: PLC0415

    return life.begin(cast).to("receive").arrival
