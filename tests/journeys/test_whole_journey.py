from datetime import timedelta

from tests.workplace import MENTEE, MENTOR, PROGRAM, Workplace


async def test_two_people_sign_up_are_paired_meet_with_an_agenda_and_their_lead_sees_it(workplace: Workplace) -> None:
    lena, maya, henrik = workplace.lena, workplace.maya, workplace.henrik

    await workplace.do(lena.command("/mentor program"))
    assert await workplace.submits(lena, PROGRAM | {"channel": workplace.channel}) == {}
    assert "Digital natives is open" in workplace.seen_by(lena)
    assert "Want to take part?" in workplace.seen_by(maya)

    await workplace.signs_up(maya, MENTOR)
    await workplace.signs_up(henrik, MENTEE)
    assert "Your role: mentor" in workplace.seen_by(maya)
    assert "Your role: mentee" in workplace.seen_by(henrik)

    await workplace.do(lena.command("/mentor match"))
    assert "@maya → @henrik" in workplace.seen_by(lena)
    assert "Offers Prompting and Short video (Reels, Shorts, TikTok)." in workplace.seen_by(lena)
    assert "You're a pair" not in workplace.seen_by(maya), "nobody hears of a proposal before it is published"
    await workplace.do(lena.click("publish_proposals"))
    skill = "Short video (Reels, Shorts, TikTok)"
    assert f"Can help with your first wish: {skill}, at good level" in workplace.seen_by(henrik)
    assert f"Would like to learn from you: {skill}" in workplace.seen_by(maya)
    await workplace.do(maya.click("Accept"))
    assert "You're a pair" not in workplace.seen_by(henrik), "nobody hears what the other answered"
    await workplace.do(henrik.click("Accept"))
    for person in (maya, henrik):
        assert "Hello @maya and @henrik! You're a pair in Digital natives." in workplace.seen_by(person)

    await workplace.do(maya.command("/mentor agenda"))
    await workplace.submits(maya, {"agenda": "Scrolling together"})
    assert "> Scrolling together" in workplace.seen_by(henrik)
    await workplace.do(henrik.click("Looks good"))
    assert "@henrik is happy with your agenda" in workplace.seen_by(maya)

    await workplace.turn(timedelta(days=7, hours=3))
    assert "agenda" not in maya.read(workplace.newest(maya))
    await workplace.do(maya.click("Yes, we met"))
    await workplace.do(henrik.click("Yes, we met"))

    status = await workplace.says(lena, "/mentor status")
    assert "Pairs: 1 running" in status
    assert "Sessions held: 1 of 1 so far" in status
    assert "Agendas posted: 1" in status
    assert "Pairs that need help: 0" in status
    assert "You are the mentor of @henrik" in await workplace.says(maya, "/mentor status")
    assert "You are the mentee of @maya" in await workplace.says(henrik, "/mentor status")


async def test_a_missing_agenda_is_asked_for_at_nine_in_the_mentors_morning_of_the_working_day_before(
    workplace: Workplace,
) -> None:
    await workplace.has_pair()
    before = len(workplace.maya.messages())
    await workplace.turn(timedelta(days=3, hours=23))  # Friday, 8:00 in Oslo
    assert len(workplace.maya.messages()) == before
    await workplace.turn(timedelta(hours=1))
    assert "You meet @henrik on Mon, Mar 8 at 10 AM" in workplace.maya.read(workplace.newest(workplace.maya))
    await workplace.turn(timedelta(days=1))
    assert len(workplace.maya.messages()) == before + 1, "and never twice"

    await workplace.do(workplace.maya.click("Post the agenda", where=workplace.newest(workplace.maya)))
    assert await workplace.submits(workplace.maya, {"agenda": "Three videos"}) == {}
    await workplace.turn(timedelta(days=2))  # it is a Saturday: Henrik hears of it in the morning of the session
    assert "> Three videos" in workplace.seen_by(workplace.henrik)


async def test_nobody_is_nudged_for_an_agenda_that_is_there(workplace: Workplace) -> None:
    await workplace.has_pair()
    await workplace.do(workplace.maya.command("/mentor agenda"))
    await workplace.submits(workplace.maya, {"agenda": "Three videos"})
    before = len(workplace.maya.messages())
    await workplace.turn(timedelta(days=7))
    assert len(workplace.maya.messages()) == before


