"""A program's life and its edits, as its leads see them."""

from datetime import timedelta

from bot.programs.rules.weights import WEIGHTS
from tests.workplace import MENTEE, MENTOR, MONDAY, Workplace

DRAFT = {"opens": "draft"}


async def presses(workplace: Workplace, label: str) -> str:
    """Lena presses a button of `/mentor program`. Returns what she newly sees."""
    await workplace.do(workplace.lena.command("/mentor program"))
    before = len(workplace.lena.messages())
    await workplace.do(workplace.lena.click(label))
    return "\n".join(workplace.lena.read(message) for message in workplace.lena.messages()[before - 1 :])


async def test_a_draft_is_seen_by_its_leads_only_until_it_is_opened(workplace: Workplace) -> None:
    await workplace.has_program(**DRAFT, channel=workplace.channel)
    assert "There's no program here yet." in await workplace.says(workplace.maya, "/mentor signup")
    assert "is a draft" in workplace.seen_by(workplace.lena)
    assert "Want to take part?" not in workplace.seen_by(workplace.maya)
    assert "is open for sign-up" in await presses(workplace, "Open sign-up")
    assert workplace.seen_by(workplace.maya).count("Want to take part?") == 1
    await workplace.signs_up(workplace.maya, MENTOR)


async def test_a_draft_can_be_deleted_and_a_form_open_on_it_says_so_and_loses_nothing(workplace: Workplace) -> None:
    lena = workplace.lena
    await workplace.has_program(**DRAFT, leads=[workplace.wei.id])
    await workplace.do(workplace.wei.command("/mentor program"))
    await workplace.do(workplace.wei.click("Edit"))
    assert "deleted the draft" in await presses(workplace, "Delete draft")
    errors = await workplace.submits(workplace.wei, {"need": "A need that took an hour to write"})
    assert "was deleted in the meantime" in "".join(errors.values())
    assert workplace.wei.modal is not None
    assert "A need that took an hour to write" in workplace.wei.read(workplace.wei.modal)
    await workplace.do(lena.command("/mentor program"))
    assert lena.modal is not None, "she leads none any more, so this offers to create one"


async def test_each_step_says_what_it_will_do_before_it_does_it(workplace: Workplace) -> None:
    await workplace.has_program()
    await workplace.do(workplace.lena.command("/mentor program"))
    steps = [
        element
        for block in workplace.newest(workplace.lena).blocks
        if block["type"] == "actions"
        for element in block["elements"]
        if element["action_id"].startswith(("program_to_", "close_program"))
    ]
    assert {step["text"]["text"] for step in steps} == {"Pause sign-up", "Close program"}
    assert all(len(step["confirm"]["text"]["text"]) > 40 for step in steps)


async def test_while_sign_up_rests_nobody_new_gets_in_and_whoever_is_in_can_change(workplace: Workplace) -> None:
    await workplace.has_program()
    await workplace.signs_up(workplace.maya, MENTOR)
    await workplace.do(workplace.zoe.command("/mentor signup"))
    await presses(workplace, "Pause sign-up")
    errors = await workplace.submits(workplace.zoe, MENTOR)
    assert "is paused while pairs are being made" in "".join(errors.values())
    await workplace.signs_up(workplace.maya, MENTOR)
    await presses(workplace, "Open sign-up again")
    assert await workplace.submits(workplace.zoe) == {}


async def test_publishing_lets_a_program_run_and_winding_down_plans_nothing_more(workplace: Workplace) -> None:
    await workplace.has_pair()
    assert "is winding down" in await presses(workplace, "Wind down")
    await workplace.turn(timedelta(days=10))
    await workplace.do(workplace.maya.click("Yes, we met"))
    assert "No session is planned right now." in await workplace.says(workplace.maya, "/mentor status")
    assert "No program is open" in await workplace.says(workplace.zoe, "/mentor signup")
    assert "there are no new pairs to make" in await workplace.says(workplace.lena, "/mentor match")
    await presses(workplace, "Keep it going")
    assert "Your next session is on" in workplace.seen_by(workplace.maya)


async def test_a_step_that_somebody_else_took_first_is_refused_kindly(workplace: Workplace) -> None:
    await workplace.has_program(leads=[workplace.wei.id])
    await workplace.do(workplace.wei.command("/mentor program"))
    await presses(workplace, "Pause sign-up")
    await workplace.do(workplace.wei.click("Pause sign-up"))
    assert "The program has moved on since." in workplace.seen_by(workplace.wei)


