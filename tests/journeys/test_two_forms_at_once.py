"""Two forms on one thing are open at once: of two people, or of one on two devices. Nobody overwrites unseen."""

from tests.journeys.test_profile import PROFILE, has_roster
from tests.workplace import MENTEE, MENTOR, Workplace


async def has_pair_that_shares_the_agenda(workplace: Workplace) -> None:
    lena = workplace.lena
    await workplace.has_program()
    await workplace.do(lena.command("/mentor program"))
    await workplace.do(lena.click("Edit"))
    assert await workplace.submits(lena, {"agenda_owner": "both"}) == {}
    await workplace.signs_up(workplace.maya, MENTOR)
    await workplace.signs_up(workplace.henrik, MENTEE)
    await workplace.do(lena.command("/mentor match"))
    await workplace.publishes(workplace.maya, workplace.henrik)


async def test_of_two_who_write_the_agenda_the_second_reads_the_first_and_keeps_what_they_typed(
    workplace: Workplace,
) -> None:
    maya, henrik = workplace.maya, workplace.henrik
    await has_pair_that_shares_the_agenda(workplace)
    for one in (maya, henrik):
        await workplace.do(one.command("/mentor agenda"))
    assert await workplace.submits(maya, {"agenda": "Three videos"}) == {}
    assert await workplace.submits(henrik, {"agenda": "What they cost"}) == {}
    assert henrik.modal is not None
    shown = henrik.read(henrik.modal)
    assert "The agenda changed while this form was open. It now says:" in shown
    assert "Three videos" in shown
    assert "What they cost" in shown
    assert "What they cost" not in workplace.seen_by(maya)
    assert await workplace.submits(henrik, {"agenda": "Three videos, and what they cost"}) == {}
    assert henrik.modal is None
    assert "Three videos, and what they cost" in workplace.seen_by(maya)


async def test_an_old_agenda_that_was_left_as_it_was_takes_no_newer_ones_place_unseen(workplace: Workplace) -> None:
    maya = workplace.maya
    await workplace.has_pair()
    await workplace.do(maya.command("/mentor agenda"))
    await workplace.submits(maya, {"agenda": "Three videos"})
    await workplace.do(maya.command("/mentor agenda"))
    with maya.second_device():
        await workplace.do(maya.command("/mentor agenda"))
        assert await workplace.submits(maya, {"agenda": "Four videos"}) == {}
    assert await workplace.submits(maya) == {}
    assert maya.modal is not None
    assert "Four videos" in maya.read(maya.modal)
    assert "Four videos" in await workplace.says(workplace.henrik, "/mentor agenda")


async def test_the_same_agenda_from_two_devices_is_no_conflict(workplace: Workplace) -> None:
    maya = workplace.maya
    await workplace.has_pair()
    await workplace.do(maya.command("/mentor agenda"))
    with maya.second_device():
        await workplace.do(maya.command("/mentor agenda"))
        assert await workplace.submits(maya, {"agenda": "Three videos"}) == {}
    assert await workplace.submits(maya, {"agenda": "Three videos"}) == {}
    assert maya.modal is None


async def test_a_topic_from_another_device_is_shown_before_it_is_replaced(workplace: Workplace) -> None:
    maya, henrik = workplace.maya, workplace.henrik
    await workplace.has_pair()
    await workplace.do(henrik.command("/mentor agenda"))
    button = workplace.newest(henrik)
    await workplace.do(henrik.click("Propose a topic", where=button))
    with henrik.second_device():
        await workplace.do(henrik.click("Propose a topic", where=button))
        assert await workplace.submits(henrik, {"topic": "Why does nobody click?"}) == {}
    assert await workplace.submits(henrik, {"topic": "What is a reel?"}) == {}
    assert henrik.modal is not None
    assert "Why does nobody click?" in henrik.read(henrik.modal)
    assert "What is a reel?" in henrik.read(henrik.modal)
    assert "What is a reel?" not in workplace.seen_by(maya)
    assert await workplace.submits(henrik) == {}
    assert "What is a reel?" in workplace.seen_by(maya)


async def test_of_two_who_move_a_session_the_second_hears_of_it_and_another_press_means_it(
    workplace: Workplace,
) -> None:
    maya, henrik = workplace.maya, workplace.henrik
    await workplace.has_pair()
    for one in (maya, henrik):
        await workplace.do(one.click("Move the session"))
    assert await workplace.submits(maya, {"date": "2027-03-11", "time": "14:30"}) == {}
    assert await workplace.submits(henrik, {"date": "2027-03-12", "time": "23:00"}) == {}
    assert henrik.modal is not None
    shown = henrik.read(henrik.modal)
    assert "While this form was open, your session with @maya was moved to Thu, Mar 11 at 2:30 PM." in shown
    assert "2027-03-12" in shown
    assert "@henrik moved your session" not in workplace.seen_by(maya)
    await workplace.submits(henrik)
    assert henrik.modal is not None, "an odd hour is still asked about"
    assert "Fri, Mar 12 at 11 PM is outside working hours for both of you." in henrik.read(henrik.modal)
    await workplace.submits(henrik)
    assert henrik.modal is None
    assert "@henrik moved your session. It's now on Fri, Mar 12 at 11 PM" in workplace.seen_by(maya)


