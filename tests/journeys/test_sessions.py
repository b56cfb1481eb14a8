"""What the doer of something is told, when a session asks before it moves, and what old buttons still do."""

from datetime import timedelta

from tests.workplace import MENTEE, MENTOR, MONDAY, Workplace


async def test_whoever_posts_or_changes_an_agenda_is_told_what_the_partner_sees_now(workplace: Workplace) -> None:
    maya = workplace.maya
    await workplace.has_pair()
    await workplace.do(maya.command("/mentor agenda"))
    await workplace.submits(maya, {"agenda": "Three videos"})
    said = workplace.newest(maya)
    assert maya.read(said) == "Posted. @henrik sees your agenda for Mon, Mar 8 at 10 AM now."
    assert said.channel == maya.dm
    await workplace.do(maya.command("/mentor agenda"))
    await workplace.submits(maya, {"agenda": "Four videos"})
    assert "Changed. @henrik sees your agenda" in maya.read(workplace.newest(maya))


async def test_a_form_that_was_opened_from_a_message_is_answered_there_and_only_for_whoever_sent_it(
    workplace: Workplace,
) -> None:
    maya, henrik = workplace.maya, workplace.henrik
    await workplace.has_pair()
    planned = next(m for m in maya.messages() if "Your first session is on" in maya.read(m))
    await workplace.do(maya.click("Post the agenda", where=planned))
    await workplace.submits(maya, {"agenda": "Three videos"})
    said = next(m for m in maya.messages() if "Posted. @henrik" in maya.read(m))
    assert said.channel == planned.channel != maya.dm
    assert "Posted. @henrik" not in workplace.seen_by(henrik)


async def test_a_form_that_stays_open_for_longer_than_slack_takes_replies_is_answered_directly(
    workplace: Workplace,
) -> None:
    maya = workplace.maya
    await workplace.has_pair()
    await workplace.do(maya.click("Post the agenda"))
    await workplace.turn(timedelta(minutes=31))
    await workplace.submits(maya, {"agenda": "Three videos"})
    said = next(m for m in maya.messages() if "Posted. @henrik" in maya.read(m))
    assert said.channel == maya.dm
    workplace.violations.clear()  # the reply that came too late


async def test_whoever_proposes_a_topic_or_moves_a_session_is_told(workplace: Workplace) -> None:
    maya, henrik = workplace.maya, workplace.henrik
    await workplace.has_pair()
    await workplace.do(henrik.command("/mentor agenda"))
    assert "@maya sets the agenda for Mon, Mar 8 at 10 AM. There's none yet." in workplace.seen_by(henrik)
    await workplace.do(henrik.click("Propose a topic", where=workplace.newest(henrik)))
    await workplace.submits(henrik, {"topic": "Why does nobody click?"})
    assert "Proposed. I've told @maya what you'd like to talk about" in workplace.seen_by(henrik)
    await workplace.do(maya.click("Move the session"))
    assert await workplace.submits(maya, {"date": "2027-03-11", "time": "14:30"}) == {}
    assert "Moved. You and @henrik now meet on Thu, Mar 11 at 2:30 PM." in workplace.seen_by(maya)
    await workplace.do(maya.click("Move the session"))
    assert await workplace.submits(maya) == {}
    assert "Nothing has changed: you and @henrik meet on Thu, Mar 11 at 2:30 PM" in workplace.seen_by(maya)


async def test_a_session_that_is_moved_to_and_fro_is_news_each_time(workplace: Workplace) -> None:
    await workplace.has_pair()
    for day in (11, 8, 11):
        await workplace.turn(timedelta(minutes=1))
        await workplace.do(workplace.henrik.click("Move the session"))
        assert await workplace.submits(workplace.henrik, {"date": f"2027-03-{day:02}", "time": "10:00"}) == {}
        newest = workplace.maya.read(workplace.newest(workplace.maya))
        assert newest.startswith(f"@henrik moved your session. It's now on {'Thu' if day == 11 else 'Mon'}, Mar {day}")
    assert workplace.seen_by(workplace.maya).count("You and @henrik now meet on Thu, Mar 11") == 2, "the dates before"


async def test_a_saturday_or_a_late_hour_is_asked_about_first_and_a_second_press_means_it(workplace: Workplace) -> None:
    maya, henrik = workplace.maya, workplace.henrik
    await workplace.has_pair()
    await workplace.do(henrik.click("Move the session"))
    await workplace.submits(henrik, {"date": "2027-03-13", "time": "10:00"})
    assert henrik.modal is not None
    assert "Sat, Mar 13 at 10 AM is outside working hours for both of you." in henrik.read(henrik.modal)
    assert "moved your session" not in workplace.seen_by(maya)
    await workplace.submits(henrik, {"date": "2027-03-11", "time": "23:30"})
    assert henrik.modal is not None, "another odd time is another question"
    assert "Thu, Mar 11 at 11:30 PM is outside working hours for both of you." in henrik.read(henrik.modal)
    await workplace.submits(henrik)
    assert henrik.modal is None
    assert "@henrik moved your session. It's now on Thu, Mar 11 at 11:30 PM" in workplace.seen_by(maya)


