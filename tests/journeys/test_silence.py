"""Nothing is given up in silence: who can act hears of what Slack refuses."""

from datetime import timedelta

from bot.playground.slack import Actor
from tests.journeys.test_mixers import has_mixer
from tests.workplace import MENTEE, MENTOR, Workplace


def home(person: Actor) -> str:
    assert person.home is not None
    return person.read(person.home)


UNANNOUNCED = "I couldn't announce Digital natives in #elsewhere"


async def test_where_slack_opens_no_group_each_of_the_two_is_introduced_alone_and_the_lead_hears(
    workplace: Workplace,
) -> None:
    maya, henrik, lena = workplace.maya, workplace.henrik, workplace.lena
    await workplace.has_program()
    await workplace.signs_up(maya, MENTOR)
    await workplace.signs_up(henrik, MENTEE)
    await workplace.do(lena.command("/mentor match"))
    await workplace.do(lena.click("publish_proposals"))
    await workplace.do(maya.click("Accept"))
    for code in ("restricted_action", "user_is_restricted"):
        workplace.slack.trouble.fail("conversations.open", error=code)
    await workplace.do(henrik.click("Accept"))
    workplace.slack.trouble.clear()
    for reader, other in ((maya, "@henrik"), (henrik, "@maya")):
        seen = workplace.seen_by(reader)
        assert "You're a pair in Digital natives" in seen
        assert f"Please write to {other} directly" in seen
    assert workplace.seen_by(lena).count("Slack doesn't let me open a conversation for @maya and @henrik") == 1
    workplace.violations.clear()


async def test_an_announcement_is_tried_again_at_the_press_of_a_button_and_the_last_word_is_that_it_stands(
    workplace: Workplace,
) -> None:
    lena = workplace.lena
    elsewhere = workplace.slack.add_channel("elsewhere", members=[lena.id])
    await workplace.has_program(channel=elsewhere)
    for times in (1, 2, 3):
        assert workplace.seen_by(lena).count(UNANNOUNCED) == times, "each press has an answer"
        await workplace.do(lena.click("Try again"))
    workplace.slack.workspace.conversations[elsewhere].members.append(workplace.slack.bot_user_id)
    await workplace.do(lena.click("Try again"))
    assert lena.read(workplace.newest(lena)) == "Digital natives is announced in #elsewhere now."
    await workplace.do(lena.click("Try again"))
    assert lena.read(workplace.newest(lena)) == "Digital natives is announced in #elsewhere already."
    workplace.violations.clear()


async def test_an_announcement_is_tried_once_a_day_by_itself(workplace: Workplace) -> None:
    lena = workplace.lena
    workplace.slack.trouble.fail("chat.postMessage", error="not_in_channel")
    await workplace.has_program(channel=workplace.channel)
    assert "I couldn't announce Digital natives in #mentoring" in workplace.seen_by(lena)
    await workplace.turn(timedelta(days=1))
    assert lena.read(workplace.newest(lena)) == "Digital natives is announced in #mentoring now."
    workplace.violations.clear()


async def test_where_nobody_can_be_written_to_home_says_so_as_long_as_it_holds(workplace: Workplace) -> None:
    lena = workplace.lena
    await workplace.has_program()
    workplace.slack.trouble.fail("chat.postMessage", error="messages_tab_disabled", times=2)
    await workplace.signs_up(workplace.maya, MENTOR)
    await workplace.do(lena.open_home())
    assert "Slack doesn't let me write to people." in home(lena)
    await workplace.do(workplace.maya.open_home())
    assert "Slack doesn't let me" not in home(workplace.maya), "who cannot have it mended"
    workplace.slack.trouble.clear()
    await workplace.do(lena.click("It's on again: send what waits"))
    assert "Your role: mentor" in workplace.seen_by(workplace.maya)
    await workplace.do(lena.open_home())
    assert "Slack doesn't let me" not in home(lena)
    workplace.violations.clear()


async def test_a_file_that_slack_does_not_take_is_told_and_can_be_tried_again(workplace: Workplace) -> None:
    maya = workplace.maya
    await workplace.has_program()
    await workplace.signs_up(maya, MENTOR)
    for times in (1, 2):
        workplace.slack.trouble.fail("files.*", error="file_uploads_disabled")
        if times == 1:
            await workplace.do(maya.command("/mentor privacy"))
        await workplace.do(maya.click("Send me everything" if times == 1 else "Try again"))
        assert workplace.seen_by(maya).count("Slack didn't take it") == times
    await workplace.do(maya.click("Try again"))
    assert any(message.files for message in maya.messages())
    workplace.violations.clear()


async def test_somebody_whom_no_message_reaches_is_named_to_their_lead_once(workplace: Workplace) -> None:
    await workplace.has_program()
    workplace.slack.trouble.fail("conversations.open", error="cannot_dm_bot", times=1)
    await workplace.signs_up(workplace.maya, MENTOR)
    assert workplace.seen_by(workplace.lena).count("I couldn't get a message to @maya in Digital natives") == 1
    workplace.violations.clear()


async def test_a_failure_in_a_second_channel_is_told_too(workplace: Workplace) -> None:
    lena = workplace.lena
    first, second = (workplace.slack.add_channel(name, members=[lena.id]) for name in ("first", "second"))
    await workplace.has_program(channel=first)
    await workplace.do(lena.command("/mentor program"))
    await workplace.do(lena.click("Edit"))
    assert await workplace.submits(lena, {"channel": second}) == {}
    for channel in ("#first", "#second"):
        assert workplace.seen_by(lena).count(f"I couldn't announce Digital natives in {channel}") == 1
    workplace.violations.clear()


async def test_a_mixer_is_announced_at_the_press_of_a_button_once_i_am_in_its_channel(workplace: Workplace) -> None:
    lena = workplace.lena
    elsewhere = workplace.slack.add_channel("elsewhere", members=[lena.id])
    await workplace.has_program(channel=elsewhere)
    await has_mixer(workplace)
    workplace.slack.workspace.conversations[elsewhere].members.append(workplace.slack.bot_user_id)
    await workplace.do(lena.click("announce_mixer"))
    assert lena.read(workplace.newest(lena)) == "The mixer in Digital natives is now announced in #elsewhere."
    await workplace.do(lena.click("announce_mixer"))
    assert lena.read(workplace.newest(lena)) == "The mixer in Digital natives is already announced in #elsewhere."
    workplace.violations.clear()


async def test_after_an_outage_of_days_nobody_gets_a_heap(workplace: Workplace) -> None:
    maya, henrik = workplace.maya, workplace.henrik
    await workplace.has_pair()
    before = len(henrik.messages(henrik.dm))
    workplace.slack.trouble.fail("chat.postMessage", error="token_revoked", times=9999)
    for hour in ("11:00", "12:00", "13:00"):
        await workplace.do(maya.command("/mentor status"))
        await workplace.do(maya.click("Move the session"))
        assert await workplace.submits(maya, {"time": hour}) == {}
    for text in ("first", "second"):
        await workplace.do(maya.command("/mentor agenda"))
        assert await workplace.submits(maya, {"agenda": text}) == {}
    workplace.clock.turn(timedelta(hours=26))
    workplace.slack.trouble.clear()
    await workplace.turn(timedelta(minutes=10))
    heard = [henrik.read(message) for message in henrik.messages(henrik.dm)[before:]]
    assert len(heard) == 2
    assert "It's now on Mon, Mar 8 at 1 PM" in "".join(heard)
    assert "> second" in "".join(heard)
