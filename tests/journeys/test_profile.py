from datetime import timedelta

import pytest

from bot.playground.slack import View, mentions_everyone
from tests.workplace import MENTEE, MENTOR, Workplace

PROFILE = {
    "level": "2",
    "department": "Marketing",
    "location": "Oslo",
    "languages": ["Norwegian", "English"],
    "starts": "07:00",
    "ends": "15:00",
    "days": ["Monday", "Tuesday", "Wednesday"],
    "about": "I film everything.",
}
ROSTER = b"""email,name,manager_email,department,level,location
maya@x.com,Maya,henrik@x.com,Brand,3,
henrik@x.com,Henrik,,Sales,6,Oslo
"""


async def opens(workplace: Workplace) -> View:
    """Maya's form."""
    await workplace.do(workplace.maya.command("/mentor profile"))
    assert workplace.maya.modal is not None
    return workplace.maya.modal


def picked(view: View, field: str) -> list[str]:
    held = view.state[field]["value"]
    options = held.get("selected_options") or [held.get("selected_option")]
    return [option["text"]["text"] for option in options if option]


async def has_roster(workplace: Workplace) -> None:
    for person in (workplace.maya, workplace.henrik):
        workplace.slack.change_person(person.id, email=f"{person.name}@x.com")
    workplace.slack.change_person(workplace.lena.id, is_admin=True)
    await workplace.met(workplace.lena)
    await workplace.do(workplace.lena.command("/mentor roster"))
    await workplace.submits(workplace.lena, {"file": ("people.csv", ROSTER)})
    await workplace.do(workplace.lena.click("Import"))


async def test_somebody_says_who_they_are_and_finds_it_again(workplace: Workplace) -> None:
    await opens(workplace)
    assert await workplace.submits(workplace.maya, PROFILE | {"manager": workplace.zoe.id}) == {}
    said = workplace.seen_by(workplace.maya)
    assert "Your profile is saved." in said
    assert (
        "I keep sessions and reminders to 07:00 to 15:00 on Monday to Wednesday (Europe/Oslo time, as in Slack)."
        in said
    )
    assert "@zoe is your manager: I never pair you within your reporting line." in said
    assert "Your partner reads what you wrote about yourself" in said
    view = await opens(workplace)
    for field in ("languages", "days"):
        assert set(picked(view, field)) == set(PROFILE[field])
    for field in ("starts", "ends"):
        assert picked(view, field) == [PROFILE[field]]
    assert picked(view, "level") == ["Professional"]
    shown = workplace.maya.read(view)
    for text in ("Marketing", "Oslo", "I film everything.", "zoe"):
        assert text in shown


async def test_a_newcomer_is_shown_their_zone_usual_hours_and_a_guess_at_their_language(workplace: Workplace) -> None:
    workplace.slack.change_person(workplace.maya.id, locale="nb-NO")
    await workplace.met(workplace.maya)
    view = await opens(workplace)
    assert picked(view, "languages") == ["Norwegian"]
    assert (picked(view, "starts"), picked(view, "ends")) == (["09:00"], ["17:00"])
    assert "Leave it empty to follow Slack, where it's Europe/Oslo now." in workplace.maya.read(view)


async def test_every_error_is_under_its_field_and_nothing_typed_is_lost(workplace: Workplace) -> None:
    await opens(workplace)
    errors = await workplace.submits(workplace.maya, PROFILE | {"starts": "15:00", "ends": "15:00"})
    assert errors == {"ends": "Your working day would end before it starts. Please choose a later hour."}
    errors = await workplace.submits(workplace.maya, {"ends": "24:00", "manager": workplace.maya.id})
    assert errors == {"manager": "You can't be your own manager. Please choose someone else, or nobody."}
    assert workplace.maya.modal is not None
    assert "I film everything." in workplace.maya.read(workplace.maya.modal)
    assert await workplace.submits(workplace.maya, {"manager": None}) == {}


async def test_a_day_without_work_days_is_asked_about(workplace: Workplace) -> None:
    await opens(workplace)
    assert list(await workplace.submits(workplace.maya, PROFILE | {"days": []})) == ["days"]


