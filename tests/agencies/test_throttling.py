import pytest
from django.core.cache import caches

from agencies.actions.throttling import Tries, neighbourhood
from tests.together import together

OURS = Tries("test", "một người", most=3)


@pytest.fixture
def nothing_counted(committed):
    caches["tries"].clear()
    yield
    caches["tries"].clear()


@pytest.mark.django_db
def test_so_many_tries_and_no_more():
    assert [OURS.take() for _ in range(5)] == [True, True, True, False, False]
    assert OURS.are_used_up()


@pytest.mark.django_db
def test_nobody_pays_for_another_nor_for_what_is_of_another_kind():
    for _ in range(3):
        OURS.take()
    others = Tries("test", "người khác", most=3), Tries("other", "một người", most=3)
    assert [other.are_used_up() for other in others] == [False, False]


@pytest.mark.django_db
def test_tries_that_are_forgotten_are_given_back():
    for _ in range(3):
        OURS.take()
    OURS.forget()
    assert [OURS.take() for _ in range(4)] == [True, True, True, False]


@pytest.mark.django_db
def test_whatever_is_typed_can_be_counted():
    assert Tries("test", "\ud800 \x00 " + "a" * 5000, most=1).take()


def test_many_tries_at_one_moment_are_not_fewer_than_they_are(nothing_counted):
    outcomes = together(*[OURS.take] * 8)
    assert sorted(outcomes) == [False] * 5 + [True] * 3


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
        ("", ""),
    ],
)
def test_the_many_addresses_of_one_subscriber_count_as_one(address, counted):
    assert neighbourhood(address) == counted