async def test_a_day_that_only_the_partner_does_not_work_is_said_without_their_hours(workplace: Workplace) -> None:
    maya, henrik = workplace.maya, workplace.henrik
    await workplace.has_pair()
    await workplace.do(maya.command("/mentor profile"))
    assert await workplace.submits(maya, {"days": ["0", "1", "2", "3"]}) == {}
    await workplace.do(henrik.click("Move the session"))
    await workplace.submits(henrik, {"date": "2027-03-12", "time": "10:00"})
    assert henrik.modal is not None
    shown = henrik.read(henrik.modal)
    assert "is outside the working hours of @maya. Press Move again to keep it." in shown
    assert "Monday" not in shown
    await workplace.submits(henrik, {"date": "2027-03-11"})
    assert henrik.modal is None, "a day that suits both needs no second press"


async def test_a_button_about_a_session_that_is_over_opens_the_next_one_and_says_so(workplace: Workplace) -> None:
    maya = workplace.maya
    await workplace.has_pair()
    first = next(m for m in maya.messages() if "Your first session is on" in maya.read(m))
    await workplace.turn(timedelta(days=8))
    await workplace.do(maya.click("Post the agenda", where=first))
    assert maya.modal is not None
    assert "That session is over. This is for the next one with @henrik, on Mon, Mar 22" in maya.read(maya.modal)
    await workplace.submits(maya, {"agenda": "Three videos"})
    assert "Posted. @henrik sees your agenda for Mon, Mar 22 at 10 AM now." in workplace.seen_by(maya)
    await workplace.do(maya.click("Move the session", where=first))
    assert maya.modal is not None
    assert "The next one with @henrik is on Mon, Mar 22" in maya.read(maya.modal)


async def test_an_answer_to_the_agenda_of_a_session_that_is_over_leads_to_the_next_one(workplace: Workplace) -> None:
    maya, henrik = workplace.maya, workplace.henrik
    await workplace.has_pair()
    await workplace.do(maya.command("/mentor agenda"))
    await workplace.submits(maya, {"agenda": "Three videos"})
    old = next(m for m in henrik.messages() if "posted the agenda" in henrik.read(m))
    await workplace.turn(timedelta(days=8))
    await workplace.do(henrik.click("Looks good", where=old))
    assert "That session is over." in henrik.read(workplace.newest(henrik))
    await workplace.do(henrik.click("Show my status", where=workplace.newest(henrik)))
    assert "You meet next on Mon, Mar 22" in workplace.seen_by(henrik)


async def test_whoever_has_no_partner_yet_is_told_why_there_is_no_agenda(workplace: Workplace) -> None:
    await workplace.has_program()
    said = await workplace.says(workplace.maya, "/mentor agenda")
    assert "you don't take part in a program yet.\n[Sign up]" in said
    await workplace.signs_up(workplace.maya, MENTOR)
    said = await workplace.says(workplace.maya, "/mentor agenda")
    assert "You have no partner yet, so there's no agenda to prepare." in said
    assert "[Show my status]" in said


async def test_a_session_that_is_moved_to_and_fro_is_told_each_time(workplace: Workplace) -> None:
    await workplace.has_pair()
    for time in ("14:00", "15:00", "14:00"):
        await workplace.do(workplace.henrik.command("/mentor status"))
        await workplace.do(workplace.henrik.click("Move the session", where=workplace.newest(workplace.henrik)))
        assert await workplace.submits(workplace.henrik, {"time": time}) == {}
        assert "@henrik moved your session." in workplace.maya.read(workplace.newest(workplace.maya))
    heard = [workplace.maya.read(message) for message in workplace.maya.messages()]
    assert len([said for said in heard if "moved your session" in said or "You and @henrik now meet on" in said]) == 3


async def test_an_introduction_does_not_ring_at_night(workplace: Workplace) -> None:
    maya, wei = workplace.maya, workplace.wei
    await workplace.has_program()
    await workplace.signs_up(maya, MENTOR)
    await workplace.signs_up(wei, MENTEE)
    await workplace.do(workplace.lena.command("/mentor match"))
    await workplace.do(workplace.lena.click("publish_proposals"))
    await workplace.do(wei.click("Accept"))
    await workplace.turn_to(MONDAY + timedelta(hours=8))  # 17:00 in Oslo, midnight in Singapore
    await workplace.do(maya.click("Accept"))
    before = len(wei.messages())
    await workplace.turn_to(MONDAY + timedelta(hours=23))
    assert len(wei.messages()) == before
    await workplace.turn_to(MONDAY + timedelta(hours=24))  # nine in Oslo, 16:00 in Singapore
    assert "@maya and @wei" in workplace.seen_by(wei) or "@wei and @maya" in workplace.seen_by(wei)
    assert len(wei.messages()) > before
