import asyncio
from datetime import timedelta

import pytest

from bot.playground.slack import mentions_everyone
from tests.workplace import MENTEE, MENTOR, PROGRAM, Workplace

HOSTILE = "<!channel> *bold* _it_ ~no~ `code` <https://x.example|y> <@U0LENA> &amp; :smile: 🦊 שלום \u202eevil"
SHOWN = HOSTILE.replace("\u202e", "").replace("שלום", "\u2068שלום\u2069")  # nothing typed turns a line around


@pytest.mark.parametrize(
    "typed", ["signup", "  SignUp ", "“signup”", "SIGNUP now please", "sign-up", "\u00a0signup\u00a0"]
)
async def test_a_subcommand_is_understood_however_a_phone_types_it(workplace: Workplace, typed: str) -> None:
    await workplace.has_program()
    await workplace.do(workplace.maya.command(f"/mentor {typed}"))
    assert workplace.maya.modal is not None
    assert workplace.maya.modal.title == "Sign up"


async def test_a_mistyped_subcommand_gets_the_nearest_one_offered(workplace: Workplace) -> None:
    said = await workplace.says(workplace.maya, "/mentor agnda <!channel>")
    assert "I don't know “agnda”. Did you mean /mentor agenda?" in said
    assert "[Post the agenda] [What can I do?]" in said
    said = await workplace.says(workplace.maya, "/mentor <!here>")
    assert "Did you mean" not in said
    assert "/mentor signup to take part" in said
    assert not any(mentions_everyone(message) for message in workplace.maya.messages())


async def test_help_shows_what_this_person_can_do(workplace: Workplace) -> None:
    assert "/mentor match" not in await workplace.says(workplace.maya, "/mentor")
    await workplace.has_pair()
    assert "/mentor match" in await workplace.says(workplace.lena, "/mentor help")
    assert "/mentor agenda" in await workplace.says(workplace.maya, "/mentor help")
    assert "/mentor agenda" not in await workplace.says(workplace.henrik, "/mentor help")


async def test_every_error_of_a_form_is_under_its_field_and_nothing_typed_is_lost(workplace: Workplace) -> None:
    maya = workplace.maya
    await workplace.has_program()
    await workplace.do(maya.command("/mentor signup"))
    errors = await workplace.submits(maya, {"role": "mentor", "level": "2", "department": "Marketing"})
    assert errors == {"offers": "Please choose at least one thing you could teach."}
    assert maya.modal is not None
    assert maya.modal.state["level"]["value"]["selected_option"]["value"] == "2"
    errors = await workplace.submits(maya, {"role": "mentee"})
    assert errors == {"wishes": "Please choose at least one thing you'd like to learn."}
    assert await workplace.submits(maya, {"role": "mentor", "offers": ["prompting"]}) == {}
    assert "Your role: mentor" in workplace.seen_by(maya)


async def test_who_signs_up_twice_finds_what_they_said_and_changes_it(workplace: Workplace) -> None:
    maya = workplace.maya
    await workplace.has_program()
    await workplace.signs_up(maya, MENTOR)
    await workplace.do(maya.command("/mentor signup"))
    assert maya.modal is not None
    shown = maya.read(maya.modal)
    assert "You're signed up already." in shown
    assert "I know from before: Professional, Marketing." in shown
    assert await workplace.submits(maya, {"kept_offers": ["prompting"], "offers": ["podcasts"]}) == {}
    assert "You can teach Podcasts and Prompting." in workplace.seen_by(maya)
    status = await workplace.says(workplace.lena, "/mentor status")
    assert "Signed up: 1 mentor, 0 mentees" in status


async def test_a_double_clicked_submit_counts_once(workplace: Workplace) -> None:
    await workplace.has_program()
    await workplace.do(workplace.maya.command("/mentor signup"))
    for field, value in MENTOR.items():
        await workplace.maya.fill(field, value)
    clicks = await workplace.do(asyncio.gather(workplace.maya.submit(), workplace.maya.submit()))
    assert all(click.ok for click in clicks)
    assert workplace.maya.modal is not None, "an empty ack to the second would close the next page"
    assert workplace.maya.modal.callback_id == "describe_skills"
    assert workplace.seen_by(workplace.maya).count("Welcome to") == 1