async def test_the_mentee_proposes_a_topic_and_the_mentor_changes_the_agenda(workplace: Workplace) -> None:
    maya, henrik = workplace.maya, workplace.henrik
    await workplace.has_pair()
    await workplace.do(maya.command("/mentor agenda"))
    await workplace.submits(maya, {"agenda": "Three videos"})
    first = workplace.newest(henrik)
    await workplace.do(henrik.click("Propose a topic"))
    assert await workplace.submits(henrik, {"topic": "Why does nobody click?"}) == {}
    assert "> Why does nobody click?" in workplace.seen_by(maya)

    await workplace.do(maya.click("Change the agenda"))
    assert maya.modal is not None
    assert "Why does nobody click?" in maya.read(maya.modal)
    assert "Three videos" in maya.read(maya.modal)
    await workplace.submits(maya, {"agenda": "Clicks"})
    assert "changed the agenda" in workplace.seen_by(henrik)

    assert "The agenda has changed since. This is the newest one:" in henrik.read(first)
    assert "happy with your agenda" not in workplace.seen_by(maya)
    await workplace.do(henrik.click("Looks good", where=first))
    assert "You said it looks good. I've told @maya." in henrik.read(first)
    assert "@henrik is happy with your agenda" in workplace.seen_by(maya)
    await workplace.do(henrik.click("Propose a topic", where=first))
    assert henrik.modal is not None, "there may be second thoughts"


async def test_each_side_is_asked_alone_whether_the_session_took_place(workplace: Workplace) -> None:
    await workplace.has_pair()
    await workplace.turn(timedelta(days=7, hours=3))
    for person, partner in ((workplace.maya, "henrik"), (workplace.henrik, "maya")):
        question = next(m for m in person.messages() if "Did it take place?" in person.read(m))
        assert question.channel == person.dm
        assert f"@{partner}" in person.read(question)
    await workplace.do(workplace.maya.click("No, not this time"))
    assert "Sessions held: 0 of 1 so far" in await workplace.says(workplace.lena, "/mentor status")
    assert "not this time" not in workplace.seen_by(workplace.henrik).replace("[No, not this time]", "")
    await workplace.do(workplace.henrik.click("Yes, we met"))
    assert "Sessions held: 1 of 1 so far" in await workplace.says(workplace.lena, "/mentor status")


async def test_a_pair_that_does_not_meet_twice_shows_up_as_in_need_of_help(workplace: Workplace) -> None:
    await workplace.has_pair()
    for _ in range(2):
        await workplace.turn(timedelta(days=14))
        await workplace.do(workplace.maya.click("No, not this time"))
        await workplace.do(workplace.henrik.click("No, not this time"))
    status = await workplace.says(workplace.lena, "/mentor status")
    assert "Pairs that need help: 1" in status
    assert "@maya and @henrik: two sessions in a row did not take place, as far as I was told" in status


async def test_either_side_moves_a_session_and_the_other_hears_of_it(workplace: Workplace) -> None:
    await workplace.has_pair()
    await workplace.do(workplace.henrik.click("Move the session"))
    errors = await workplace.submits(workplace.henrik, {"date": "2027-02-01", "time": "10:00"})
    assert list(errors) == ["date"]
    assert await workplace.submits(workplace.henrik, {"date": "2027-03-11", "time": "14:30"}) == {}
    assert "@henrik moved your session. It's now on Thu, Mar 11 at 2:30 PM" in workplace.seen_by(workplace.maya)
    before = len(workplace.maya.messages())
    await workplace.turn(timedelta(days=4, hours=3))
    assert len(workplace.maya.messages()) == before, "the nudge follows the session"
    await workplace.turn(timedelta(days=5))
    assert "What will you talk about?" in workplace.seen_by(workplace.maya)


async def test_a_nudge_that_comes_too_late_for_the_day_waits_for_the_next_morning(workplace: Workplace) -> None:
    await workplace.has_pair()
    await workplace.bot.stop()  # from before the session until deep in the night after it
    workplace.clock.turn(timedelta(days=7, hours=14))
    await workplace.start_bot()
    await workplace.settled()
    assert "Did it take place?" not in workplace.seen_by(workplace.maya)
    await workplace.turn(timedelta(hours=9, minutes=59))
    assert "Did it take place?" not in workplace.seen_by(workplace.maya)
    await workplace.turn(timedelta(minutes=1))
    assert "Did it take place?" in workplace.seen_by(workplace.maya)
