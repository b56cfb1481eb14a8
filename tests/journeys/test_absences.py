"""Breaks, leaving and coming back, as both sides see them."""

from datetime import timedelta

from tests.workplace import MENTOR, MONDAY, Workplace


async def takes_a_break(workplace: Workplace, days: int) -> None:
    await workplace.do(workplace.henrik.command("/mentor pause"))
    until = (workplace.clock.now() + timedelta(days=days)).date()
    assert await workplace.submits(workplace.henrik, {"until": until}) == {}


async def test_a_break_calls_off_sessions_tells_the_partner_and_ends_by_itself(workplace: Workplace) -> None:
    maya, henrik = workplace.maya, workplace.henrik
    await workplace.has_pair()
    await takes_a_break(workplace, 14)
    assert "You're on a break until Mon, Mar 15 at 9 AM" in workplace.seen_by(henrik)
    assert "I've told @maya when you're back, not why." in workplace.seen_by(henrik)
    assert "@henrik is on a break until Mon, Mar 15 at 9 AM" in workplace.seen_by(maya)
    assert "You now meet on Monday, March 22, 2027" in workplace.seen_by(maya)
    before = len(maya.messages()), len(henrik.messages())
    await workplace.turn_to(MONDAY + timedelta(days=13, hours=20))
    assert (len(maya.messages()), len(henrik.messages())) == before, "nobody is asked anything meanwhile"
    await workplace.turn_to(MONDAY + timedelta(days=14, hours=1))
    assert "Welcome back! Your break is over." in workplace.seen_by(henrik)
    assert "@henrik is back" in workplace.seen_by(maya)
    await workplace.turn_to(MONDAY + timedelta(days=18, hours=2))
    assert "What will you talk about?" in workplace.seen_by(maya)


async def test_a_break_is_ended_early_with_a_word_or_a_press(workplace: Workplace) -> None:
    await workplace.has_pair()
    await takes_a_break(workplace, 30)
    assert "You're on a break until" in await workplace.says(workplace.henrik, "/mentor status")
    assert "Welcome back! I've told @maya" in await workplace.says(workplace.henrik, "/mentor return")
    assert "@henrik is back" in workplace.seen_by(workplace.maya)
    assert "You're not on a break" in await workplace.says(workplace.henrik, "/mentor return")


async def test_a_break_in_the_past_or_for_ever_is_refused_under_its_field(workplace: Workplace) -> None:
    await workplace.has_pair()
    await workplace.do(workplace.henrik.command("/mentor pause"))
    for day, why in ((MONDAY - timedelta(days=3), "still to come"), (MONDAY + timedelta(days=800), "a year at most")):
        errors = await workplace.submits(workplace.henrik, {"until": day.date()})
        assert why in errors["until"]


async def test_nobody_on_a_break_is_matched(workplace: Workplace) -> None:
    await workplace.has_pair()
    await workplace.signs_up(workplace.zoe, MENTOR)
    await workplace.signs_up(
        workplace.wei, {"role": "mentee", "level": "6", "department": "Sales", "wishes": ["podcasts"]}
    )
    await workplace.do(workplace.wei.command("/mentor pause"))
    await workplace.submits(workplace.wei)
    await workplace.do(workplace.lena.command("/mentor match"))
    assert "no pairs yet" in workplace.seen_by(workplace.lena)


async def test_leaving_says_first_what_will_happen_and_the_partner_hears_it_kindly(workplace: Workplace) -> None:
    maya, henrik = workplace.maya, workplace.henrik
    await workplace.has_pair()
    await workplace.do(henrik.command("/mentor leave"))
    assert henrik.modal is not None
    shown = henrik.read(henrik.modal)
    assert "your pair with @maya ends" in shown
    assert "Nobody asks you for a reason." in shown
    assert "your pair ends here" not in workplace.seen_by(maya)
    assert await workplace.submits(henrik) == {}
    assert "You've left Digital natives." in workplace.seen_by(henrik)
    assert "I'm telling @maya kindly, and without a reason." in workplace.seen_by(henrik)
    assert "@henrik has left Digital natives, so your pair ends here." in workplace.seen_by(maya)
    assert "You keep your place" in workplace.seen_by(maya)
    assert "your pair ends here" not in workplace.seen_by(henrik)
    status = await workplace.says(workplace.lena, "/mentor status")
    assert "Signed up: 1 mentor, 0 mentees" in status
    before = len(maya.messages()), len(henrik.messages())
    await workplace.turn(timedelta(days=30))
    assert (len(maya.messages()), len(henrik.messages())) == before


async def test_who_left_can_come_back_and_is_not_paired_with_the_same_person(workplace: Workplace) -> None:
    await workplace.has_pair()
    await workplace.do(workplace.henrik.command("/mentor leave"))
    await workplace.submits(workplace.henrik)
    assert "nothing to leave" in await workplace.says(workplace.henrik, "/mentor leave")
    await workplace.signs_up(workplace.henrik, {"role": "mentee", "wishes": ["short-video"]})
    await workplace.do(workplace.lena.command("/mentor match"))
    assert "no pairs yet" in workplace.seen_by(workplace.lena)


