"""From bolt's payloads to calls, and what somebody reads when Slack does not show them the answer."""

from collections.abc import AsyncIterator, Callable
from typing import Any, ClassVar, Self

import pytest
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.web.async_client import AsyncWebClient

from bot.core.answers import Answer, Message, OpenModal, ShowHome, Tell
from bot.core.calls import Call
from bot.core.clock import TurnedClock
from bot.core.database import Database
from bot.core.edge import Edge
from bot.core.forms import modal, text_input
from bot.core.reception import Reception
from bot.core.routing import Routes, command, event, press, submit
from bot.core.slack import Connections, Slack
from bot.core.slacks import OneSlack
from bot.core.submissions import Submission
from bot.core.switchboard import Switchboard
from bot.doors.listening import FrontDoor
from bot.playground.slack import Actor, StandIn
from tests.workplace import MANIFEST, MONDAY

SECRET = "what only Maya may know"
FORM = modal("form", "A form", [text_input("words", "Words")], submit="Save")
TOO_LONG = modal("form", "A title that is longer than Slack takes it", [text_input("words", SECRET)], submit="Save")

# A press and a form of somebody from a connected workspace, and a press of one of ours.
PRESS = {
    "type": "block_actions",
    "team": {"id": "T_OURS", "domain": "ours"},
    "user": {"id": "U_VISITOR", "team_id": "T_OTHER"},
    "actions": [{"action_id": "note", "value": "1", "type": "button"}],
}
SUBMISSION = {
    "type": "view_submission",
    "team": {"id": "T_OTHER", "domain": "other"},
    "user": {"id": "U_VISITOR", "name": "visitor", "team_id": "T_OTHER"},
    "view": {
        "id": "V1",
        "type": "modal",
        "team_id": "T_OTHER",
        "app_installed_team_id": "T_OURS",
        "callback_id": "note",
        "state": {"values": {}},
    },
}
EVENT = {
    "type": "event_callback",
    "team_id": "T_OTHER",
    "authorizations": [{"team_id": "T_OURS", "enterprise_id": None}],
    "event_id": "Ev1",
    "event": {"type": "note", "user": "U_VISITOR"},
}


class Anything:
    callback_id: ClassVar[str] = "note"

    @classmethod
    def read(cls, submission: Submission) -> Self:
        submission.check()
        return cls()


class Door:
    """The front door with bolt before it and the stand-in behind it."""

    def __init__(self, database: Database) -> None:
        self.stand_in = StandIn(MANIFEST, now=MONDAY.timestamp)
        self.maya: Actor = self.stand_in.add_person("U0MAYA", name="maya", real_name="Maya", tz="Europe/Oslo")
        self.calls: list[Call] = []
        self._database = database

    async def start(self) -> None:
        await self.stand_in.start()
        self.connections = Connections(self.stand_in.api_url)
        self.slack = Slack(self.stand_in.bot_token, self.connections)
        page = Routes(
            "front",
            [
                command("form", self._open, label="A form"),
                command("long", self._open_too_long, label="A long form"),
                command("refused", self._tell_what_slack_refuses, label="Refused"),
                press("note", self._note),
                event("note", self._note),
                event("home", self._show_home),
                submit(Anything, self._note_form),
            ],
        )
        self.door = FrontDoor(
            Reception(Edge(self._database, TurnedClock(MONDAY)), Switchboard([page])), OneSlack(self.slack)
        )

        async def authorize() -> AuthorizeResult:
            return AuthorizeResult(enterprise_id=None, team_id="T_OURS", bot_token=self.stand_in.bot_token)

        self.app = AsyncApp(
            client=AsyncWebClient(base_url=self.stand_in.api_url),
            signing_secret="",
            authorize=authorize,
            process_before_response=True,
        )
        self.door.open_on(self.app)

    async def stop(self) -> None:
        await self.door.settled()
        await self.connections.close()
        await self.stand_in.stop()

    async def receives(self, payload: dict[str, Any]) -> None:
        response = await self.app.async_dispatch(AsyncBoltRequest(mode="socket_mode", body=payload))
        assert response.status == 200
        await self.door.settled()

    async def types(self, text: str) -> str:
        """What Maya reads after the command; its trigger is one of the stand-in's."""
        trigger = self.stand_in.workspace.triggers.issue(self.maya.id)
        await self.receives(
            {"command": "/mentor", "text": text, "team_id": "T1", "user_id": self.maya.id, "trigger_id": trigger}
        )
        return "\n".join(self.maya.read(message) for message in self.maya.messages(self.maya.dm))

    async def _open(self) -> Answer:
        return OpenModal(FORM)

    async def _open_too_long(self) -> Answer:
        return OpenModal(TOO_LONG)

    async def _tell_what_slack_refuses(self) -> Answer:
        return Tell(Message([{"type": "section"}], text="x"))

    async def _show_home(self) -> Answer:
        return ShowHome({"type": "home", "blocks": []})

    async def _note(self, call: Call) -> Answer:
        self.calls.append(call)
        return None

    async def _note_form(self, call: Call, form: Anything) -> Answer:
        return await self._note(call)


