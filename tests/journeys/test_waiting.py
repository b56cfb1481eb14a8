"""Nobody is forgotten in a running program."""

from datetime import timedelta

from tests.workplace import MENTEE, MENTOR, MONDAY, Workplace

WAITING = "2 people are waiting for a partner, 1 mentor and 1 mentee."


async def test_whoever_joins_later_is_matched_after_a_word_to_the_lead_in_the_morning(workplace: Workplace) -> None:
    lena = workplace.lena
    await workplace.has_pair()
    await workplace.signs_up(workplace.zoe, MENTOR | {"level": "1"})
    assert "Without a partner: 1 mentor and 0 mentees" in await workplace.says(lena, "/mentor status")
    await workplace.turn_to(MONDAY + timedelta(days=1))
    assert "waiting for a partner" not in workplace.seen_by(lena), "nobody is there for her yet"
    bob = workplace.slack.add_person("U0BOB", name="bob", real_name="Bob", tz="Europe/Oslo")
    await workplace.signs_up(bob, MENTEE)
    await workplace.turn_to(MONDAY + timedelta(days=1, hours=23, minutes=59))
    assert "waiting for a partner" not in workplace.seen_by(lena)
    await workplace.turn(timedelta(minutes=1))
    assert workplace.seen_by(lena).count(WAITING) == 1
    await workplace.turn(timedelta(days=2))
    assert workplace.seen_by(lena).count(WAITING) == 1, "the same people are no news"
    await workplace.do(lena.click("Look for pairs"))
    assert "@zoe → @bob" in workplace.seen_by(lena)
    await workplace.publishes(workplace.zoe, bob)
    assert "You're a pair in Digital natives" in workplace.seen_by(bob)
    assert "Without a partner" not in await workplace.says(lena, "/mentor status")


async def test_a_pair_that_ended_early_gets_new_partners(workplace: Workplace) -> None:
    lena = workplace.lena
    await workplace.has_pair()
    await workplace.do(workplace.henrik.command("/mentor leave"))
    await workplace.submits(workplace.henrik)
    await workplace.turn(timedelta(days=1))
    bob = workplace.slack.add_person("U0BOB", name="bob", real_name="Bob", tz="Europe/Oslo")
    await workplace.signs_up(bob, MENTEE)
    said = await workplace.says(lena, "/mentor status")
    assert "Without a partner: 1 mentor and 1 mentee" in said
    await workplace.do(lena.click("Look for pairs"))
    assert "@maya → @bob" in workplace.seen_by(lena)
