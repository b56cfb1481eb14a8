"""Apps, guests and people of other workspaces, and what Slack tells of others than those who take part."""

import pytest
from sqlalchemy import select

from bot.core.blocks import buttons, command_button
from bot.people.model import Person as Somebody
from bot.people.rules.accounts import Account
from bot.playground.slack import Actor
from tests.journeys.test_privacy import stored
from tests.workplace import MENTEE, MENTOR, Workplace

ONLY_HERE = "For now, Flipside is only for people in this workspace"


def visitor(workplace: Workplace) -> Actor:
    """Ana, of a connected workspace, is in the channel."""
    ana = workplace.slack.add_person("U0ANA", name="ana", real_name="Ana Lima", team_id="T0OTHER")
    workplace.slack.workspace.conversations[workplace.channel].members.append(ana.id)
    return ana


def app(workplace: Workplace) -> Actor:
    return workplace.slack.add_person("U0POLLY", name="polly", real_name="Polly", is_bot=True)


async def account_of(workplace: Workplace, person: Actor) -> Somebody | None:
    async with workplace.bot.edge.transaction() as db:
        return await db.scalar(select(Somebody).where(Somebody.slack_id == person.id))


async def test_somebody_of_another_workspace_is_told_kindly_and_nothing_is_stored(workplace: Workplace) -> None:
    ana = visitor(workplace)
    await workplace.has_program(channel=workplace.channel)
    (announced,) = ana.messages()
    announced.blocks.append(buttons(command_button("Sign up", "signup")) | {"block_id": "to_press"})
    await workplace.do(ana.click("Sign up"))
    assert ONLY_HERE in workplace.seen_by(ana)
    assert ana.modal is None
    assert await stored(workplace, ana.id) == []


async def test_whoever_cannot_take_part_cannot_be_named_as_a_lead_and_the_field_says_who(workplace: Workplace) -> None:
    lena, ana, polly = workplace.lena, visitor(workplace), app(workplace)
    await workplace.do(lena.command("/mentor program new"))
    entries = {"name": "A", "need": "B", "cadence": "weekly"}
    errors = await workplace.submits(lena, entries | {"leads": [lena.id, polly.id]})
    assert errors == {"leads": "polly is an app, and apps can't take part. Please choose a person instead."}
    errors = await workplace.submits(lena, {"leads": [ana.id]})
    assert errors["leads"].startswith("ana is from another workspace. For now, only people in this one can take part")
    errors = await workplace.submits(lena, {"leads": ["USLACKBOT"]})
    assert "is an app" in errors["leads"]
    errors = await workplace.submits(lena, {"leads": [workplace.slack.bot_user_id]})
    assert "is an app" in errors["leads"]
    assert await workplace.submits(lena, {"leads": [lena.id, workplace.wei.id]}) == {}
    for nobody in (ana.id, polly.id, "USLACKBOT", workplace.slack.bot_user_id):
        assert set(await stored(workplace, nobody)) <= {"workspaces"}


@pytest.mark.parametrize("field", ["manager", "blocked"])
async def test_nor_anywhere_else(workplace: Workplace, field: str) -> None:
    maya, polly = workplace.maya, app(workplace)
    await workplace.do(maya.command("/mentor profile"))
    picked = polly.id if field == "manager" else [workplace.zoe.id, polly.id]
    errors = await workplace.submits(maya, {"level": "2", "department": "Brand", field: picked})
    assert list(errors) == [field]
    assert "polly is an app" in errors[field]
    assert await stored(workplace, polly.id) == []


async def test_a_guest_takes_part_like_anybody(workplace: Workplace) -> None:
    member = workplace.slack.workspace.members[workplace.maya.id]
    await workplace.has_program()
    await workplace.signs_up(workplace.maya, MENTOR)
    payload = member.wire(0, with_locale=False, with_email=True) | {"is_restricted": True}
    workplace.slack.events.send({"type": "user_change", "user": payload})
    await workplace.settled()
    known = await account_of(workplace, workplace.maya)
    assert known is not None
    assert (known.account, known.is_active) == (Account.GUEST, True)
    await workplace.signs_up(workplace.henrik, MENTEE)
    assert "maya" in await workplace.says(workplace.lena, "/mentor match")


async def test_where_slack_does_not_answer_in_time_a_form_is_taken_and_an_app_leaves_the_lists_later(
    workplace: Workplace,
) -> None:
    lena, polly = workplace.lena, app(workplace)
    await workplace.do(lena.command("/mentor program new"))
    workplace.slack.trouble.fail("users.info", error="internal_error", times=2)
    entries = {"name": "Digital natives", "need": "B", "cadence": "weekly", "leads": [lena.id, polly.id]}
    assert await workplace.submits(lena, entries) == {}
    workplace.slack.change_person(polly.id)
    await workplace.settled()
    known = await account_of(workplace, polly)
    assert known is not None
    assert (known.account, known.is_active) == (Account.APP, False)
    assert "polly" not in await workplace.says(lena, "/mentor program")
    assert {violation.error for violation in workplace.violations} == {"cannot_dm_bot"}, "it was to hear that it leads"
    workplace.violations.clear()


async def test_the_messages_tab_publishes_nothing_and_stores_nothing(workplace: Workplace) -> None:
    event = {"type": "app_home_opened", "user": "U0MAYA", "channel": workplace.maya.dm, "tab": "messages"}
    workplace.slack.events.send({**event, "event_ts": "1.1"})
    await workplace.settled()
    assert workplace.maya.home is None
    await workplace.do(workplace.maya.open_home())
    assert workplace.maya.home is not None
    assert await stored(workplace, "Ev") == []


async def test_slack_is_not_asked_for_ever_about_somebody_whom_it_does_not_show(workplace: Workplace) -> None:
    workplace.slack.trouble.fail("users.info", error="user_not_visible")
    await workplace.met(workplace.maya)
    known = await account_of(workplace, workplace.maya)
    assert known is not None
    assert (known.profile_due_at, known.is_active) == (None, True)
    workplace.violations.clear()


async def test_somebody_of_another_workspace_can_still_ask_what_is_stored_about_them(workplace: Workplace) -> None:
    ana = visitor(workplace)
    await workplace.has_program(channel=workplace.channel)
    (announced,) = ana.messages()
    announced.blocks.append(buttons(command_button("Who sees what?", "privacy")) | {"block_id": "to_press"})
    await workplace.do(ana.click("Who sees what?"))
    await workplace.do(ana.click("Erase me"))
    assert "I have nothing stored about you" in workplace.seen_by(ana)
