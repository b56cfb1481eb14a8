import asyncio
import json
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.core.database import Row
from bot.playground.slack import Actor
from tests.workplace import MENTEE, MENTOR, Workplace


async def stored(workplace: Workplace, mark: str) -> list[str]:
    """The tables in which something is stored under this word."""
    async with workplace.bot.edge.transaction() as db:
        return [
            table.name
            for table in Row.metadata.sorted_tables
            if mark in json.dumps([list(row) for row in await db.execute(select(table))], default=str)
        ]


async def is_erased(workplace: Workplace, person: Actor) -> None:
    await workplace.do(person.command("/mentor privacy"))
    await workplace.do(person.click("Erase me"))


def files_of(workplace: Workplace, person: Actor) -> list[dict[str, Any]]:
    """What the files say that came into somebody's direct message."""
    ids = [file["id"] for message in person.messages(person.dm) for file in message.files]
    return [json.loads(workplace.slack.workspace.files[file_id].content or b"") for file_id in ids]


@pytest.mark.parametrize("word", ["privacy", "data", "GDPR"])
async def test_whoever_asks_reads_who_sees_what_and_nothing_is_stored_for_it(workplace: Workplace, word: str) -> None:
    said = await workplace.says(workplace.zoe, f"/mentor {word}")
    assert "Only you\n• Your answers after a session. Not even your partner sees them." in said
    assert "[Send me everything]" in said
    assert "[Erase me]" in said
    assert await stored(workplace, workplace.zoe.id) == []
    await workplace.do(workplace.zoe.click("Send me everything"))
    assert "I have nothing stored about you" in workplace.seen_by(workplace.zoe)
    await workplace.do(workplace.zoe.click("Erase me"))
    assert await stored(workplace, workplace.zoe.id) == []


async def test_everything_stored_comes_as_a_file_into_the_direct_message(workplace: Workplace) -> None:
    maya = workplace.maya
    await workplace.has_pair()
    await workplace.do(maya.command("/mentor agenda"))
    await workplace.submits(maya, {"agenda": "Drei Vidéos 🦊"})
    await workplace.do(maya.command("/mentor privacy"))
    await workplace.do(asyncio.gather(maya.click("Send me everything"), maya.click("Send me everything")))
    (told,) = files_of(workplace, maya)
    assert told["profile"]["slack_id"] == maya.id
    assert told["profile"]["tz"] == "Europe/Oslo"
    assert told["pairs"][0]["partner"] == workplace.henrik.id
    assert told["pairs"][0]["sessions"][0]["agenda"] == "Drei Vidéos 🦊"
    assert told["as_of"] == "2027-03-01T08:00:00+00:00"
    assert {message["kind"] for message in told["messages"]} >= {"signed_up", "introduction"}
    assert files_of(workplace, workplace.henrik) == []
    await workplace.turn(timedelta(minutes=1))
    await workplace.do(maya.click("Send me everything"))
    assert len(files_of(workplace, maya)) == 2


async def test_whoever_is_erased_leaves_no_trace_and_their_partner_is_told_kindly(workplace: Workplace) -> None:
    maya, henrik = workplace.maya, workplace.henrik
    await workplace.has_pair()
    await workplace.do(maya.command("/mentor agenda"))
    await workplace.submits(maya, {"agenda": "Three videos"})
    await workplace.do(henrik.click("Propose a topic"))
    await workplace.submits(henrik, {"topic": "Maya's videos"})
    assert {"people", "outbox", "deliveries", "conversations"} <= set(await stored(workplace, maya.id))
    before = len(henrik.messages())
    await is_erased(workplace, maya)
    assert (
        "Done: everything I had stored about you is gone. I'm letting your partner know, kindly."
        in workplace.seen_by(maya)
    )
    assert [await stored(workplace, mark) for mark in (maya.id, "Marketing", "videos")] == [[], [], []]
    (told,) = henrik.messages()[before:]
    assert "Your partner has left Digital natives, so your pair ends here." in henrik.read(told)
    assert "You're signed up as mentee" in await workplace.says(henrik, "/mentor status")
    status = await workplace.says(workplace.lena, "/mentor status")
    assert "Signed up: 0 mentors, 1 mentee" in status
    assert "Pairs: 0 running, 1 ended" in status
    assert "Agendas posted: 1" in status
    heard = len(maya.messages())
    await workplace.turn(timedelta(days=30))
    assert len(maya.messages()) == heard, "and they are left in peace"