async def test_an_event_that_slack_repeats_changes_nothing(workplace: Workplace) -> None:
    """Looking is not stored, so that it is seen to twice; the second time shows what the first did."""
    await workplace.has_program()
    workplace.slack.trouble.duplicate_deliveries = 1
    await workplace.do(workplace.maya.open_home())
    assert workplace.maya.home is not None
    assert "Sign-up is open" in workplace.maya.read(workplace.maya.home)
    assert workplace.seen_by(workplace.maya) == ""


@pytest.mark.parametrize("command", ["/mentor match", "/mentor match Digital natives"])
async def test_a_leads_command_is_refused_kindly_to_others(workplace: Workplace, command: str) -> None:
    await workplace.has_program()
    assert "This is for the people who lead a program" in await workplace.says(workplace.maya, command)


async def test_signing_up_when_no_program_is_open_says_what_to_do(workplace: Workplace) -> None:
    assert "There's no program here yet." in await workplace.says(workplace.maya, "/mentor signup")
    assert "you don't take part in a program yet" in await workplace.says(workplace.maya, "/mentor agenda")
    assert "There's no program here yet" in await workplace.says(workplace.maya, "/mentor status")


async def test_a_form_sent_after_the_program_closed_keeps_what_was_typed(workplace: Workplace) -> None:
    await workplace.has_program()
    await workplace.do(workplace.maya.command("/mentor signup"))
    await workplace.do(workplace.lena.command("/mentor program"))
    await workplace.do(workplace.lena.click("close_program"))
    errors = await workplace.submits(workplace.maya, MENTOR)
    assert list(errors.values()) == [
        "This program has closed in the meantime. What you typed is still here, should you want to copy it."
    ]
    assert workplace.maya.modal is not None
    assert "Marketing" in workplace.maya.read(workplace.maya.modal)


async def test_a_pair_hears_that_its_program_closed_and_its_old_buttons_explain_themselves(
    workplace: Workplace,
) -> None:
    await workplace.has_pair()
    await workplace.do(workplace.lena.command("/mentor program"))
    await workplace.do(workplace.lena.click("close_program"))
    for person in (workplace.maya, workplace.henrik):
        assert "has come to its end" in workplace.seen_by(person)
    await workplace.do(workplace.maya.click("Post the agenda"))
    assert "you don't take part in a program" in workplace.seen_by(workplace.maya)
    before = len(workplace.maya.messages())
    await workplace.turn(timedelta(days=30))
    assert len(workplace.maya.messages()) == before, "an ended pair is left in peace"


async def test_an_agenda_form_left_open_while_the_pair_ends_keeps_its_text(workplace: Workplace) -> None:
    await workplace.has_pair()
    await workplace.do(workplace.maya.command("/mentor agenda"))
    await workplace.do(workplace.lena.command("/mentor program"))
    await workplace.do(workplace.lena.click("close_program"))
    errors = await workplace.submits(workplace.maya, {"agenda": "Three videos"})
    assert "This pair has ended" in errors["agenda"]


async def test_publishing_twice_pairs_people_once(workplace: Workplace) -> None:
    await workplace.has_program()
    await workplace.signs_up(workplace.maya, MENTOR)
    await workplace.signs_up(workplace.henrik, MENTEE)
    await workplace.do(workplace.lena.command("/mentor match"))
    lena = workplace.lena
    await workplace.do(asyncio.gather(lena.click("publish_proposals"), lena.click("publish_proposals")))
    assert "published already" in workplace.seen_by(lena)
    assert workplace.seen_by(workplace.maya).count("could be your mentee") == 1
    await workplace.do(asyncio.gather(workplace.maya.click("Accept"), workplace.henrik.click("Accept")))
    assert workplace.seen_by(workplace.maya).count("You're a pair in") == 1


async def test_proposals_lapse_when_newer_ones_are_asked_for(workplace: Workplace) -> None:
    await workplace.has_program()
    await workplace.signs_up(workplace.maya, MENTOR)
    await workplace.signs_up(workplace.henrik, MENTEE)
    await workplace.do(workplace.lena.command("/mentor match"))
    old = workplace.newest(workplace.lena)
    await workplace.do(workplace.lena.command("/mentor match"))
    with pytest.raises(LookupError):
        await workplace.lena.click("publish_proposals", where=old)
    await workplace.do(workplace.lena.click("publish_proposals"))
    assert "There are newer proposals" not in workplace.seen_by(workplace.lena)


