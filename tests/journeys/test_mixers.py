import asyncio
from datetime import timedelta

from bot.playground.slack import Actor, mentions_everyone
from tests.workplace import MENTEE, MENTOR, Workplace

HOSTILE = "<!channel> *bold* _it_ `code` <https://x.example|y> <@U0LENA> &amp; :smile: 🦊 \u202eevil"
SHOWN = HOSTILE.replace("\u202e", "")  # nothing that people type turns a line around
MIXER = {"plan": "Thursday at noon, canteen", "date": "2027-03-08", "time": "17:00"}
END = timedelta(days=7, hours=8)  # 17:00 in Berlin, a week after Monday 9:00 there


async def has_mixer(workplace: Workplace, **more: str) -> None:
    await workplace.do(workplace.lena.command("/mentor mixer new"))
    assert await workplace.submits(workplace.lena, MIXER | more) == {}


async def joins(workplace: Workplace, *people: Actor) -> None:
    for person in people:
        await workplace.do(person.command("/mentor mixer"))
        await workplace.do(person.click("I'd like to come", where=workplace.newest(person)))


def groups_of(workplace: Workplace, person: Actor) -> list[str]:
    return [
        person.read(message)
        for message in person.messages()
        if message.channel != person.dm and "You're a group at the mixer" in person.read(message)
    ]


async def test_a_mixer_from_the_invitation_to_the_groups(workplace: Workplace) -> None:
    maya, zoe, henrik, wei, lena = (
        workplace.maya,
        workplace.zoe,
        workplace.henrik,
        workplace.wei,
        workplace.lena,
    )
    await workplace.has_program(channel=workplace.channel)
    await has_mixer(workplace)
    said = workplace.seen_by(lena)
    assert "Your mixer in Digital natives is on. I'm announcing it in #mentoring." in said
    announced = [message for message in maya.messages(workplace.channel) if "come to a mixer" in maya.read(message)]
    assert len(announced) == 1
    assert "> Thursday at noon, canteen" in maya.read(announced[0])
    await workplace.do(maya.click("I'd like to come", where=announced[0]))
    assert "you're on the list for the mixer in Digital natives" in workplace.seen_by(maya)
    assert "on the list" not in workplace.seen_by(zoe), "the answer is for one pair of eyes"
    assert "I'd like to come" in zoe.read(announced[0]), "the announcement stays for the others"
    await joins(workplace, zoe, henrik, wei)

    listed = await workplace.says(lena, "/mentor mixer")
    assert "4 people would like to come." in listed
    assert "@maya" not in listed
    before = len(groups_of(workplace, maya))
    await workplace.turn(END - timedelta(seconds=1))
    assert len(groups_of(workplace, maya)) == before == 0
    await workplace.turn(timedelta(seconds=1))
    await workplace.turn(timedelta(hours=16))  # it rings when all of them work, in Singapore too
    for person in (maya, zoe, henrik, wei):
        (told,) = groups_of(workplace, person)
        assert "Hello @henrik, @maya, @wei and @zoe!" in told
        assert "> Thursday at noon, canteen" in told
        assert "A question to start with" in told
    assert groups_of(workplace, lena) == []
    summary = lena.read(workplace.newest(lena))
    assert "Digital natives: 1 group for your mixer" in summary
    assert all(f"@{person.name}" in summary for person in (maya, zoe, henrik, wei))
    before = len(maya.messages())
    await workplace.turn(timedelta(days=3))
    assert len(maya.messages()) == before, "once is enough"


async def test_without_a_channel_each_person_with_a_place_is_written_to_in_their_working_hours(
    workplace: Workplace,
) -> None:
    await workplace.has_program()
    await workplace.signs_up(workplace.maya, MENTOR)
    await workplace.signs_up(workplace.wei, MENTEE)
    await workplace.turn(timedelta(hours=5))  # 14:00 in Oslo, 21:00 in Singapore
    await has_mixer(workplace)
    assert "I'm writing to 2 people now" in workplace.seen_by(workplace.lena)
    assert "come to a mixer" in workplace.seen_by(workplace.maya)
    assert "come to a mixer" not in workplace.seen_by(workplace.wei)
    assert "come to a mixer" not in workplace.seen_by(workplace.zoe)
    await workplace.turn(timedelta(hours=12))  # 9:00 in Singapore
    assert "come to a mixer" in workplace.seen_by(workplace.wei)
    await workplace.do(workplace.wei.click("I'd like to come"))
    assert "you're on the list" in workplace.seen_by(workplace.wei)


