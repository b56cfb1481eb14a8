"""Writing, changing and deleting messages."""

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.slack import Actor, StandIn, Violation
from tests.playground.slack.scripted import Clock, Json, actions, button, plain, section

WORDS = {"type": "text", "text": "x" * 2000}


def code(refused: pytest.ExceptionInfo[SlackApiError]) -> str:
    return str(refused.value.response["error"])


async def test_a_message_to_a_persons_id_lands_in_their_direct_message(maya: Actor, web: AsyncWebClient) -> None:
    answer = await web.chat_postMessage(channel=maya.id, text="Soup?")
    assert answer["channel"] == maya.dm
    assert [message.text for message in maya.messages()] == ["Soup?"]


async def test_a_channel_may_be_given_by_its_name(slack: StandIn, maya: Actor, web: AsyncWebClient) -> None:
    channel = slack.add_channel("food", members=[maya.id, slack.bot_user_id])
    await web.chat_postMessage(channel="#food", text="Soup?")
    assert [message.text for message in maya.messages(channel)] == ["Soup?"]


async def test_timestamps_grow_while_the_clock_stands_still(maya: Actor, web: AsyncWebClient) -> None:
    first = await web.chat_postMessage(channel=maya.dm, text="1")
    second = await web.chat_postMessage(channel=maya.dm, text="2")
    assert second["ts"] > first["ts"]


async def test_what_was_sent_is_kept_as_it_was(maya: Actor, web: AsyncWebClient) -> None:
    await web.chat_postMessage(channel=maya.dm, text="&lt;!channel&gt; <@U0MAYA> *x*")
    assert maya.messages()[0].text == "&lt;!channel&gt; <@U0MAYA> *x*"


async def test_accepted_blocks_come_back_with_ids_and_switches(maya: Actor, web: AsyncWebClient) -> None:
    answer = await web.chat_postMessage(channel=maya.dm, text="x", blocks=[actions(button("go"))])
    block = answer["message"]["blocks"][0]
    assert block["block_id"]
    assert block["elements"][0]["text"] == {"type": "plain_text", "text": "Press", "emoji": True}


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ({"channel": "C404", "text": "x"}, "channel_not_found"),
        ({"channel": "U404", "text": "x"}, "channel_not_found"),
        ({"channel": "dm"}, "no_text"),
        ({"channel": "dm", "text": "  "}, "no_text"),
        ({"channel": "dm", "text": "x" * 40_001}, "msg_too_long"),
        ({"channel": "dm", "text": "x", "blocks": {"type": "divider"}}, "invalid_blocks_format"),
        ({"channel": "dm", "text": "x", "blocks": [{"type": "dividor"}]}, "invalid_blocks"),
        ({"channel": "dm", "text": "x", "markdown_text": "**x**"}, "markdown_text_conflict"),
        ({"channel": "dm", "text": "x", "attachments": [{}] * 101}, "too_many_attachments"),
        ({"channel": "dm", "text": "x", "attachments": 7}, "invalid_attachments"),
        ({"channel": "dm", "text": "x", "metadata": {"event_type": "x"}}, "invalid_metadata_format"),
    ],
)
async def test_what_slack_refuses_has_slacks_code(
    maya: Actor, web: AsyncWebClient, arguments: dict[str, object], expected: str
) -> None:
    channel = maya.dm if arguments["channel"] == "dm" else arguments["channel"]
    with pytest.raises(SlackApiError) as refused:
        await web.api_call("chat.postMessage", json={**arguments, "channel": channel})
    assert code(refused) == expected
    assert maya.messages() == []


def of_length(characters: int) -> list[Json]:
    """Section after section, that many characters in all."""
    texts = [min(3000, characters - start) for start in range(0, characters, 3000)]
    return [section("x" * length) for length in texts]


@pytest.mark.parametrize("method", ["chat.postMessage", "chat.postEphemeral", "chat.update"])
async def test_the_text_of_all_blocks_together_has_a_limit(maya: Actor, web: AsyncWebClient, method: str) -> None:
    written = await web.chat_postMessage(channel=maya.dm, text="Soup")
    arguments = {"channel": maya.dm, "user": maya.id, "ts": written["ts"], "text": "Soup"}
    if method != "chat.update":
        del arguments["ts"]
    if method != "chat.postEphemeral":
        del arguments["user"]
    await web.api_call(method, json={**arguments, "blocks": of_length(12_000)})
    with pytest.raises(SlackApiError) as refused:
        await web.api_call(method, json={**arguments, "blocks": of_length(12_001)})
    assert code(refused) == "msg_blocks_too_long"