async def test_nobody_to_match_is_explained(workplace: Workplace) -> None:
    await workplace.has_program()
    await workplace.signs_up(workplace.maya, MENTOR)
    await workplace.do(workplace.lena.command("/mentor match"))
    said = workplace.seen_by(workplace.lena)
    assert "Digital natives: no pairs yet" in said
    assert "Free for a partner right now: 1 mentor and 0 mentees. No mentee has signed up yet." in said


async def test_whoever_left_slack_is_not_matched_and_a_lead_sees_it(workplace: Workplace) -> None:
    await workplace.has_pair()
    workplace.slack.deactivate(workplace.henrik.id)
    await workplace.settled()
    status = await workplace.says(workplace.lena, "/mentor status")
    assert "@maya and @henrik: one of them has left Slack" in status
    assert "They're no longer in this Slack." in await workplace.says(workplace.maya, "/mentor status")
    assert "Your partner is no longer in this Slack" in await workplace.says(workplace.maya, "/mentor agenda")
    before = len(workplace.maya.messages())
    await workplace.turn(timedelta(days=30))
    assert len(workplace.maya.messages()) == before, "nobody is nudged about a partner who is gone"


async def test_hostile_text_is_shown_as_typed_and_pages_nobody(workplace: Workplace) -> None:
    lena, maya, henrik = workplace.lena, workplace.maya, workplace.henrik
    await workplace.do(lena.command("/mentor program"))
    await workplace.submits(lena, PROGRAM | {"name": HOSTILE[:80], "need": HOSTILE, "channel": workplace.channel})
    await workplace.signs_up(maya, MENTOR | {"department": HOSTILE[:80]})
    await workplace.signs_up(henrik, MENTEE)
    await workplace.do(lena.command("/mentor match"))
    await workplace.publishes(maya, henrik)
    await workplace.do(maya.command("/mentor agenda"))
    long = (HOSTILE + "\n") * 40
    assert await workplace.submits(maya, {"agenda": long[:3000]}) == {}
    await workplace.do(henrik.click("Propose a topic"))
    assert await workplace.submits(henrik, {"topic": HOSTILE}) == {}

    agenda = next(m for m in henrik.messages() if "posted the agenda" in henrik.read(m))
    quoted = henrik.read(agenda).replace("\n> ", "\n")
    assert SHOWN in quoted
    assert quoted.count("🦊") == long[:3000].count("🦊")
    assert SHOWN in workplace.seen_by(maya)
    for person in workplace.slack.people:
        assert not [m for m in person.messages() if mentions_everyone(m)]
        assert all("<!channel" not in m.text for m in person.messages())
    assert "@maya → @henrik" in workplace.seen_by(lena)


async def test_a_topic_can_only_be_proposed_and_an_agenda_only_posted_by_whose_it_is(workplace: Workplace) -> None:
    await workplace.has_pair()
    planned = next(m for m in workplace.henrik.messages() if "Your first session" in workplace.henrik.read(m))
    await workplace.do(workplace.henrik.click("Post the agenda", where=planned))
    assert "Your partner sets the agenda" in workplace.seen_by(workplace.henrik)


async def test_a_mentor_of_several_chooses_which_session_an_agenda_is_for(workplace: Workplace) -> None:
    await workplace.has_program()
    await workplace.signs_up(workplace.maya, MENTOR | {"capacity": "2"})
    await workplace.signs_up(workplace.henrik, MENTEE)
    await workplace.signs_up(workplace.wei, MENTEE)
    await workplace.do(workplace.lena.command("/mentor match"))
    await workplace.publishes(workplace.henrik, workplace.wei, workplace.maya, workplace.maya)
    said = await workplace.says(workplace.maya, "/mentor agenda")
    assert "@henrik" in said
    assert "@wei" in said
    await workplace.do(workplace.maya.click("Post the agenda"))
    assert workplace.maya.modal is not None
    assert workplace.maya.modal.title == "Post the agenda"