async def test_what_was_said_is_not_asked_at_sign_up(workplace: Workplace) -> None:
    await opens(workplace)
    await workplace.submits(workplace.maya, PROFILE)
    await workplace.has_program()
    await workplace.do(workplace.maya.command("/mentor signup"))
    assert workplace.maya.modal is not None
    shown = workplace.maya.read(workplace.maya.modal)
    assert "I know from before: Professional, Marketing." in shown
    assert "Languages you could meet in" not in shown


async def test_what_to_know_about_somebody_is_told_to_their_partner_as_it_was_typed(workplace: Workplace) -> None:
    await opens(workplace)
    about = "<!channel> I film *everything* & more"
    await workplace.submits(workplace.maya, PROFILE | {"about": about})
    await workplace.has_pair()
    assert f"What to know about @maya: {about}" in workplace.seen_by(workplace.henrik)
    assert not any(mentions_everyone(message) for message in workplace.henrik.messages())


async def test_nobody_is_paired_with_the_manager_whom_they_named(workplace: Workplace) -> None:
    await opens(workplace)
    await workplace.submits(workplace.maya, PROFILE | {"manager": workplace.henrik.id})
    await workplace.has_program()
    await workplace.signs_up(workplace.maya, MENTOR)
    await workplace.signs_up(workplace.henrik, MENTEE)
    assert "no pairs yet" in await workplace.says(workplace.lena, "/mentor match")


async def test_nudges_keep_to_the_hours_and_days_that_somebody_names(workplace: Workplace) -> None:
    await workplace.has_pair()
    await opens(workplace)
    await workplace.submits(workplace.maya, {"starts": "07:00", "ends": "15:00", "days": ["Monday", "Thursday"]})
    before = len(workplace.maya.messages())
    await workplace.turn(timedelta(days=2, hours=21, minutes=59))  # Thursday, a minute to seven in Oslo
    assert len(workplace.maya.messages()) == before
    await workplace.turn(timedelta(minutes=1))
    assert "What will you talk about?" in workplace.maya.read(workplace.newest(workplace.maya))


async def test_what_the_roster_says_is_shown_and_not_asked(workplace: Workplace) -> None:
    await has_roster(workplace)
    await workplace.met(workplace.maya)
    view = await opens(workplace)
    shown = workplace.maya.read(view)
    assert "Level: Senior professional or specialist" in shown
    assert "Department: Brand" in shown
    assert "Manager: henrik@x.com" in shown
    assert not {"level", "department", "manager"} & set(view.state)
    assert await workplace.submits(workplace.maya, {"location": "Bergen", "about": "Hello."}) == {}
    await workplace.met(workplace.henrik)
    shown = workplace.maya.read(await opens(workplace))
    assert "Bergen" in shown
    assert "Manager: @henrik" in shown


async def test_a_roster_that_comes_while_the_form_is_open_wins(workplace: Workplace) -> None:
    await opens(workplace)
    await has_roster(workplace)
    assert await workplace.submits(workplace.maya, PROFILE) == {}
    assert workplace.maya.modal is not None
    told = workplace.maya.read(workplace.maya.modal)
    assert "Your department: your company’s roster says it now, so what you typed there doesn't count" in told
    assert "I film everything." in told, "nothing else that was typed is lost"
    assert await workplace.submits(workplace.maya) == {}
    assert workplace.maya.modal is None
    shown = workplace.maya.read(await opens(workplace))
    assert "Department: Brand" in shown
    assert "Oslo" in shown


@pytest.mark.parametrize("typed", ["profile", "Profile", "“profile”"])
async def test_the_command_is_understood(workplace: Workplace, typed: str) -> None:
    await workplace.do(workplace.maya.command(f"/mentor {typed}"))
    assert workplace.maya.modal is not None
    assert workplace.maya.modal.title == "Your profile"


