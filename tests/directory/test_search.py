"""What buttons carry, and how what was found is filtered and paged."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.calls import OddButton
from bot.directory.search import (
    MOST_DEPARTMENTS,
    ON_A_PAGE,
    Search,
    SkillOffer,
    department_key,
    departments_of,
    page_of,
)
from bot.skills.model import SLUG

MOST_IN_AN_OPTION = 150  # characters, says Slack

departments = st.sampled_from(["", "Sales", "sales", " Sales", "Finance", "*Ops* <!channel>", "x" * 80])
offers = st.lists(
    st.builds(SkillOffer, st.integers(1, 10**9), st.integers(1, 5), departments),
    max_size=40,
    unique_by=lambda o: o.person_id,
).map(lambda found: sorted(found, key=lambda offer: (-offer.level, offer.person_id)))
searches = st.builds(
    Search,
    st.from_regex(r"[a-z0-9-]{1,64}", fullmatch=True),
    st.sampled_from(["", department_key("Sales"), department_key("Finance"), department_key("gone")]),
    st.integers(1, 5),
    st.integers(1, 999_999),
)


@given(search=searches)
def test_a_search_comes_back_from_a_button_as_it_went_into_it(search: Search) -> None:
    assert Search.read(search.value) == search


def test_the_longest_search_fits_into_an_option() -> None:
    assert len(Search("x" * SLUG, department_key("x" * 80), 5, 999_999).value) <= MOST_IN_AN_OPTION


@pytest.mark.parametrize(
    "value", ["", "prompting", "1:1::", "0:9::agile", "1:1:sales:agile", "1:1::AGILE", "١:1::agile", "1:1::agile\n"]
)
def test_a_value_of_no_button_of_ours_is_refused(value: str) -> None:
    with pytest.raises(OddButton):
        Search.read(value)


@given(value=st.text())
def test_any_value_is_read_or_refused(value: str) -> None:
    with suppress(OddButton):
        assert Search.read(value).page >= 0


@given(offers=offers, search=searches)
def test_the_pages_hold_everybody_who_fits_once_and_in_order(offers: list[SkillOffer], search: Search) -> None:
    first = page_of(offers, Search(search.skill, search.department, search.least))
    pages = [
        page_of(offers, Search(search.skill, search.department, search.least, number + 1))
        for number in range(first.pages)
    ]
    shown = [offer for page in pages for offer in page.offers]
    wanted = [
        offer
        for offer in offers
        if offer.level >= search.least
        and (not first.search.department or department_key(offer.department) == first.search.department)
    ]
    assert shown == wanted
    assert first.total == len(wanted)
    assert all(len(page.offers) == ON_A_PAGE for page in pages[:-1])


@given(offers=offers, search=searches)
def test_a_page_or_a_department_that_is_gone_gives_way_to_one_there_is(
    offers: list[SkillOffer], search: Search
) -> None:
    page = page_of(offers, search)
    assert 1 <= page.search.page <= page.pages
    assert page.search.department in {"", *page.departments}
    assert page.offers or not page.total


def test_departments_that_differ_in_case_or_spaces_only_are_one_called_what_most_say() -> None:
    found = [
        SkillOffer(1, 3, "sales"),
        SkillOffer(2, 3, "Sales"),
        SkillOffer(3, 3, "Sales"),
        SkillOffer(4, 3, " SALES "),
        SkillOffer(5, 3, ""),
    ]
    assert list(departments_of(found).values()) == ["Sales"]
    assert page_of(found, Search("agile", department_key("sales"))).total == 4


def test_of_more_departments_than_a_menu_takes_the_largest_are_offered_by_name() -> None:
    found = [SkillOffer(number, 3, f"Team {number % 150:03}") for number in range(150 + 30)]
    names = list(departments_of(found).values())
    assert len(names) == MOST_DEPARTMENTS
    assert names == sorted(names)
    assert {f"Team {number:03}" for number in range(30)} <= set(names)