async def test_of_two_leads_who_edit_at_once_each_keeps_what_only_they_changed(workplace: Workplace) -> None:
    lena, wei = workplace.lena, workplace.wei
    await workplace.has_program(leads=[wei.id])
    for lead in (lena, wei):
        await workplace.do(lead.command("/mentor program"))
        await workplace.do(lead.click("Edit"))
    assert await workplace.submits(lena, {"name": "Sunrise"}) == {}
    assert await workplace.submits(wei, {"session_minutes": "30"}) == {}
    assert wei.modal is None
    said = await workplace.says(lena, "/mentor program")
    assert "Sunrise" in said
    assert "30 minutes a session" in said


async def test_of_two_leads_who_change_the_same_the_second_is_told_and_nothing_typed_is_lost(
    workplace: Workplace,
) -> None:
    lena, wei = workplace.lena, workplace.wei
    await workplace.has_program(leads=[wei.id])
    for lead in (lena, wei):
        await workplace.do(lead.command("/mentor program"))
        await workplace.do(lead.click("Edit"))
    assert await workplace.submits(lena, {"name": "Sunrise"}) == {}
    assert await workplace.submits(wei, {"name": "Sunset", "need": "Another need."}) == {}
    assert wei.modal is not None
    shown = wei.read(wei.modal)
    assert "Another lead changed something while you were typing: Name (now: “Sunrise”)." in shown
    assert "Sunset" in shown
    assert "Another need." in shown
    assert "Sunrise" in await workplace.says(lena, "/mentor program")
    assert await workplace.submits(wei) == {}
    assert "Sunset" in await workplace.says(lena, "/mentor program")


async def test_a_new_lead_is_told_and_a_program_never_loses_its_last_one(workplace: Workplace) -> None:
    lena, zoe = workplace.lena, workplace.zoe
    await workplace.has_program()
    await workplace.do(lena.command("/mentor program"))
    await workplace.do(lena.click("Edit"))
    errors = await workplace.submits(lena, {"leads": []})
    assert "at least one person" in errors["leads"]
    assert await workplace.submits(lena, {"leads": [zoe.id]}) == {}
    assert "You now lead Digital natives" in workplace.seen_by(zoe)
    assert "This is for the people who lead a program" in await workplace.says(lena, "/mentor match")


async def test_a_gap_that_leaves_nobody_to_pair_is_said_when_it_is_set(workplace: Workplace) -> None:
    lena = workplace.lena
    await workplace.has_program()
    await workplace.signs_up(workplace.maya, MENTOR)
    await workplace.signs_up(workplace.henrik, MENTEE)
    await workplace.do(lena.command("/mentor program"))
    await workplace.do(lena.click("Matching rules"))
    assert await workplace.submits(lena, {"min_gap": "5"}) == {}
    assert lena.modal is not None
    assert "most junior level is 2, the most senior 6. Choose 4 or less" in lena.read(lena.modal)
    assert await workplace.submits(lena, {"min_gap": "4"}) == {}
    await workplace.do(lena.command("/mentor match"))
    assert "@maya → @henrik" in workplace.seen_by(lena)


async def test_the_matching_rules_of_a_program_hold(workplace: Workplace) -> None:
    lena = workplace.lena
    await workplace.has_program()
    await workplace.signs_up(workplace.maya, MENTOR | {"department": "Sales"})
    await workplace.signs_up(workplace.henrik, MENTEE)
    await workplace.do(lena.command("/mentor program"))
    await workplace.do(lena.click("Matching rules"))
    await workplace.submits(lena, {"department_rule": "different"})
    await workplace.do(lena.command("/mentor match"))
    assert "no pairs yet" in workplace.seen_by(lena)


async def test_on_equal_footing_nobody_reads_mentor_or_mentee(workplace: Workplace) -> None:
    await workplace.has_program(footing="equal")
    await workplace.signs_up(workplace.maya, MENTOR)
    await workplace.signs_up(workplace.henrik, MENTEE)
    await workplace.do(workplace.lena.command("/mentor match"))
    await workplace.publishes(workplace.maya, workplace.henrik)
    await workplace.turn(timedelta(days=8))
    await workplace.do(workplace.maya.command("/mentor status"))
    for person in (workplace.maya, workplace.henrik, workplace.lena):
        said = workplace.seen_by(person).replace("/mentor", "").replace("reverse mentoring", "")
        assert "mentor" not in said
        assert "mentee" not in said
    assert "You are learning partners" in workplace.seen_by(workplace.maya)