@pytest.mark.parametrize(
    "block",
    [
        {"type": "section", "fields": [plain("x" * 2000)] * 10},
        {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [WORDS] * 5}]},
        {"type": "table", "rows": [[{"type": "raw_text", "text": "x" * 1000}]] * 10},
        {"type": "context", "elements": [{"type": "image", "image_url": "https://x", "alt_text": "x" * 2000}] * 7},
    ],
    ids=lambda block: block["type"],
)
async def test_every_text_that_people_read_counts(maya: Actor, web: AsyncWebClient, block: Json) -> None:
    with pytest.raises(SlackApiError) as refused:
        await web.chat_postMessage(channel=maya.dm, text="Soup", blocks=[block, section("x" * 2500)])
    assert code(refused) == "msg_blocks_too_long"


async def test_a_message_is_changed_to_a_shorter_text_than_it_may_be_written_with(
    maya: Actor, web: AsyncWebClient
) -> None:
    written = await web.chat_postMessage(channel=maya.dm, text="x" * 4001)
    await web.chat_update(channel=maya.dm, ts=written["ts"], text="x" * 4000)
    with pytest.raises(SlackApiError) as refused:
        await web.chat_update(channel=maya.dm, ts=written["ts"], text="x" * 4001)
    assert code(refused) == "msg_too_long"


async def test_nothing_changes_in_an_archived_channel(slack: StandIn, maya: Actor, web: AsyncWebClient) -> None:
    channel = slack.add_channel("food", members=[maya.id, slack.bot_user_id])
    written = await web.chat_postMessage(channel=channel, text="Soup")
    slack.workspace.conversations[channel].is_archived = True
    with pytest.raises(SlackApiError) as refused:
        await web.chat_update(channel=channel, ts=written["ts"], text="Salad")
    assert code(refused) == "is_inactive"


async def test_refused_blocks_are_explained_twice(maya: Actor, web: AsyncWebClient) -> None:
    with pytest.raises(SlackApiError) as refused:
        await web.chat_postMessage(channel=maya.dm, text="x", blocks=[section("y" * 3001)])
    message = "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"
    assert refused.value.response["errors"] == [message]
    assert refused.value.response["response_metadata"]["messages"] == [f"[ERROR] {message}"]


@pytest.mark.filterwarnings("ignore:The top-level `text` argument is missing:UserWarning")
async def test_blocks_without_a_text_pass_and_are_reported(
    maya: Actor, web: AsyncWebClient, violations: list[Violation]
) -> None:
    await web.chat_postMessage(channel=maya.dm, blocks=[section("Soup")])
    assert [(v.error, v.refused) for v in violations] == [("no_fallback", False)]


async def test_the_app_writes_only_where_it_is_a_member(
    slack: StandIn, maya: Actor, omar: Actor, web: AsyncWebClient
) -> None:
    public = slack.add_channel("food", members=[maya.id])
    private = slack.add_channel("secret", members=[maya.id], is_private=True)
    for channel, expected in ((public, "not_in_channel"), (private, "channel_not_found")):
        with pytest.raises(SlackApiError) as refused:
            await web.chat_postMessage(channel=channel, text="x")
        assert code(refused) == expected


async def test_an_archived_channel_takes_no_messages(slack: StandIn, maya: Actor, web: AsyncWebClient) -> None:
    channel = slack.add_channel("food", members=[maya.id, slack.bot_user_id])
    slack.workspace.conversations[channel].is_archived = True
    with pytest.raises(SlackApiError) as refused:
        await web.chat_postMessage(channel=channel, text="x")
    assert code(refused) == "is_archived"


