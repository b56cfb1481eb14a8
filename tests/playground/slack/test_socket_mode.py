"""Socket Mode: tickets, connections, acknowledgements, and what happens when they are lost."""

import asyncio

import pytest
from aiohttp import WSServerHandshakeError

from bot.playground.slack import Actor, EnvelopeAcked, EnvelopeFailed, Record, StandIn, Violation
from bot.playground.slack.views import TROUBLE
from tests.playground.slack.scripted import (
    SILENCE,
    ScriptedApp,
    actions,
    button,
    field,
    impatient,
    manifest,
    modal,
)


async def test_a_connection_is_greeted(slack: StandIn, app: ScriptedApp) -> None:
    hello = app.greetings[0]
    assert (hello["type"], hello["num_connections"]) == ("hello", 1)
    assert hello["connection_info"] == {"app_id": slack.app_id}


async def test_a_ticket_is_good_once(app: ScriptedApp) -> None:
    url = await app.ticket()
    await app.connect(url)
    with pytest.raises(WSServerHandshakeError) as refused:
        await app.connect(url)
    assert refused.value.status == 403


async def test_a_made_up_ticket_is_refused(slack: StandIn, app: ScriptedApp) -> None:
    with pytest.raises(WSServerHandshakeError):
        await app.connect(f"ws://127.0.0.1:{slack.port}/link/?ticket=guess&app_id={slack.app_id}")


async def test_an_app_has_at_most_ten_connections(slack: StandIn, app: ScriptedApp) -> None:
    for _ in range(9):
        await app.connect()
    await app.connect()
    assert app.greetings[-1]["reason"] == "too_many_websockets"
    assert slack.connections == 10


async def test_an_envelope_has_slacks_shape(slack: StandIn, maya: Actor, app: ScriptedApp) -> None:
    await maya.command("/lunch")
    await maya.open_home()
    await slack.settled()
    command, event = app.envelopes
    assert command.keys() == {"envelope_id", "type", "payload", "accepts_response_payload"}
    assert (command["type"], command["accepts_response_payload"]) == ("slash_commands", True)
    assert (event["type"], event["accepts_response_payload"]) == ("events_api", False)
    assert (event["retry_attempt"], event["retry_reason"]) == (0, "")


async def test_payloads_take_turns_on_the_connections(slack: StandIn, maya: Actor) -> None:
    first, second = ScriptedApp(slack), ScriptedApp(slack)
    await first.connect()
    await second.connect()
    for _ in range(4):
        await maya.command("/lunch")
    assert (len(first.envelopes), len(second.envelopes)) == (2, 2)
    await first.close()
    await second.close()


async def test_the_feed_has_the_time_of_each_acknowledgement(slack: StandIn, maya: Actor, app: ScriptedApp) -> None:
    seen: list[Record] = []
    slack.observe(seen.append)
    app.script = lambda _payload: {"text": "Soup"}
    await maya.command("/lunch")
    (acked,) = [record for record in seen if isinstance(record, EnvelopeAcked)]
    assert acked.payload == {"text": "Soup"}
    assert 0 < acked.seconds < 10


@impatient
async def test_an_unanswered_event_comes_three_times_more(slack: StandIn, maya: Actor, app: ScriptedApp) -> None:
    app.script = lambda payload: SILENCE
    failed: list[Record] = []
    slack.observe(lambda record: failed.append(record) if isinstance(record, EnvelopeFailed) else None)
    await maya.open_home()
    await slack.settled()
    tries = [envelope["retry_attempt"] for envelope in app.envelopes]
    assert tries == [0, 1, 2, 3]
    assert app.envelopes[1]["retry_reason"] == "timeout"
    assert len({payload["event_id"] for payload in app.payloads}) == 1
    assert len({envelope["envelope_id"] for envelope in app.envelopes}) == 4
    assert len(failed) == 4


async def test_a_late_retry_is_not_waited_for() -> None:
    async with StandIn(manifest(), ack_timeout=0.01, retry_delays=(3600.0,)) as slack:
        maya = slack.add_person("U0MAYA", name="maya")
        await maya.open_home()
        async with asyncio.timeout(1):
            await slack.settled()


@impatient
@pytest.mark.parametrize("how", ["breaks", "is silent"])
async def test_what_a_person_sets_off_comes_once_and_its_loss_is_seen(
    slack: StandIn, maya: Actor, app: ScriptedApp, violations: list[Violation], how: str
) -> None:
    blocks = [actions(button("yes"))]
    await app.web.chat_postMessage(channel=maya.dm, text="Soup?", blocks=blocks)
    await app.connect()
    await app.connect()
    await app.connect()
    await app.web.views_open(trigger_id=slack.workspace.triggers.issue(maya.id), view=modal(field("Dish")))
    await maya.fill("Dish", "Soup")
    app.script = lambda _payload: SILENCE
    error = "operation_timeout" if how == "is silent" else "dispatch_failed"
    if how == "breaks":
        slack.trouble.drop_socket_before_ack(3)
    assert (await maya.command("/lunch")).error == error
    assert (await maya.click("yes", where=maya.messages(maya.dm)[0])).error == error
    assert (await maya.submit()).error == error
    await app.received(3)
    assert [payload.get("type", "command") for payload in app.payloads] == [
        "command",
        "block_actions",
        "view_submission",
    ]
    assert [m.text for m in maya.messages()][-1] == f'/lunch failed with the error "{error}"'
    assert maya.modal is not None
    assert maya.modal.banner == TROUBLE
    assert violations == []


