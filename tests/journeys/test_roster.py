import io
import zipfile
from datetime import timedelta

import pytest

from bot.people.roster import import_roster
from bot.people.rules.roster_file import MOST_IN_SLACK, read_roster
from bot.playground.slack import Actor
from tests.workplace import MENTEE, MENTOR, Workplace

HEADER = "email,name,manager_email,department,level,location"
PEOPLE = (
    "lena@x.com,Lena,,People,5,Berlin",
    "maya@x.com,Maya,henrik@x.com,Marketing,2,Oslo",
    "henrik@x.com,Henrik,wei@x.com,Sales,6,Oslo",
    "wei@x.com,Wei,,Sales,7,Singapore",
)


def csv_of(*lines: str) -> bytes:
    return "\n".join([HEADER, *lines]).encode()


async def is_admin(workplace: Workplace, person: Actor) -> None:
    """And has met the bot, which learnt so from Slack."""
    workplace.slack.change_person(person.id, is_admin=True)
    await workplace.met(person)


async def brings(workplace: Workplace, content: bytes, name: str = "people.csv") -> str:
    """Lena brings a file. Returns what she newly sees."""
    lena = workplace.lena
    await is_admin(workplace, lena)
    await workplace.do(lena.command("/mentor roster"))
    before = len(lena.messages())
    assert await workplace.submits(lena, {"file": (name, content)}) == {}
    return "\n".join(lena.read(message) for message in lena.messages()[before:])


async def have_addresses(workplace: Workplace) -> None:
    for person in workplace.slack.people:
        workplace.slack.change_person(person.id, email=f"{person.name}@x.com")


async def imports(workplace: Workplace, *lines: str) -> None:
    await brings(workplace, csv_of(*lines))
    await workplace.do(workplace.lena.click("Import"))
    assert "Your roster is imported" in workplace.seen_by(workplace.lena)


async def test_an_admin_brings_a_roster_sees_what_it_changes_and_imports_it(workplace: Workplace) -> None:
    said = await brings(workplace, csv_of(*PEOPLE))
    assert "Thanks, I've got your file." in said
    assert "I've read your roster: 4 new, 0 changed, 0 as they were." in said
    assert "• new: maya@x.com, level 2, Marketing, Oslo, reports to henrik@x.com" in said
    assert "Nothing has changed yet." in said
    await workplace.do(workplace.lena.click("Import"))
    assert "Your roster is imported: 4 new, 0 changed, 0 as they were." in workplace.seen_by(workplace.lena)

    assert "Nothing was changed" in await brings(workplace, csv_of(*PEOPLE))
    said = await brings(workplace, csv_of(PEOPLE[1].replace("Oslo", "Rome")))
    assert "0 new, 1 changed, 0 as they were; 3 not in this file stay as they are" in said
    assert "• changed: maya@x.com: location Oslo → Rome" in said


async def test_the_form_shows_what_the_file_looks_like(workplace: Workplace) -> None:
    await is_admin(workplace, workplace.lena)
    await workplace.do(workplace.lena.command("/mentor roster"))
    assert workplace.lena.modal is not None
    shown = workplace.lena.read(workplace.lena.modal)
    assert HEADER in shown
    assert "Nothing changes before you say so." in shown


async def test_others_are_told_who_can_bring_a_roster(workplace: Workplace) -> None:
    assert "Please try again in a moment." in await workplace.says(workplace.maya, "/mentor roster")
    said = await workplace.says(workplace.maya, "/mentor roster")
    assert "Only admins of this Slack workspace can upload the roster." in said
    assert "python -m bot roster import people.csv" in said


async def test_who_is_no_longer_an_admin_can_neither_bring_nor_import(workplace: Workplace) -> None:
    await brings(workplace, csv_of(*PEOPLE))
    await workplace.do(workplace.lena.command("/mentor roster"))
    workplace.slack.change_person(workplace.lena.id, is_admin=False)
    await workplace.settled()
    errors = await workplace.submits(workplace.lena, {"file": ("people.csv", csv_of(*PEOPLE))})
    assert "Only admins" in errors["file"]
    await workplace.lena.close_modal()
    await workplace.do(workplace.lena.click("Import"))
    assert "Only admins" in workplace.seen_by(workplace.lena)
    assert "imported" not in workplace.seen_by(workplace.lena)