async def test_a_message_to_a_deactivated_person_is_taken_and_reported(
    slack: StandIn, maya: Actor, web: AsyncWebClient, violations: list[Violation]
) -> None:
    channel = maya.dm
    slack.deactivate(maya.id)
    await web.chat_postMessage(channel=channel, text="x")
    assert [(v.error, v.refused) for v in violations] == [("user_disabled", False)]


async def test_a_deactivated_person_gets_no_new_direct_message(
    slack: StandIn, maya: Actor, web: AsyncWebClient
) -> None:
    slack.deactivate(maya.id)
    with pytest.raises(SlackApiError, match="channel_not_found"):
        await web.chat_postMessage(channel=maya.id, text="x")
    with pytest.raises(SlackApiError, match="user_disabled"):
        await web.conversations_open(users=maya.id)


async def test_an_update_shows_as_edited(maya: Actor, web: AsyncWebClient) -> None:
    ts = (await web.chat_postMessage(channel=maya.dm, text="Soup"))["ts"]
    answer = await web.chat_update(channel=maya.dm, ts=ts, text="Stew")
    assert (answer["text"], answer["ts"]) == ("Stew", ts)
    message = maya.messages()[0]
    assert message.text == "Stew"
    assert message.edited is not None


async def test_an_update_keeps_blocks_that_it_does_not_name(maya: Actor, web: AsyncWebClient) -> None:
    ts = (await web.chat_postMessage(channel=maya.dm, text="Soup", blocks=[section("Soup")]))["ts"]
    await web.chat_update(channel=maya.dm, ts=ts, text="Stew")
    assert maya.messages()[0].blocks
    await web.chat_update(channel=maya.dm, ts=ts, text="Stew", blocks=[])
    assert maya.messages()[0].blocks == []


async def test_only_its_own_messages_can_be_changed(maya: Actor, web: AsyncWebClient) -> None:
    theirs = await maya.say(maya.dm, "Hello")
    with pytest.raises(SlackApiError, match="cant_update_message"):
        await web.chat_update(channel=maya.dm, ts=theirs.ts, text="Bye")
    with pytest.raises(SlackApiError, match="cant_delete_message"):
        await web.chat_delete(channel=maya.dm, ts=theirs.ts)


async def test_a_deleted_message_is_gone(maya: Actor, web: AsyncWebClient) -> None:
    ts = (await web.chat_postMessage(channel=maya.dm, text="Soup"))["ts"]
    await web.chat_delete(channel=maya.dm, ts=ts)
    assert maya.messages() == []
    for call in (web.chat_update(channel=maya.dm, ts=ts, text="x"), web.chat_delete(channel=maya.dm, ts=ts)):
        with pytest.raises(SlackApiError, match="message_not_found"):
            await call


async def test_only_its_reader_sees_an_ephemeral_message(
    slack: StandIn, maya: Actor, omar: Actor, web: AsyncWebClient
) -> None:
    channel = slack.add_channel("food", members=[maya.id, omar.id, slack.bot_user_id])
    ts = (await web.chat_postEphemeral(channel=channel, user=maya.id, text="Psst"))["message_ts"]
    assert [m.text for m in maya.messages(channel)] == ["Psst"]
    assert omar.messages(channel) == []
    with pytest.raises(SlackApiError, match="message_not_found"):
        await web.chat_update(channel=channel, ts=ts, text="x")


async def test_an_ephemeral_message_needs_its_reader_in_the_channel(
    slack: StandIn, maya: Actor, omar: Actor, web: AsyncWebClient
) -> None:
    channel = slack.add_channel("food", members=[omar.id, slack.bot_user_id])
    with pytest.raises(SlackApiError, match="user_not_in_channel"):
        await web.chat_postEphemeral(channel=channel, user=maya.id, text="Psst")


async def test_a_permalink_leads_to_a_message_that_is_there(maya: Actor, web: AsyncWebClient, clock: Clock) -> None:
    ts = (await web.chat_postMessage(channel=maya.dm, text="Soup"))["ts"]
    link = (await web.chat_getPermalink(channel=maya.dm, message_ts=ts))["permalink"]
    assert link.endswith(f"/archives/{maya.dm}/p{ts.replace('.', '')}")
    with pytest.raises(SlackApiError, match="message_not_found"):
        await web.chat_getPermalink(channel=maya.dm, message_ts="1.000000")