async def test_sessions_held_still_count_when_somebody_is_erased(workplace: Workplace) -> None:
    await workplace.has_pair()
    await workplace.turn(timedelta(days=7, hours=3))
    await workplace.do(workplace.maya.click("Yes, we met"))
    await is_erased(workplace, workplace.maya)
    assert "Sessions held: 1 of 1 so far" in await workplace.says(workplace.lena, "/mentor status")


async def test_no_to_the_question_changes_nothing(workplace: Workplace) -> None:
    await workplace.has_pair()
    await workplace.do(workplace.maya.command("/mentor privacy"))
    await workplace.do(workplace.maya.click("Erase me", confirm=False))
    assert "You are the mentor of @henrik" in await workplace.says(workplace.maya, "/mentor status")


async def test_a_double_click_erases_once_and_says_so_kindly(workplace: Workplace) -> None:
    maya = workplace.maya
    await workplace.has_pair()
    await workplace.do(maya.command("/mentor privacy"))
    await workplace.do(asyncio.gather(maya.click("Erase me"), maya.click("Erase me")))
    assert workplace.seen_by(maya).count("Done: everything") == 1
    assert "nothing stored about you" in workplace.seen_by(maya)
    assert workplace.seen_by(workplace.henrik).count("so your pair ends here") == 1
    assert await stored(workplace, maya.id) == []


async def test_who_was_erased_can_sign_up_again_as_somebody_new(workplace: Workplace) -> None:
    maya = workplace.maya
    await workplace.has_pair()
    await is_erased(workplace, maya)
    assert "You don't take part in a program yet" in await workplace.says(maya, "/mentor status")
    await workplace.do(maya.command("/mentor signup"))
    assert maya.modal is not None
    assert "I know from before" not in maya.read(maya.modal)
    assert await workplace.submits(maya, MENTOR) == {}
    await maya.close_modal()
    assert workplace.seen_by(maya).count("Welcome to Digital natives!") == 2
    await workplace.do(workplace.lena.command("/mentor match"))
    proposed = workplace.lena.read(workplace.newest(workplace.lena))
    assert "@maya → @henrik" in proposed, "nobody remembers that they were a pair"


async def test_forms_left_open_while_somebody_is_erased_bring_nothing_back(workplace: Workplace) -> None:
    maya = workplace.maya
    await workplace.has_pair()
    await workplace.do(maya.command("/mentor privacy"))
    await workplace.do(maya.command("/mentor agenda"))
    (message,) = [one for one in maya.messages() if "[Erase me]" in maya.read(one)]
    await workplace.do(maya.click("Erase me", where=message))
    errors = await workplace.submits(maya, {"agenda": "Three videos"})
    assert list(errors.values()) == ["This belongs to another pair. Your own is in /mentor status."]
    assert await stored(workplace, "Three videos") == []


async def test_a_sign_up_form_left_open_starts_anew(workplace: Workplace) -> None:
    henrik = workplace.henrik
    await workplace.has_pair()
    await workplace.do(henrik.command("/mentor privacy"))
    (message,) = [one for one in henrik.messages() if "[Erase me]" in henrik.read(one)]
    await workplace.do(henrik.command("/mentor signup"))
    await workplace.do(henrik.click("Erase me", where=message))
    errors = await workplace.submits(henrik, {"wishes": MENTEE["wishes"]})
    assert "This form is out of date." in "".join(errors.values())
    assert "Pairs: 0 running, 1 ended" in await workplace.says(workplace.lena, "/mentor status")
    assert await stored(workplace, henrik.id) == []


async def test_the_only_lead_is_told_what_to_do_first(workplace: Workplace) -> None:
    lena = workplace.lena
    await workplace.has_program()
    await is_erased(workplace, lena)
    assert "You're the only one here who leads “Digital natives”." in workplace.seen_by(lena)
    await workplace.do(lena.command("/mentor program"))
    await workplace.do(lena.click("close_program"))
    await is_erased(workplace, lena)
    assert "Done: everything I had stored about you is gone. Thanks" in workplace.seen_by(lena)
    assert await stored(workplace, lena.id) == []


async def test_what_slack_tells_of_somebody_erased_is_not_stored(workplace: Workplace) -> None:
    maya = workplace.maya
    await workplace.has_pair()
    await is_erased(workplace, maya)
    workplace.slack.change_person(maya.id, tz="Asia/Tokyo")
    await workplace.turn(timedelta(days=1))
    assert await stored(workplace, maya.id) == []
    await workplace.do(maya.open_home())
    assert maya.home is not None
    assert "[Sign up]" in maya.read(maya.home)
    assert "henrik" not in maya.read(maya.home)
    assert await stored(workplace, maya.id) == [], "looking is not taking part"