async def test_a_file_can_be_left_alone(workplace: Workplace) -> None:
    await brings(workplace, csv_of(*PEOPLE))
    await workplace.do(workplace.lena.click("Don't import"))
    assert "the roster stays as it is." in workplace.seen_by(workplace.lena)
    assert "4 new" in await brings(workplace, csv_of(*PEOPLE)), "nothing was changed"


async def test_the_buttons_of_an_older_file_say_that_a_newer_one_came(workplace: Workplace) -> None:
    await brings(workplace, csv_of(*PEOPLE))
    older = workplace.newest(workplace.lena)
    await brings(workplace, csv_of(*PEOPLE[2:]))
    await workplace.do(workplace.lena.click("Import", where=older))
    assert "A newer roster file took the place of this one" in workplace.seen_by(workplace.lena)
    await workplace.do(workplace.lena.click("Import"))
    assert "Your roster is imported: 2 new" in workplace.seen_by(workplace.lena)


async def test_people_who_met_the_bot_before_the_roster_and_after_it_are_tied_to_it(workplace: Workplace) -> None:
    await have_addresses(workplace)
    await workplace.met(workplace.maya)
    await imports(workplace, *PEOPLE)
    await workplace.met(workplace.henrik)
    await workplace.has_program()
    for person, level in (
        (workplace.maya, "Professional, Marketing"),
        (workplace.henrik, "Director or head of, Sales"),
    ):
        await workplace.do(person.command("/mentor signup"))
        assert person.modal is not None
        assert f"I know from before: {level}." in person.read(person.modal)


async def test_nobody_is_paired_with_their_boss_or_their_boss_s_boss(workplace: Workplace) -> None:
    await have_addresses(workplace)
    await workplace.met(workplace.maya, workplace.henrik, workplace.wei)
    await imports(workplace, *PEOPLE)
    await workplace.has_program()
    await workplace.signs_up(workplace.maya, MENTOR)
    for senior in (workplace.henrik, workplace.wei):
        await workplace.signs_up(senior, MENTEE)
    assert "no pairs yet" in await workplace.says(workplace.lena, "/mentor match")


async def test_a_roster_imported_before_the_bot_connected_is_taken_over_at_its_start(workplace: Workplace) -> None:
    await have_addresses(workplace)
    await workplace.met(workplace.maya)
    async with workplace.bot.edge.transaction() as db:
        await import_roster(db, "", read_roster(csv_of(*PEOPLE)), workplace.clock.now())
    await workplace.bot.stop()
    await workplace.start_bot()
    await workplace.settled()
    await workplace.do(workplace.maya.command("/mentor profile"))
    assert workplace.maya.modal is not None
    assert "Manager: henrik@x.com" in workplace.maya.read(workplace.maya.modal)


async def test_a_changed_address_is_heard_of_at_once(workplace: Workplace) -> None:
    await workplace.met(workplace.maya)
    await imports(workplace, *PEOPLE)
    workplace.slack.change_person(workplace.maya.id, email="Maya@X.com")
    await workplace.settled()
    await workplace.do(workplace.maya.command("/mentor profile"))
    assert workplace.maya.modal is not None
    assert "Department: Marketing" in workplace.maya.read(workplace.maya.modal)


async def test_what_the_file_holds_is_shown_as_it_stands_and_pages_nobody(workplace: Workplace) -> None:
    said = await brings(workplace, csv_of("zoe@x.com,<!here>,,*Sales* <!channel> & <@U0LENA>,3,"))
    assert "*Sales* <!channel> & <@U0LENA>" in said
    said = await brings(workplace, csv_of("zoe@x.com,<!here>,,,high,"))
    assert "• Line 2 (<!here>): level “high” is not a whole number from 0 to 1000." in said
    assert all("<!" not in message.text for message in workplace.lena.messages())


def zipped() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("xl/worksheets/sheet1.xml", b"0" * 1_000_000)
    return content.getvalue()