async def test_nothing_waits_for_a_connection_but_events(slack: StandIn, maya: Actor, app: ScriptedApp) -> None:
    slack.drop_sockets()
    assert (await maya.command("/lunch")).error == "dispatch_failed"
    again = ScriptedApp(slack)
    await again.connect()
    await slack.settled()
    assert again.envelopes == []
    await again.close()


async def test_an_event_on_a_dropped_connection_comes_again_by_the_next(
    slack: StandIn, maya: Actor, app: ScriptedApp
) -> None:
    await app.connect()
    app.script = lambda _payload: SILENCE if len(app.envelopes) == 1 else None
    slack.trouble.drop_socket_before_ack()
    await maya.open_home()
    await slack.settled()
    assert [envelope["retry_attempt"] for envelope in app.envelopes] == [0, 1]
    assert len({payload["event_id"] for payload in app.payloads}) == 1
    assert slack.connections == 1


async def test_an_event_without_any_connection_comes_when_there_is_one(slack: StandIn, maya: Actor) -> None:
    patient = StandIn(manifest(), retry_delays=(0.01, 0.01, 0.01, *[0.01] * 500))
    async with patient:
        maya = patient.add_person("U0MAYA", name="maya")
        await maya.open_home()
        app = ScriptedApp(patient)
        await app.connect()
        await app.received(2)
        assert {event["type"] for event in app.events} == {"team_join", "app_home_opened"}
        assert all(envelope["retry_attempt"] > 0 for envelope in app.envelopes)
        await app.close()


async def test_a_socket_may_drop_after_the_acknowledgement(slack: StandIn, maya: Actor, app: ScriptedApp) -> None:
    slack.trouble.drop_socket_after_ack()
    assert (await maya.command("/lunch")).ok
    await app.closed()
    assert len(app.envelopes) == 1


async def test_every_socket_can_be_dropped_at_once(slack: StandIn, app: ScriptedApp) -> None:
    await app.connect()
    slack.drop_sockets()
    await app.closed()
    assert [greeting["type"] for greeting in app.greetings] == ["hello", "hello"]
    assert slack.connections == 0


@pytest.mark.parametrize("reason", ["refresh_requested", "link_disabled"])
async def test_a_goodbye_closes_the_connection(slack: StandIn, app: ScriptedApp, reason: str) -> None:
    await slack.disconnect_sockets(reason)
    await app.closed()
    assert app.greetings[-1]["reason"] == reason
    assert slack.connections == 0


async def test_a_warning_leaves_the_connection_open(slack: StandIn, maya: Actor, app: ScriptedApp) -> None:
    await slack.disconnect_sockets("warning")
    assert (await maya.command("/lunch")).ok
    assert app.greetings[-1]["reason"] == "warning"


@impatient
async def test_a_lost_acknowledgement_counts_as_none(slack: StandIn, maya: Actor, app: ScriptedApp) -> None:
    slack.trouble.lose_acks()
    assert (await maya.command("/lunch")).error == "operation_timeout"
    assert (await maya.command("/lunch")).ok


async def test_duplicates_are_of_events_only_and_the_same_in_the_same_envelope(
    slack: StandIn, maya: Actor, app: ScriptedApp
) -> None:
    slack.trouble.duplicate_deliveries = 2
    await maya.command("/lunch")
    assert len(app.envelopes) == 1
    app.envelopes.clear()
    await maya.open_home()
    await slack.settled()
    await app.received(3)
    assert [envelope == app.envelopes[0] for envelope in app.envelopes] == [True] * 3


async def test_tickets_and_upgrades_can_be_refused(slack: StandIn, app: ScriptedApp) -> None:
    slack.trouble.refuse_tickets()
    with pytest.raises(Exception, match="internal_error"):
        await app.ticket()
    slack.trouble.refuse_upgrades()
    url = await app.ticket()
    for status in (503, 403):  # the refusal has spent the ticket
        with pytest.raises(WSServerHandshakeError) as refused:
            await app.connect(url)
        assert refused.value.status == status


@impatient
async def test_a_ghost_takes_payloads_in_its_turn_and_they_are_lost(
    slack: StandIn, maya: Actor, app: ScriptedApp
) -> None:
    slack.add_ghost()
    await app.connect()
    assert (slack.connections, app.greetings[-1]["num_connections"]) == (3, 3)
    errors = [(await maya.command("/lunch")).error for _ in range(6)]
    assert errors.count("operation_timeout") == 2
    assert len(app.envelopes) == 4
    await maya.open_home()
    await maya.open_home()
    await maya.open_home()
    await slack.settled()
    assert len({payload["event_id"] for payload in app.payloads if "event_id" in payload}) == 3, "events come again"
    slack.banish_ghosts()
    assert [(await maya.command("/lunch")).ok for _ in range(3)] == [True] * 3


async def test_a_ghost_outlives_the_apps_own_sockets_and_counts_among_ten(
    slack: StandIn, maya: Actor, app: ScriptedApp
) -> None:
    slack.add_ghost()
    slack.drop_sockets()
    assert slack.connections == 1
    for _ in range(9):
        slack.add_ghost()
    with pytest.raises(ValueError, match="at most 10"):
        slack.add_ghost()
    await app.connect()
    assert app.greetings[-1]["reason"] == "too_many_websockets"
