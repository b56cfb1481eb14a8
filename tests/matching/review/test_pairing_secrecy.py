"""A lead who tries out two people by hand does not find out who asked whom."""

import pytest

from bot.enrolment.model import Role
from bot.matching.search.judging import NotFree, RulesBroken
from bot.matching.told import BETWEEN_TWO
from tests.matching.review.test_pairing import asks as lead_asks
from tests.office import Office
from tests.requests.asking import asks, joins, lead_rules_out, people_may_ask


@pytest.mark.parametrize(("asker", "asked"), [("zoe", "wei"), ("wei", "zoe")])
async def test_that_one_asked_the_other_is_not_told(office: Office, asker: str, asked: str) -> None:
    await people_may_ask(office)
    await asks(office, asker, asked)
    with pytest.raises(NotFree):
        await lead_asks(office)


async def test_where_both_have_a_place_left_it_is_the_one_sentence_for_all_that_is_between_two(office: Office) -> None:
    await people_may_ask(office)
    await joins(office, "zoe", Role.MENTOR, capacity=2)
    await asks(office, "zoe", "wei")
    with pytest.raises(RulesBroken) as asked:
        await lead_asks(office)
    assert asked.value.words == BETWEEN_TWO
    await joins(office, "noor", Role.MENTEE)
    await lead_rules_out(office, "zoe", "noor")
    with pytest.raises(RulesBroken) as ruled_out:
        await lead_asks(office, ("zoe", "noor"))
    assert ruled_out.value.text == asked.value.text