BAD = {
    "latin-1": (csv_of("zoe@x.com,Zoë,,,3,").decode().encode("latin-1"), "not UTF-8: line 2 holds another encoding"),
    "formula": (csv_of("zoe@x.com,=cmd|' /C calc'!A0,,,3,"), "looks like a spreadsheet formula"),
    "a million columns": (b"," * 1_000_000, "Line 1 is longer than 20,000 characters"),
    "an Excel file": (zipped(), "This is an Excel file or an archive"),
    "empty": (b"", "The file is empty."),
    "only a header": (HEADER.encode(), "There are no people in this file"),
    "another header": (b"mail;name\nzoe@x.com;Zoe", "The first line does not name"),
    "a circle": (
        csv_of("a@x.com,,b@x.com,,,", "b@x.com,,a@x.com,,,"),
        "run in a circle: a@x.com → b@x.com → a@x.com",
    ),
    "an open quote": (csv_of('zoe@x.com,"Zoe,,,3,', PEOPLE[0]), "quotation mark"),
}


@pytest.mark.parametrize("bad", BAD)
async def test_a_bad_file_gets_a_clear_answer_and_changes_nothing(workplace: Workplace, bad: str) -> None:
    content, answer = BAD[bad]
    said = await brings(workplace, content)
    assert answer in said
    assert "Nothing was changed." in said
    assert "4 new, 0 changed, 0 as they were." in await brings(workplace, csv_of(*PEOPLE))


@pytest.mark.parametrize("mark", ["\ufeff", ""])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
async def test_what_spreadsheets_write_is_understood(workplace: Workplace, separator: str, mark: str) -> None:
    line = 'zoe@x.com,"Zoë\nMartin",,Finance,1,Zürich'
    content = (mark + "\n".join([HEADER, line])).replace(",", separator).encode()
    assert "• new: zoe@x.com, level 1, Finance, Zürich" in await brings(workplace, content)


async def test_a_file_that_says_it_is_too_large_is_not_read(workplace: Workplace) -> None:
    lena = workplace.lena
    await is_admin(workplace, lena)
    await workplace.do(lena.command("/mentor roster"))
    await lena.fill("file", ("people.csv", csv_of(*PEOPLE)))
    (file,) = workplace.slack.workspace.files.values()
    file.length = MOST_IN_SLACK + 1
    await workplace.do(lena.submit())
    assert "The file is larger than 10 MB, which is all that Slack takes in a form." in workplace.seen_by(lena)


async def test_a_file_that_is_larger_than_it_says_is_not_read_to_its_end(workplace: Workplace) -> None:
    lena = workplace.lena
    await is_admin(workplace, lena)
    await workplace.do(lena.command("/mentor roster"))
    await lena.fill("file", ("people.csv", b"a" * 10))
    (file,) = workplace.slack.workspace.files.values()
    file.content = b"a" * 20_000_001  # a form takes none so large
    await workplace.do(lena.submit())
    assert "The file is larger than 10 MB" in workplace.seen_by(lena)


async def test_a_file_that_was_deleted_before_the_import_is_told_kindly(workplace: Workplace) -> None:
    await brings(workplace, csv_of(*PEOPLE))
    workplace.slack.workspace.files.clear()
    await workplace.do(workplace.lena.click("Import"))
    said = workplace.seen_by(workplace.lena)
    assert "The file is no longer in Slack. Please upload it again.\nNothing was changed." in said
    workplace.violations.clear()


async def test_where_slack_does_not_answer_the_file_is_fetched_a_little_later(workplace: Workplace) -> None:
    workplace.slack.trouble.fail("files.info", status=503)
    assert "I have read" not in await brings(workplace, csv_of(*PEOPLE))
    await workplace.turn(timedelta(seconds=30))
    assert "I've read your roster: 4 new" in workplace.seen_by(workplace.lena)


async def test_a_bot_that_was_stopped_between_check_and_import_goes_on_where_it_was(workplace: Workplace) -> None:
    workplace.slack.trouble.fail("files.info", status=503)
    await brings(workplace, csv_of(*PEOPLE))
    await workplace.bot.stop()
    workplace.clock.turn(timedelta(minutes=1))
    await workplace.start_bot()
    await workplace.settled()
    assert "I've read your roster: 4 new" in workplace.seen_by(workplace.lena)
    await workplace.do(workplace.lena.click("Import"))
    assert "Your roster is imported" in workplace.seen_by(workplace.lena)