async def test_a_session_that_moved_while_an_odd_hour_was_asked_about_is_asked_about_too(workplace: Workplace) -> None:
    maya, henrik = workplace.maya, workplace.henrik
    await workplace.has_pair()
    await workplace.do(henrik.click("Move the session"))
    await workplace.submits(henrik, {"date": "2027-03-13", "time": "10:00"})
    await workplace.do(maya.click("Move the session"))
    assert await workplace.submits(maya, {"date": "2027-03-11", "time": "14:30"}) == {}
    await workplace.submits(henrik)
    assert henrik.modal is not None
    assert "was moved to Thu, Mar 11 at 2:30 PM." in henrik.read(henrik.modal)


async def test_a_form_left_at_the_old_time_does_not_move_a_session_back_unseen(workplace: Workplace) -> None:
    maya, henrik = workplace.maya, workplace.henrik
    await workplace.has_pair()
    for one in (maya, henrik):
        await workplace.do(one.click("Move the session"))
    assert await workplace.submits(maya, {"date": "2027-03-11", "time": "14:30"}) == {}
    await workplace.submits(henrik)
    assert henrik.modal is not None
    assert await workplace.submits(henrik, {"date": "2027-03-11", "time": "14:30"}) == {}
    assert henrik.modal is None
    assert "Nothing has changed: you and @maya meet on Thu, Mar 11 at 2:30 PM" in workplace.seen_by(henrik)


async def test_from_two_devices_each_change_of_a_profile_is_kept(workplace: Workplace) -> None:
    maya = workplace.maya
    await workplace.do(maya.command("/mentor profile"))
    await workplace.submits(maya, PROFILE)
    await workplace.do(maya.command("/mentor profile"))
    with maya.second_device():
        await workplace.do(maya.command("/mentor profile"))
        assert await workplace.submits(maya, {"about": "I cut everything.", "manager": workplace.zoe.id}) == {}
    assert await workplace.submits(maya, {"starts": "08:00", "blocked": [workplace.wei.id]}) == {}
    assert maya.modal is None
    said = maya.read(workplace.newest(maya))
    assert "08:00 to 15:00 on Monday to Wednesday" in said
    assert "@zoe is your manager" in said
    assert "I won't pair you with the person you named." in said
    await workplace.do(maya.command("/mentor profile"))
    assert maya.modal is not None
    assert "I cut everything." in maya.read(maya.modal)


async def test_what_two_devices_changed_of_a_profile_is_asked_about_and_nothing_typed_is_lost(
    workplace: Workplace,
) -> None:
    maya = workplace.maya
    await workplace.do(maya.command("/mentor profile"))
    await workplace.submits(maya, PROFILE)
    await workplace.do(maya.command("/mentor profile"))
    with maya.second_device():
        await workplace.do(maya.command("/mentor profile"))
        assert await workplace.submits(maya, {"about": "I cut everything.", "days": ["Monday"]}) == {}
    before = len(maya.messages())
    assert await workplace.submits(maya, {"about": "I draw everything.", "department": "Brand"}) == {}
    assert maya.modal is not None
    shown = maya.read(maya.modal)
    assert "What your partner should know about you: “I cut everything.”" in shown
    assert "I draw everything." in shown
    assert "Brand" in shown
    assert len(maya.messages()) == before, "nothing is saved yet"
    assert await workplace.submits(maya) == {}
    assert maya.modal is None
    await workplace.do(maya.command("/mentor profile"))
    assert maya.modal is not None
    shown = maya.read(maya.modal)
    assert "I draw everything." in shown
    assert "Brand" in shown


async def test_a_roster_that_says_what_was_left_alone_is_no_conflict(workplace: Workplace) -> None:
    maya = workplace.maya
    await workplace.do(maya.command("/mentor profile"))
    await workplace.submits(maya, PROFILE)
    await workplace.do(maya.command("/mentor profile"))
    await has_roster(workplace)
    assert await workplace.submits(maya, {"about": "I draw everything."}) == {}
    assert maya.modal is None
    await workplace.do(maya.command("/mentor profile"))
    assert maya.modal is not None
    shown = maya.read(maya.modal)
    assert "Department: Brand" in shown
    assert "I draw everything." in shown