async def test_who_joins_and_cannot_come_after_all_is_not_in_a_group(workplace: Workplace) -> None:
    await workplace.has_program()
    await has_mixer(workplace)
    await joins(workplace, workplace.maya, workplace.zoe, workplace.henrik, workplace.wei)
    assert "You'd like to come, and so would 3 other people." in await workplace.says(workplace.wei, "/mentor mixer")
    await workplace.do(workplace.wei.click("I can't come after all"))
    assert "You're off the list" in workplace.seen_by(workplace.wei)
    assert "3 people would like to come." in await workplace.says(workplace.wei, "/mentor mixer")
    await workplace.turn(END)
    assert "Hello @henrik, @maya and @zoe!" in groups_of(workplace, workplace.maya)[0]
    assert groups_of(workplace, workplace.wei) == []


async def test_a_lead_makes_the_groups_early(workplace: Workplace) -> None:
    lena = workplace.lena
    await workplace.has_program()
    await has_mixer(workplace)
    await joins(workplace, workplace.maya, workplace.zoe)
    await workplace.do(lena.command("/mentor mixer"))
    controls = workplace.newest(lena)
    await workplace.do(lena.click("Make the groups now", where=controls, confirm=False))
    assert "too few for a group" not in workplace.seen_by(lena), "she was asked first, and said no"
    await workplace.do(lena.click("Make the groups now", where=controls))
    assert "Fewer than 3 people can come so far" in workplace.seen_by(lena)
    await joins(workplace, workplace.henrik)
    await workplace.do(lena.click("Make the groups now", where=controls))
    assert "Sign-up for the mixer in Digital natives is over." in workplace.seen_by(lena)
    assert len(groups_of(workplace, workplace.maya)) == 1
    await workplace.do(lena.click("Make the groups now", where=controls))
    assert "The groups of this mixer are already made." in workplace.seen_by(lena)
    assert len(groups_of(workplace, workplace.maya)) == 1


async def test_a_mixer_that_is_called_off_is_told_to_those_who_wanted_to_come(workplace: Workplace) -> None:
    lena = workplace.lena
    await workplace.has_program()
    await has_mixer(workplace)
    await joins(workplace, workplace.maya)
    await workplace.do(lena.command("/mentor mixer"))
    await workplace.do(lena.click("Call it off", where=workplace.newest(lena)))
    assert "The mixer in Digital natives is called off. I'm telling everyone who wanted" in workplace.seen_by(lena)
    assert "The mixer in Digital natives is called off. The plan was:" in workplace.seen_by(workplace.maya)
    assert "called off" not in workplace.seen_by(workplace.zoe)
    assert "There's none to come to right now." in await workplace.says(workplace.zoe, "/mentor mixer")


async def test_with_too_few_it_does_not_take_place_and_both_sides_hear_it_in_their_own_words(
    workplace: Workplace,
) -> None:
    await workplace.has_program()
    await has_mixer(workplace)
    await joins(workplace, workplace.maya, workplace.wei)
    await workplace.turn(END + timedelta(hours=16))  # in everybody's morning
    for person in (workplace.maya, workplace.wei):
        assert "Too few people can come to the mixer in Digital natives" in workplace.seen_by(person)
        assert groups_of(workplace, person) == []
    assert "Fewer than three people can come" in workplace.seen_by(workplace.lena)
    assert "Thank you for wanting to come" not in workplace.seen_by(workplace.lena)


async def test_when_the_program_closes_its_mixer_is_called_off(workplace: Workplace) -> None:
    await workplace.has_program()
    await has_mixer(workplace)
    await joins(workplace, workplace.maya)
    await workplace.do(workplace.lena.command("/mentor program"))
    await workplace.do(workplace.lena.click("close_program"))
    assert "Digital natives has ended, so its mixer is called off." in workplace.seen_by(workplace.maya)


async def test_a_button_pressed_after_the_end_explains_itself(workplace: Workplace) -> None:
    maya, wei = workplace.maya, workplace.wei
    await workplace.has_program(channel=workplace.channel)
    await has_mixer(workplace)
    await joins(workplace, maya, workplace.zoe, workplace.henrik)
    on_the_list = workplace.newest(maya)
    await workplace.do(wei.command("/mentor mixer"))
    await workplace.turn(END)
    await workplace.do(wei.click("I'd like to come", where=workplace.newest(wei)))
    assert "The groups of this mixer are already made. /mentor mixer" in workplace.seen_by(wei)
    await workplace.do(maya.click("I can't come after all", where=on_the_list))
    assert "Please tell yours that you can't come" in workplace.seen_by(maya)