@pytest.fixture
async def door(migrated: str) -> AsyncIterator[Door]:
    database = Database(migrated)
    door = Door(database)
    await door.start()
    yield door
    await door.stop()
    await database.dispose()


@pytest.mark.parametrize(("payload", "home"), [(PRESS, "T_OTHER"), (SUBMISSION, "T_OTHER"), (EVENT, "")])
async def test_what_comes_from_a_connected_workspace_belongs_to_the_one_of_the_app(
    door: Door, payload: dict[str, Any], home: str
) -> None:
    await door.receives(payload)
    (call,) = door.calls
    assert (call.team_id, call.user_id, call.home_team_id) == ("T_OURS", "U_VISITOR", home)


SLOW = "Slack took too long to open the form. Nothing was lost; please try once more."


@pytest.mark.parametrize("error", ["expired_trigger_id", "exchanged_trigger_id", "request_timeout"])
async def test_what_is_slowness_is_called_slowness(door: Door, error: str) -> None:
    door.stand_in.trouble.fail("views.open", error=error)
    assert await door.types("form") == SLOW


async def test_a_limit_of_slacks_is_called_one(door: Door) -> None:
    door.stand_in.trouble.fail("views.open", error="ratelimited")
    assert "Slack has asked me to slow down, so I couldn't open the form." in await door.types("form")


@pytest.mark.parametrize("trouble", [{"error": "internal_error"}, {"status": 503}])
async def test_trouble_of_slacks_is_no_fault_of_ours_and_no_slowness(door: Door, trouble: dict[str, Any]) -> None:
    door.stand_in.trouble.fail("views.open", **trouble)
    assert "Slack couldn't open the form just now." in await door.types("form")


@pytest.mark.parametrize("error", ["missing_scope", "view_too_large", "not_enabled"])
async def test_anything_else_is_a_fault_of_ours_with_a_reference_that_is_in_the_log(
    door: Door, error: str, logs: Callable[[], list[dict[str, Any]]]
) -> None:
    door.stand_in.trouble.fail("views.open", error=error)
    told = await door.types("form")
    (logged,) = [line for line in logs() if line["event"] == "answer not shown"]
    assert logged["problem"] == error
    assert (
        f"Sorry, something went wrong on our side, and I couldn't show you this. Please tell whoever looks after "
        f"Flipside the reference {logged['reference']}." in told
    )


async def test_the_log_says_what_slack_refused_and_where_but_no_word_of_anybody(
    door: Door, logs: Callable[[], list[dict[str, Any]]]
) -> None:
    told = await door.types("long")
    lines = logs()
    (logged,) = [line for line in lines if line["event"] == "answer not shown"]
    assert logged["reference"] in told
    assert any("must be less than 25 characters at /view/title" in message for message in logged["messages"])
    assert SECRET not in str(lines)


async def test_an_answer_that_slack_refuses_is_not_followed_by_silence(door: Door) -> None:
    assert "something went wrong on our side" in await door.types("refused")