async def test_where_the_senior_side_owns_the_agenda_it_is_asked_for_it_and_the_other_proposes(
    workplace: Workplace,
) -> None:
    lena, maya, henrik = workplace.lena, workplace.maya, workplace.henrik
    await workplace.has_program()
    await workplace.do(lena.command("/mentor program"))
    await workplace.do(lena.click("Edit"))
    await workplace.submits(lena, {"agenda_owner": "mentee", "schedule_owner": "mentee"})
    await workplace.signs_up(maya, MENTOR)
    await workplace.signs_up(henrik, MENTEE)
    await workplace.do(lena.command("/mentor match"))
    await workplace.publishes(maya, henrik)
    await workplace.turn(timedelta(days=5))
    assert "What will you talk about?" in workplace.seen_by(henrik)
    assert "What will you talk about?" not in workplace.seen_by(maya)
    await workplace.do(maya.click("Move the session"))
    assert "your partner sets the dates" in workplace.seen_by(maya)
    await workplace.do(henrik.click("Post the agenda"))
    await workplace.submits(henrik, {"agenda": "What I never dared to ask"})
    await workplace.turn(timedelta(days=2))  # it is a Saturday: Maya hears of it in the morning of the session
    assert "@henrik posted the agenda" in workplace.seen_by(maya)
    await workplace.do(maya.click("Propose a topic"))
    await workplace.submits(maya, {"topic": "How you decide"})
    assert "@maya would like to talk about this" in workplace.seen_by(henrik)


async def test_a_season_begins_and_ends_on_its_days(workplace: Workplace) -> None:
    lena = workplace.lena
    await workplace.has_program(cadence="weekly")
    await workplace.do(lena.command("/mentor program"))
    await workplace.do(lena.click("Edit"))
    first, last = (MONDAY + timedelta(days=days) for days in (21, 28))
    errors = await workplace.submits(lena, {"starts_on": last.date(), "ends_on": first.date()})
    assert "comes before the first" in errors["ends_on"]
    assert await workplace.submits(lena, {"starts_on": first.date(), "ends_on": last.date()}) == {}
    await workplace.signs_up(workplace.maya, MENTOR)
    await workplace.signs_up(workplace.henrik, MENTEE)
    await workplace.do(lena.command("/mentor match"))
    await workplace.publishes(workplace.maya, workplace.henrik)
    assert "Your first session is on Monday, March 22, 2027 at 10:00" in workplace.seen_by(workplace.maya)
    await workplace.turn(timedelta(days=60))
    planned = [line for line in workplace.seen_by(workplace.maya).splitlines() if "Your next session is on" in line]
    assert len(planned) == 1
    assert "Today is the last day of Digital natives" in workplace.seen_by(lena)


async def test_weights_are_changed_by_name_and_two_leads_who_do_are_asked(workplace: Workplace) -> None:
    lena, wei = workplace.lena, workplace.wei
    await workplace.has_program(leads=[lena.id, wei.id])
    for lead in (lena, wei):
        await workplace.do(lead.command("/mentor program"))
        await workplace.do(lead.click("Matching weights"))
    nothing = dict.fromkeys(WEIGHTS, "0")
    assert "Something has to count" in (await workplace.submits(lena, nothing))["skills"]
    assert await workplace.submits(lena, {"hours": "50"}) == {}
    assert "Matching weights: hours together 50" in workplace.seen_by(lena)
    await workplace.submits(wei, nothing | {"skills": "10"})
    assert wei.modal is not None
    assert "Matching weights (now: hours together 50" in wei.read(wei.modal)
    assert await workplace.submits(wei) == {}
    assert "matching weights: wishes of those who learn 10." in await workplace.says(lena, "/mentor program")


async def test_what_was_saved_is_said_in_the_words_of_the_form(workplace: Workplace) -> None:
    lena = workplace.lena
    await workplace.has_program()
    await workplace.says(lena, "/mentor program")
    await workplace.do(lena.click("Entry and places"))
    assert await workplace.submits(lena, {"entry": "application", "question_1": "Why you?"}) == {}
    said = lena.read(workplace.newest(lena))
    assert "How people get in: “by application”" in said
    assert "Questions: “Why you?”" in said


async def test_a_program_that_is_called_like_one_of_its_rules_keeps_its_name(workplace: Workplace) -> None:
    lena = workplace.lena
    await workplace.has_program()
    await workplace.says(lena, "/mentor program")
    await workplace.do(lena.click("Edit"))
    assert await workplace.submits(lena, {"name": "mentor"}) == {}
    assert "Name: “mentor”" in lena.read(workplace.newest(lena))


async def test_leads_whom_nobody_could_tell_on_the_last_day_hear_that_it_has_passed(workplace: Workplace) -> None:
    lena = workplace.lena
    await workplace.has_program()
    await workplace.do(lena.command("/mentor program"))
    await workplace.do(lena.click("Edit"))
    last = MONDAY + timedelta(days=7)
    assert await workplace.submits(lena, {"starts_on": MONDAY.date(), "ends_on": last.date()}) == {}
    await workplace.bot.stop()
    workplace.clock.turn(timedelta(days=9))
    await workplace.start_bot()
    await workplace.settled()
    assert "The last day of Digital natives has passed" in workplace.seen_by(lena)
    assert "Today is" not in workplace.seen_by(lena)