async def test_a_double_click_counts_once(workplace: Workplace) -> None:
    lena, maya = workplace.lena, workplace.maya
    await workplace.has_program()
    await workplace.do(lena.command("/mentor mixer new"))
    for field, value in MIXER.items():
        await lena.fill(field, value)
    await workplace.do(asyncio.gather(lena.submit(), lena.submit()))
    assert workplace.seen_by(lena).count("Your mixer in Digital natives is on.") == 1
    await workplace.do(maya.command("/mentor mixer"))
    listed = workplace.newest(maya)
    press = "I'd like to come"
    await workplace.do(asyncio.gather(maya.click(press, where=listed), maya.click(press, where=listed)))
    assert "1 person would like to come." in await workplace.says(lena, "/mentor mixer")


async def test_what_is_wrong_with_the_form_is_said_under_its_fields(workplace: Workplace) -> None:
    lena = workplace.lena
    await workplace.has_program()
    await workplace.do(lena.command("/mentor mixer new"))
    assert list(await workplace.submits(lena, MIXER | {"plan": "   "})) == ["plan"]
    errors = await workplace.submits(lena, MIXER | {"date": "2027-02-28"})
    assert errors == {"date": "Please choose a time that's still to come."}
    errors = await workplace.submits(lena, MIXER | {"date": "2027-06-30"})
    assert errors == {"date": "Please choose a day within the next 90 days."}
    assert lena.modal is not None
    assert "Thursday at noon, canteen" in lena.read(lena.modal)
    assert await workplace.submits(lena, MIXER) == {}


async def test_hostile_text_in_a_plan_is_shown_as_typed_and_pages_nobody(workplace: Workplace) -> None:
    await workplace.has_program(channel=workplace.channel)
    await has_mixer(workplace, plan=HOSTILE)
    await joins(workplace, workplace.maya, workplace.zoe, workplace.henrik)
    await workplace.turn(END)
    assert f"> {SHOWN}" in groups_of(workplace, workplace.maya)[0]
    assert f"> {SHOWN}" in workplace.lena.read(workplace.newest(workplace.lena))
    for person in workplace.slack.people:
        assert not [message for message in person.messages() if mentions_everyone(message)]


async def test_only_leads_invite_and_one_of_several_programs_is_chosen(workplace: Workplace) -> None:
    lena, maya = workplace.lena, workplace.maya
    await workplace.has_program()
    assert "This is for the people who lead a program" in await workplace.says(maya, "/mentor mixer new")
    assert "Invite to a mixer" not in await workplace.says(maya, "/mentor mixer")
    await workplace.has_program(name="Green shoots")
    assert "Which one does the mixer belong to?" in await workplace.says(lena, "/mentor mixer new")
    await workplace.do(lena.click("Green shoots"))
    assert lena.modal is not None
    assert "Green shoots" in lena.read(lena.modal)
    await lena.close_modal()
    await workplace.do(lena.command("/mentor mixer NEW  digital Natives"))
    assert lena.modal is not None
    assert "Digital natives" in lena.read(lena.modal)
    await lena.close_modal()
    await workplace.do(lena.command("/mentor mixer"))
    await workplace.do(lena.click("Invite to a mixer"))
    assert "Which one does the mixer belong to?" in lena.read(workplace.newest(lena))


async def test_an_announcement_or_a_group_that_cannot_be_posted_is_told_to_the_lead(workplace: Workplace) -> None:
    elsewhere = workplace.slack.add_channel("elsewhere", members=[workplace.lena.id])
    await workplace.has_program(channel=elsewhere)
    await has_mixer(workplace)
    assert "I couldn't announce the mixer in Digital natives in #elsewhere" in workplace.seen_by(workplace.lena)
    await joins(workplace, workplace.maya, workplace.zoe, workplace.henrik)
    await workplace.do(workplace.lena.command("/mentor mixer"))
    workplace.slack.trouble.fail("conversations.open", error="user_disabled")
    await workplace.do(workplace.lena.click("Make the groups now"))
    assert "I couldn't write to one group at the mixer in Digital natives" in workplace.seen_by(workplace.lena)
    workplace.violations.clear()


async def test_a_break_that_outlasts_sign_up_is_pointed_out(workplace: Workplace) -> None:
    await workplace.has_program()
    await has_mixer(workplace)
    await workplace.do(workplace.maya.command("/mentor pause"))
    assert await workplace.submits(workplace.maya, {"until": "2027-03-20"}) == {}
    await joins(workplace, workplace.maya)
    assert "You're on a break until after the groups are made" in workplace.seen_by(workplace.maya)
    await workplace.do(workplace.maya.command("/mentor return"))
    await joins(workplace, workplace.maya)
    assert "you're on the list" in workplace.seen_by(workplace.maya)