async def test_a_lead_of_several_programs_names_the_one_or_presses_its_button(workplace: Workplace) -> None:
    lena = workplace.lena
    await workplace.has_program()
    await workplace.has_program(name="Leaders’ R&D <circle>")
    assert "You lead several programs." in await workplace.says(lena, "/mentor match")
    assert "You lead several programs." in await workplace.says(lena, "/mentor match nothing like it")
    said = await workplace.says(lena, "/mentor match  leaders' r&d <CIRCLE> ")
    assert "Leaders’ R&D <circle>: no pairs yet" in said
    await workplace.do(lena.click("Digital natives"))
    assert "Digital natives: no pairs yet" in workplace.seen_by(lena)
    assert "There are several programs." in await workplace.says(workplace.maya, "/mentor signup")
    await workplace.do(workplace.maya.click("Sign up"))
    assert await workplace.submits(workplace.maya, MENTOR) == {}
    assert "Welcome to Digital natives" in workplace.seen_by(workplace.maya)


async def test_proposals_tell_a_lead_what_is_offered_and_never_what_somebody_wishes_for(workplace: Workplace) -> None:
    await workplace.has_program()
    await workplace.signs_up(workplace.maya, MENTOR | {"offers": ["short-video", "prompting", "podcasts"]})
    await workplace.signs_up(workplace.henrik, MENTEE | {"wishes": ["lgbtq", "short-video"]})
    await workplace.do(workplace.lena.command("/mentor match"))
    said = workplace.seen_by(workplace.lena)
    assert "Covers 1 of 2 wishes." in said
    assert "LGBTQ" not in said


async def test_whoever_changes_role_after_the_proposals_is_not_paired_the_wrong_way_round(workplace: Workplace) -> None:
    await workplace.has_program()
    await workplace.signs_up(workplace.maya, MENTOR)
    await workplace.signs_up(workplace.henrik, MENTEE)
    await workplace.do(workplace.lena.command("/mentor match"))
    await workplace.signs_up(workplace.maya, MENTEE)
    await workplace.do(workplace.lena.click("publish_proposals"))
    assert "None of these pairs can be offered any more" in workplace.seen_by(workplace.lena)


async def test_a_form_that_slack_opens_badly_is_not_met_with_silence(workplace: Workplace) -> None:
    await workplace.has_program()
    workplace.slack.trouble.fail("views.open", status=503)
    assert "Slack couldn't open the form just now." in await workplace.says(workplace.maya, "/mentor signup")


async def test_an_announcement_that_cannot_be_posted_is_told_to_the_lead(workplace: Workplace) -> None:
    elsewhere = workplace.slack.add_channel("elsewhere", members=[workplace.lena.id])
    await workplace.has_program(channel=elsewhere)
    assert "I couldn't announce Digital natives in #elsewhere" in workplace.seen_by(workplace.lena)
    workplace.violations.clear()


async def test_a_button_of_an_older_version_explains_itself(workplace: Workplace) -> None:
    await workplace.do(workplace.lena.command("/mentor program"))
    await workplace.do(workplace.lena.close_modal())
    await workplace.has_program()
    await workplace.do(workplace.lena.command("/mentor program"))
    message = workplace.newest(workplace.lena)
    message.blocks[-2]["elements"][0]["action_id"] = "long_gone"
    await workplace.do(workplace.lena.click("long_gone", where=message))
    assert "This button is from an older version" in workplace.seen_by(workplace.lena)


async def test_the_home_tab_shows_the_same_as_status_and_help(workplace: Workplace) -> None:
    await workplace.has_pair()
    await workplace.do(workplace.maya.open_home())
    assert workplace.maya.home is not None
    shown = workplace.maya.read(workplace.maya.home)
    assert "You are the mentor of @henrik" in shown
    assert "[Change my sign-up] [Edit my profile] [Take a break]" in shown
    assert "I can't read what you write here: use the buttons, or /mentor." in shown
    await workplace.do(workplace.maya.click("Post the agenda", where=workplace.maya.home))
    assert workplace.maya.modal is not None


async def test_a_refusal_that_says_what_to_type_has_the_button_that_does_it(workplace: Workplace) -> None:
    await workplace.has_program()
    assert "don't take part in a program" in await workplace.says(workplace.maya, "/mentor return")
    await workplace.do(workplace.maya.click("Sign up", where=workplace.newest(workplace.maya)))
    assert workplace.maya.modal is not None
    assert workplace.maya.modal.title == "Sign up"