async def test_who_is_deactivated_is_paused_and_the_partner_told_both_times(workplace: Workplace) -> None:
    await workplace.has_pair()
    workplace.slack.deactivate(workplace.henrik.id)
    await workplace.settled()
    assert "@henrik can no longer be reached in this Slack" in workplace.seen_by(workplace.maya)
    workplace.slack.change_person(workplace.henrik.id, deleted=False)
    await workplace.settled()
    assert "@henrik is back" in workplace.seen_by(workplace.maya)
    assert "Your session on Monday, March 8, 2027 at 10:00 takes place after all." in workplace.seen_by(workplace.maya)


async def test_a_break_that_is_ended_at_once_brings_back_the_same_session_with_its_agenda(workplace: Workplace) -> None:
    maya, henrik = workplace.maya, workplace.henrik
    await workplace.has_pair()
    await workplace.do(maya.command("/mentor agenda"))
    await workplace.submits(maya, {"agenda": "Three videos"})
    await takes_a_break(workplace, 14)
    assert "You now meet on Monday, March 22, 2027 at 10:00" in workplace.seen_by(maya)
    await workplace.do(maya.command("/mentor agenda"))
    assert maya.modal is not None
    assert "Three videos" in str(maya.values(maya.modal)), "it goes along to the next session"
    await maya.close_modal()
    await workplace.do(henrik.command("/mentor return"))
    for person in (maya, henrik):
        assert "Your session on Monday, March 8, 2027 at 10:00 takes place after all." in workplace.seen_by(person)
        assert "[Change the agenda]" in person.read(
            next(one for one in person.messages() if "takes place after all" in person.read(one))
        ), "it has one, so nobody is asked to post it"
    assert "You meet next on Mon, Mar 8 at 10 AM" in await workplace.says(maya, "/mentor status")
    assert "Three videos" in await workplace.says(henrik, "/mentor status")
    await workplace.do(henrik.click("Looks good"))
    assert "is happy with your agenda" in workplace.seen_by(maya), "the buttons of before are about the same session"
    await workplace.turn_to(MONDAY + timedelta(days=7, hours=3))
    assert "Did it take place?" in workplace.seen_by(maya)
    assert "You meet next on Mon, Mar 22" in await workplace.says(maya, "/mentor status")


async def test_a_break_that_is_ended_after_the_session_was_to_be_moves_the_next_one_up(workplace: Workplace) -> None:
    await workplace.has_pair()
    await takes_a_break(workplace, 60)
    assert "You now meet on Monday, May 3, 2027" in workplace.seen_by(workplace.maya)
    await workplace.turn_to(MONDAY + timedelta(days=10))
    await workplace.do(workplace.henrik.command("/mentor return"))
    assert "You now meet on Monday, March 22, 2027 at 10:00" in workplace.seen_by(workplace.maya)
    assert "takes place after all" not in workplace.seen_by(workplace.maya)


async def test_a_date_that_was_chosen_during_a_break_stays_when_it_ends_early(workplace: Workplace) -> None:
    await workplace.has_pair()
    await takes_a_break(workplace, 14)
    await workplace.do(workplace.maya.click("Move the session"))
    day = (MONDAY + timedelta(days=16)).date()
    assert await workplace.submits(workplace.maya, {"date": day}) == {}
    await workplace.do(workplace.henrik.command("/mentor return"))
    assert "You meet next on Wed, Mar 17 at 10 AM" in await workplace.says(workplace.maya, "/mentor status")


async def test_whoever_waits_hears_that_a_program_has_closed(workplace: Workplace) -> None:
    await workplace.has_program()
    await workplace.signs_up(workplace.maya, MENTOR)
    await workplace.do(workplace.lena.command("/mentor program"))
    await workplace.do(workplace.lena.click("Entry and places"))
    await workplace.submits(workplace.lena, {"places": "1"})
    await workplace.signs_up(workplace.zoe, MENTOR)
    await workplace.do(workplace.lena.command("/mentor program"))
    await workplace.do(workplace.lena.click("Close program"))
    assert "there was no partner for you this time." in workplace.seen_by(workplace.maya)
    assert "there won't be a place for you this time" in workplace.seen_by(workplace.zoe)


async def test_a_session_cannot_be_moved_into_a_break(workplace: Workplace) -> None:
    await workplace.has_pair()
    await takes_a_break(workplace, 14)
    await workplace.do(workplace.maya.click("Move the session"))
    errors = await workplace.submits(workplace.maya, {"date": (MONDAY + timedelta(days=4)).date()})
    assert "on a break then" in "".join(errors.values())
