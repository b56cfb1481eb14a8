"""A form whose submission takes longer than Slack waits, over a real socket to a Slack that waits three seconds."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any, ClassVar, Self

import pytest
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult

from bot.core.answers import Answer, Message, OpenModal, ReplaceModal, Tell
from bot.core.blocks import button, buttons, paragraph
from bot.core.clock import TurnedClock
from bot.core.database import Database
from bot.core.edge import Edge
from bot.core.forms import (
    channel_select,
    checkboxes,
    date_input,
    file_input,
    grouped_multi_select,
    modal,
    multi_select,
    number_input,
    people_select,
    person_select,
    radio,
    select,
    text_input,
    time_input,
)
from bot.core.reception import Reception
from bot.core.routing import Routes, command, submit
from bot.core.slack import Connections, Slack
from bot.core.slacks import OneSlack
from bot.core.submissions import Submission
from bot.core.switchboard import Switchboard
from bot.doors.listening import FrontDoor, Patience
from bot.doors.socket_mode import SocketMode
from bot.playground.slack import Actor, EnvelopeSent, StandIn, Violation
from tests.workplace import MANIFEST, MONDAY

CHOICES = [("a", "Anchors"), ("b", "Boats"), ("c", "Canals")]
RICH = {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "so"}]}]}


def raw(field: str, element: dict[str, Any]) -> dict[str, Any]:
    """An input that no form of ours has so far."""
    label = {"type": "plain_text", "text": field.title()}
    return {"type": "input", "block_id": field, "label": label, "element": element | {"action_id": "value"}}


FORM = modal(
    "many",
    "Many fields",
    [
        paragraph("Some words first."),
        text_input("words", "Words", lines=True, initial="from before", optional=True),
        text_input("emptied", "Emptied", initial="from before", optional=True),
        select("select", "Select", CHOICES, initial="a"),
        radio("radio", "Radio", CHOICES),
        checkboxes("checkboxes", "Checkboxes", CHOICES),
        multi_select("several", "Several", CHOICES, initial=["a"]),
        grouped_multi_select("grouped", "Grouped", {"First": CHOICES[:2], "Second": CHOICES[2:]}),
        person_select("person", "Person"),
        people_select("people", "People"),
        channel_select("channel", "Channel"),
        date_input("date", "Date"),
        time_input("time", "Time", "09:00"),
        number_input("number", "Number", least=1, most=9),
        file_input("file", "File", types=["csv"]),
        raw("moment", {"type": "datetimepicker"}),
        raw("email", {"type": "email_text_input"}),
        raw("url", {"type": "url_text_input"}),
        raw("rich", {"type": "rich_text_input"}),
        raw("channels", {"type": "multi_conversations_select"}),
    ],
    submit="Save",
    about={"id": 7, "reply_to": "home"},
)
FILE = ("a.csv", b"a,b")
TYPED = {
    "words": "What I think.\nAll of it.",
    "emptied": "",
    "select": "b",
    "radio": "c",
    "checkboxes": ["a", "c"],
    "several": ["c", "b"],
    "grouped": ["a", "c"],
    "person": "U0MAYA",
    "people": ["U0MAYA", "U0WEI"],
    "channel": "#general",
    "date": "2027-04-05",
    "time": "10:30",
    "number": "4",
    "file": FILE,
    "moment": 1_800_000_000,
    "email": "maya@example.com",
    "url": "https://example.com",
    "rich": RICH,
    "channels": ["#general"],
}


class Many:
    callback_id: ClassVar[str] = "many"

    @classmethod
    def read(cls, submission: Submission) -> Self:
        if submission.text("words") == TYPED["words"]:
            submission.errors["words"] = "Please be brief."
            submission.errors["date"] = "Please choose a later day."
        submission.check()
        return cls()


class SlowDoor:
    """SQLite has one writer: while the test is it, every form has to wait, and its ack does not."""

    def __init__(self, database: Database, patience: Patience) -> None:
        self.slack = StandIn(MANIFEST, now=MONDAY.timestamp, ack_timeout=30)
        self.maya: Actor = self.slack.add_person("U0MAYA", name="maya", real_name="Maya")
        self.slack.add_person("U0WEI", name="wei", real_name="Wei")
        self.slack.add_channel("general", members=["U0MAYA"])
        self.answer: Answer = None
        self.done = 0
        self.violations: list[Violation] = []
        self.sent: list[dict[str, Any]] = []
        self.slack.observe(self._note)
        self._edge = Edge(database, TurnedClock(MONDAY))
        self._busy = AsyncExitStack()
        self._patience = patience

    def _note(self, record: object) -> None:
        if isinstance(record, Violation) and record.error != "not_found":  # of a page that was closed
            self.violations.append(record)
        if isinstance(record, EnvelopeSent):
            self.sent.append(record.envelope["payload"])

    async def start(self) -> None:
        await self.slack.start()
        self.connections = Connections(self.slack.api_url)
        page = Routes("slow", [command("form", self._open, label="A form"), submit(Many, self._save)])
        reception = Reception(self._edge, Switchboard([page]))
        slacks = OneSlack(Slack(self.slack.bot_token, self.connections))
        self.door = FrontDoor(reception, slacks, self._patience)

        async def authorize() -> AuthorizeResult:
            return AuthorizeResult(enterprise_id=None, team_id="T1", bot_token=self.slack.bot_token)

        app = AsyncApp(signing_secret="", authorize=authorize, process_before_response=True)
        self.door.open_on(app)
        token, url = self.slack.app_token, self.slack.api_url
        self._sockets = SocketMode(app, token, url, {}, connections=1, apart=0, watch_every=5)
        await self._sockets.start()
        await self.slack.connected()

    async def stop(self) -> None:
        await self.saves()
        await self._sockets.stop(1)
        await self.connections.close()
        await self.slack.stop()

    async def settled(self) -> None:
        await self.slack.settled()
        await self.door.settled()

    async def is_busy(self) -> None:
        """From now on, with the form open."""
        if self.maya.modal is None:
            await self.maya.command("/mentor form")
            await self.settled()
        await self._busy.enter_async_context(self._edge.transaction())

    async def submits(self, entries: dict[str, Any]) -> str:
        """Fills in the form and sends it. Returns the page that is shown until it is saved."""
        await self.is_busy()
        assert (await self.maya.submit(entries)).ok
        return self.page

    async def saves(self) -> None:
        await self._busy.aclose()
        await self.settled()

    @property
    def page(self) -> str:
        assert self.maya.modal is not None
        return self.maya.read(self.maya.modal)

    @property
    def told(self) -> str:
        return "\n".join(self.maya.read(message) for message in self.maya.messages())

    async def _open(self) -> Answer:
        return OpenModal(FORM)

    async def _save(self, form: Many) -> Answer:
        self.done += 1
        return self.answer


@asynccontextmanager
async def opened(database_url: str, patience: Patience) -> AsyncIterator[SlowDoor]:
    database = Database(database_url)
    door = SlowDoor(database, patience)
    await door.start()
    yield door
    await door.stop()
    await database.dispose()
    assert not door.violations


@pytest.fixture
async def door(migrated: str) -> AsyncIterator[SlowDoor]:
    async with opened(migrated, Patience(ack=0, glance=0, travel=0)) as door:
        yield door


RIGHT = TYPED | {"words": "Brief."}


async def test_a_form_with_errors_comes_back_with_all_that_was_typed(door: SlowDoor) -> None:
    door.slack.trouble.refuses_spread_choices = True
    saving = await door.submits(TYPED)
    assert "Saving …" in saving
    assert "You can close this window" in saving
    await door.saves()
    view = door.maya.modal
    assert view is not None
    assert (view.callback_id, view.private_metadata, view.payload["submit"]["text"]) == (
        "many",
        '{"id":7,"reply_to":"home"}',
        "Save",
    )
    held = {field: next(iter(state.values())) for field, state in view.state.items()}
    assert held["words"]["value"] == TYPED["words"]
    assert held["emptied"]["value"] is None
    assert held["select"]["selected_option"]["value"] == "b"
    assert held["radio"]["selected_option"]["value"] == "c"
    for field in ("checkboxes", "several", "grouped"):
        assert [option["value"] for option in held[field]["selected_options"]] == TYPED[field]
    assert (held["person"]["selected_user"], held["people"]["selected_users"]) == ("U0MAYA", TYPED["people"])
    assert held["channel"]["selected_conversation"] == held["channels"]["selected_conversations"][0] != None  # noqa: E711
    assert (held["date"]["selected_date"], held["time"]["selected_time"]) == ("2027-04-05", "10:30")
    assert (held["number"]["value"], held["moment"]["selected_date_time"]) == ("4", TYPED["moment"])
    assert (held["email"]["value"], held["url"]["value"]) == (TYPED["email"], TYPED["url"])
    assert held["rich"]["rich_text_value"] == RICH
    assert held["file"]["files"] == []

    lines = door.page.splitlines()
    for error, label in (
        ("Please be brief.", "Words"),
        ("Please choose a later day.", "Date"),
        ("choose it again", "File"),
    ):
        said = next(number for number, line in enumerate(lines) if error in line)
        assert label in lines[said + 1] + lines[said + 2]

    assert "Saving …" in await door.submits({"words": "Brief.", "file": FILE})
    await door.saves()
    assert door.done == 1
    assert "All done." in door.page


async def test_errors_are_shown_once_however_often_they_come_back(door: SlowDoor) -> None:
    await door.submits(TYPED)
    await door.saves()
    await door.submits({"file": FILE})
    await door.saves()
    assert door.page.count("Please be brief.") == 1


async def test_what_slack_did_not_send_along_is_left_as_it_is_shown(door: SlowDoor) -> None:
    await door.submits(TYPED)
    await door.saves()
    door.slack.trouble.keep_old_values()
    await door.submits({"file": FILE})
    await door.saves()
    assert "Slack sent me the page before this one." in door.page
    assert door.maya.modal is not None
    assert door.maya.modal.state["words"]["value"]["value"] == TYPED["words"]


async def test_an_answer_stands_on_the_page_without_its_buttons_and_comes_as_a_message(door: SlowDoor) -> None:
    door.answer = Tell(Message([paragraph("Saved, and Wei knows."), buttons(button("Undo", "undo"))]))
    await door.submits(RIGHT)
    await door.saves()
    assert "Saved, and Wei knows." in door.page
    assert "Undo" not in door.page
    assert door.maya.modal is not None
    assert door.maya.modal.payload["title"]["text"] == "Many fields"
    assert "Saved, and Wei knows." in door.told


async def test_the_next_page_takes_its_place(door: SlowDoor) -> None:
    door.answer = ReplaceModal(modal("next", "One more page", [text_input("more", "More")], submit="Save"))
    await door.submits(RIGHT)
    await door.saves()
    assert door.maya.modal is not None
    assert (door.maya.modal.callback_id, door.maya.modal.private_metadata) == ("next", '{"reply_to":"home"}')


NEXT = ReplaceModal(
    modal("next", "Next", [paragraph("It was moved meanwhile."), text_input("more", "More")], submit="Save")
)


@pytest.mark.parametrize("is_closed", [True, False])
@pytest.mark.parametrize(
    ("entries", "answer", "told"),
    [
        (RIGHT, None, ["“Many fields” is done."]),
        (RIGHT, Tell(Message([paragraph("Saved.")])), ["Saved."]),
        (RIGHT, NEXT, ["It was moved meanwhile.", "I couldn't show you how “Many fields” goes on."]),
        (TYPED, None, ["“Many fields” isn't saved.", "Words: Please be brief.", "What I think.", "All of it."]),
    ],
)
async def test_who_cannot_be_shown_the_page_gets_a_message(
    door: SlowDoor, entries: dict[str, Any], answer: Answer, told: list[str], is_closed: bool
) -> None:
    door.answer = answer
    await door.submits(entries)
    if is_closed:
        await door.maya.close_modal()
    else:
        door.slack.trouble.fail("views.update", error="internal_error")
    await door.saves()
    assert [words for words in told if words not in door.told] == []
    assert len(door.maya.messages(door.maya.dm)) == 1


async def test_a_double_click_saves_once_and_ends_with_one_answer(door: SlowDoor) -> None:
    door.answer = Tell(Message([paragraph("Saved.")]))
    await door.submits(RIGHT)
    await door.slack.deliver("interactive", door.sent[-1])
    await door.saves()
    assert (door.done, door.told) == (1, "Saved.")
    assert "Saved." in door.page


async def test_both_of_a_double_click_are_acked_alike(migrated: str) -> None:
    """An empty ack to the second would close the page that the first one's has shown."""
    async with opened(migrated, Patience(ack=60)) as door:
        door.answer = NEXT
        await door.is_busy()
        first = asyncio.create_task(door.maya.submit(RIGHT))
        await door.slack.until(lambda: door.sent[-1].get("type") == "view_submission")
        second = asyncio.create_task(door.slack.deliver("interactive", door.sent[-1]))
        await door.slack.until(lambda: len([one for one in door.sent if one.get("type") == "view_submission"]) == 2)
        await door.slack.deliver("interactive", {})  # over the same socket: when it is acked, the two have arrived
        await door.saves()
        for receipt in (await first, await second):
            assert receipt.ack is not None
            assert receipt.ack["view"]["callback_id"] == "next"
        assert door.done == 1