async def test_whom_somebody_should_not_be_paired_with_is_kept_to_and_seen_by_nobody(workplace: Workplace) -> None:
    maya, lena = workplace.maya, workplace.lena
    await workplace.has_program()
    await workplace.signs_up(maya, MENTOR)
    await workplace.signs_up(workplace.henrik, MENTEE)
    await opens(workplace)
    assert "paired with yourself" in (await workplace.submits(maya, {"blocked": [maya.id]}))["blocked"]
    assert await workplace.submits(maya, {"blocked": [workplace.henrik.id]}) == {}
    assert "I won't pair you with the person you named. Only you can see this." in workplace.seen_by(maya)
    assert (await opens(workplace)).state["blocked"]["value"]["selected_users"] == [workplace.henrik.id]
    await maya.close_modal()
    await workplace.do(lena.command("/mentor match"))
    assert "no pairs yet" in workplace.seen_by(lena)
    await workplace.do(lena.click("Pair two by hand"))
    errors = await workplace.submits(lena, {"mentor": maya.id, "mentee": workplace.henrik.id})
    assert "work in one reporting line, or somebody ruled it out." in errors["mentee"]
    await lena.close_modal()
    await workplace.do(workplace.henrik.command("/mentor profile"))
    assert workplace.henrik.modal is not None
    assert not workplace.henrik.modal.state["blocked"]["value"].get("selected_users")
    await workplace.henrik.close_modal()
    await opens(workplace)
    assert await workplace.submits(maya, {"blocked": []}) == {}
    await workplace.do(lena.command("/mentor match"))
    assert "@maya → @henrik" in workplace.seen_by(lena)


async def test_it_holds_whichever_of_the_two_said_it_and_between_search_and_publishing(workplace: Workplace) -> None:
    lena, henrik = workplace.lena, workplace.henrik
    await workplace.has_program()
    await workplace.signs_up(workplace.maya, MENTOR)
    await workplace.signs_up(henrik, MENTEE)
    await workplace.do(lena.command("/mentor match"))
    await workplace.do(henrik.command("/mentor profile"))
    assert await workplace.submits(henrik, {"blocked": [workplace.maya.id]}) == {}
    await workplace.do(lena.click("publish_proposals"))
    assert "None of these pairs can be offered any more" in workplace.seen_by(lena)


async def test_a_zone_that_somebody_chooses_wins_over_slack_until_they_follow_it_again(workplace: Workplace) -> None:
    maya = workplace.maya
    await opens(workplace)
    assert "Did you mean Asia/Tokyo?" in (await workplace.submits(maya, PROFILE | {"zone": "Tokio"}))["zone"]
    assert await workplace.submits(maya, {"zone": "tokyo"}) == {}
    assert "(Asia/Tokyo time)." in workplace.seen_by(maya)
    workplace.slack.change_person(maya.id, tz="America/Lima")
    await workplace.settled()
    view = await opens(workplace)
    assert view.state["zone"]["value"]["value"] == "Asia/Tokyo"
    assert "Leave it empty to follow Slack, where it's America/Lima now." in maya.read(view)
    assert await workplace.submits(maya, {"zone": ""}) == {}
    assert "(America/Lima time, as in Slack)." in workplace.seen_by(maya)


async def test_sessions_and_nudges_follow_a_zone_that_somebody_chooses(workplace: Workplace) -> None:
    maya = workplace.maya
    await workplace.has_pair()
    await opens(workplace)
    assert await workplace.submits(maya, {"zone": "New York", "starts": "03:00", "ends": "11:00"}) == {}
    before = len(maya.messages())
    await workplace.turn(timedelta(days=3, hours=23, minutes=59))  # Friday, a minute to three in New York
    assert len(maya.messages()) == before
    await workplace.turn(timedelta(minutes=1))
    assert "What will you talk about?" in maya.read(workplace.newest(maya))


async def test_where_slack_knows_no_zone_the_offset_counts(workplace: Workplace) -> None:
    maya = workplace.maya
    await workplace.met(maya)
    member = workplace.slack.workspace.members[maya.id]
    user = member.wire(0, with_locale=True, with_email=True) | {"tz": None, "tz_offset": 36000}
    workplace.slack.events.send({"type": "user_change", "user": user})
    await workplace.settled()
    assert "where it's UTC+10 now." in maya.read(await opens(workplace))
