"""Guests, people of other workspaces and bots: what Slack tells of them, and what it lets them do."""

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.slack import Actor, StandIn
from bot.playground.slack.errors import ApiError
from tests.playground.slack.scripted import Json, ScriptedApp, actions, button, field, home, manifest, modal

SHORTCUTS = [
    {"name": "Plan a lunch", "type": "global", "callback_id": "plan", "description": "x"},
    {"name": "Eat this", "type": "message", "callback_id": "eat", "description": "x"},
]


@pytest.fixture
def app_manifest() -> Json:
    scopes = ("channels:manage", "channels:read", "channels:history", "app_mentions:read", "mpim:read")
    return manifest(*scopes, events=("message.channels", "app_mention"), shortcuts=SHORTCUTS)


@pytest.fixture
def eve(slack: StandIn) -> Actor:
    """Of another workspace."""
    return slack.add_person("U0EVE", name="eve", is_stranger=True)


@pytest.fixture
def gus(slack: StandIn) -> Actor:
    """A guest in as many channels as he is asked into."""
    return slack.add_person("U0GUS", name="gus", is_restricted=True)


@pytest.fixture
def shared(slack: StandIn, maya: Actor, eve: Actor) -> str:
    return slack.add_channel("shared", members=[maya.id, eve.id, slack.bot_user_id])


async def user(web: AsyncWebClient, person: Actor) -> Json:
    answer: Json = (await web.users_info(user=person.id, include_locale=True))["user"]
    return answer


@pytest.mark.parametrize(
    ("account", "told"),
    [
        ({}, (False, False, False)),
        ({"is_restricted": True}, (True, False, False)),
        ({"is_restricted": True, "is_ultra_restricted": True}, (True, True, False)),
        ({"is_ultra_restricted": True}, (True, True, False)),
        ({"is_bot": True}, (False, False, True)),
    ],
    ids=["member", "guest", "single-channel guest", "the same by one flag", "bot"],
)
async def test_an_account_tells_its_kind(
    slack: StandIn, web: AsyncWebClient, account: Json, told: tuple[bool, ...]
) -> None:
    found = await user(web, slack.add_person("U0X", name="x", **account))
    assert (found["is_restricted"], found["is_ultra_restricted"], found["is_bot"]) == told
    assert found["team_id"] == slack.installation.team_id
    assert "is_stranger" not in found


async def test_a_person_of_another_workspace_is_a_stranger_until_the_app_shares_a_channel_with_them(
    slack: StandIn, web: AsyncWebClient, maya: Actor, eve: Actor
) -> None:
    before = await user(web, eve)
    assert (before["is_stranger"], before["team_id"]) == (True, "T0ELSEWHERE")
    slack.add_channel("shared", members=[maya.id, eve.id])
    assert (await user(web, eve))["is_stranger"] is True, "the app is not in it"
    slack.add_channel("with-the-app", members=[eve.id, slack.bot_user_id])
    after = await user(web, eve)
    assert (after["is_stranger"], after["team_id"]) == (False, "T0ELSEWHERE")
    assert "locale" not in after


async def test_a_zone_may_be_known_by_its_offset_only(slack: StandIn, web: AsyncWebClient) -> None:
    zoe = slack.add_person("U0ZOE", name="zoe", tz=None, tz_offset=36_000)
    found = await user(web, zoe)
    assert (found["tz"], found["tz_offset"]) == (None, 36_000)
    slack.workspace.write(slack.workspace.from_app(zoe.dm, text="<!date^1780000000^{time}|x>"))
    assert zoe.read(zoe.messages()[0]) == "06:26"


async def test_a_stranger_has_no_commands_and_no_shortcuts_but_presses_buttons(
    slack: StandIn, eve: Actor, app: ScriptedApp, shared: str
) -> None:
    assert (await eve.command("/lunch")).error == "not_sent"
    assert eve.messages(shared)[-1].text.startswith("`/lunch` is not a valid command.")
    await app.web.chat_postMessage(channel=shared, text="Soup?", blocks=[actions(button("yes"))])
    for name, message in (("plan", None), ("eat", eve.messages()[-1])):
        with pytest.raises(LookupError, match=name):
            await eve.shortcut(name, message)
    assert [payload["type"] for payload in app.payloads if payload["type"] != "event_callback"] == []
    assert (await eve.click("yes")).ok
    press = app.payloads[-1]
    assert press["user"].items() >= {"id": eve.id, "team_id": "T0ELSEWHERE"}.items()
    assert press["team"]["id"] == slack.installation.team_id


async def test_a_form_of_a_stranger_is_of_their_workspace_and_says_where_the_app_is(
    slack: StandIn, eve: Actor, app: ScriptedApp, shared: str
) -> None:
    await app.web.chat_postMessage(channel=shared, text="Soup?", blocks=[actions(button("yes"))])
    await eve.click("yes")
    form = modal(actions(button("more")), field("Dish"), notify_on_close=True)
    await app.web.views_open(trigger_id=app.payloads[-1]["trigger_id"], view=form)
    await eve.click("more")
    await eve.submit({"Dish": "Stew"})
    await app.web.views_open(trigger_id=app.payloads[-1]["trigger_id"], view=form)
    await eve.close_modal()
    for payload in app.payloads[-3:]:
        assert (payload["team"], payload["user"]["team_id"]) == (
            {"id": "T0ELSEWHERE", "domain": "t0elsewhere"},
            "T0ELSEWHERE",
        )
        assert payload["view"]["team_id"] == "T0ELSEWHERE"
        assert payload["view"]["app_installed_team_id"] == slack.installation.team_id
    assert [payload["type"] for payload in app.payloads[-3:]] == ["block_actions", "view_submission", "view_closed"]


async def test_a_home_tab_and_a_form_of_a_member_are_of_the_workspace(
    slack: StandIn, maya: Actor, app: ScriptedApp
) -> None:
    await app.web.views_publish(user_id=maya.id, view=home(actions(button("yes"))))
    await maya.click("yes")
    payload = app.payloads[-1]
    teams = {payload["team"]["id"], payload["user"]["team_id"], payload["view"]["team_id"]}
    assert teams == {slack.installation.team_id}


async def test_words_of_a_stranger_are_told_with_both_workspaces(
    slack: StandIn, maya: Actor, eve: Actor, app: ScriptedApp, shared: str
) -> None:
    home_id = slack.installation.team_id
    await eve.say(shared, f"<@{slack.bot_user_id}> soup?")
    await maya.say(shared, "stew?")
    await slack.settled()
    theirs, mention, ours = [
        payload for payload in app.payloads if payload["event"]["type"] in {"message", "app_mention"}
    ]
    assert (theirs["team_id"], theirs["context_team_id"], theirs["event"]["team"]) == (
        "T0ELSEWHERE",
        home_id,
        "T0ELSEWHERE",
    )
    assert (mention["team_id"], mention["event"]["team"], mention["event"]["user_team"]) == (
        home_id,
        home_id,
        "T0ELSEWHERE",
    )
    assert (ours["team_id"], ours["event"]["team"]) == (home_id, home_id)
    assert [payload["is_ext_shared_channel"] for payload in (theirs, mention, ours)] == [True] * 3
    assert theirs["authorizations"][0]["team_id"] == home_id


async def test_a_channel_tells_with_whom_it_is_shared(
    slack: StandIn, web: AsyncWebClient, maya: Actor, shared: str
) -> None:
    ours = slack.add_channel("ours", members=[maya.id, slack.bot_user_id])
    found = [(await web.conversations_info(channel=channel))["channel"] for channel in (shared, ours)]
    assert [(c["is_shared"], c["is_ext_shared"]) for c in found] == [(True, True), (False, False)]
    assert [c["connected_team_ids"] for c in found] == [["T0ELSEWHERE"], []]


async def test_the_app_talks_to_strangers_whom_it_meets_and_to_a_pair_that_shares_a_channel(
    slack: StandIn, web: AsyncWebClient, maya: Actor, omar: Actor, eve: Actor
) -> None:
    for users, code in (([eve.id], "user_not_visible"), ([maya.id, eve.id], "user_not_visible")):
        with pytest.raises(SlackApiError, match=code):
            await web.conversations_open(users=users)
    slack.add_channel("shared", members=[maya.id, eve.id, slack.bot_user_id])
    assert (await web.conversations_open(users=[eve.id]))["ok"]
    pair = (await web.conversations_open(users=[maya.id, eve.id]))["channel"]
    assert (pair["is_mpim"], pair["is_ext_shared"]) == (True, True)
    with pytest.raises(SlackApiError, match="invalid_user_combination"):
        await web.conversations_open(users=[omar.id, eve.id])


async def test_the_app_writes_to_a_stranger_by_id_only_where_they_meet(
    slack: StandIn, web: AsyncWebClient, eve: Actor
) -> None:
    with pytest.raises(SlackApiError, match="channel_not_found"):
        await web.chat_postMessage(channel=eve.id, text="Soup?")
    slack.add_channel("shared", members=[eve.id, slack.bot_user_id])
    assert (await web.chat_postMessage(channel=eve.id, text="Soup?"))["ok"]


async def test_a_stranger_is_never_shown_the_home_tab_that_is_published_for_them(
    slack: StandIn, eve: Actor, app: ScriptedApp, shared: str
) -> None:
    await eve.open_home()
    await slack.settled()
    assert app.events[-1]["type"] == "app_home_opened"
    assert (await app.web.views_publish(user_id=eve.id, view=home(actions(button("yes")))))["ok"]
    assert eve.home is None
    with pytest.raises(LookupError):
        await eve.click("yes")


async def test_an_app_invites_no_strangers(slack: StandIn, web: AsyncWebClient, maya: Actor, eve: Actor) -> None:
    ours = slack.add_channel("ours", members=[maya.id, slack.bot_user_id])
    with pytest.raises(SlackApiError, match="no_external_invite_permission"):
        await web.conversations_invite(channel=ours, users=[eve.id])


async def test_nobody_joins_the_workspace_by_sharing_a_channel_with_it(
    slack: StandIn, eve: Actor, gus: Actor, app: ScriptedApp
) -> None:
    await slack.settled()
    slack.add_person("U0IDA", name="ida", team_id="T0OTHER")
    slack.add_person("U0ADA", name="ada")
    await slack.settled()
    assert [event["user"]["id"] for event in app.events if event["type"] == "team_join"] == ["U0ADA"]


async def test_guests_and_strangers_come_by_invitation(
    slack: StandIn, maya: Actor, eve: Actor, gus: Actor, app: ScriptedApp
) -> None:
    food = slack.add_channel("food", members=[maya.id, slack.bot_user_id])
    for person in (eve, gus):
        with pytest.raises(PermissionError):
            await person.join(food)
        with pytest.raises(LookupError, match="no channel"):
            await person.command("/raw")
        await person.come_invited(food)
    await app.web.conversations_info(channel=food)
    assert (await gus.command("/raw")).ok
    assert app.payloads[-1]["channel_name"] == "food", "guests are not in #general"


async def test_a_single_channel_guest_has_a_single_channel(
    slack: StandIn, web: AsyncWebClient, maya: Actor, gus: Actor
) -> None:
    ulla = slack.add_person("U0ULLA", name="ulla", is_restricted=True, is_ultra_restricted=True)
    first, second = (slack.add_channel(name, members=[slack.bot_user_id]) for name in ("first", "second"))
    await web.conversations_invite(channel=first, users=[ulla.id, gus.id])
    with pytest.raises(SlackApiError, match="ura_max_channels"):
        await web.conversations_invite(channel=second, users=[gus.id, ulla.id])
    assert slack.workspace.conversations[second].members == [slack.bot_user_id], "all of them or none"
    with pytest.raises(ApiError, match="ura_max_channels"):
        await ulla.come_invited(second)
    assert (await web.conversations_invite(channel=second, users=[gus.id]))["ok"]
    assert (await web.conversations_open(users=[maya.id, ulla.id]))["ok"], "groups do not count"


async def test_a_workspace_may_keep_commands_and_shortcuts_from_its_guests(
    slack: StandIn, maya: Actor, gus: Actor, app: ScriptedApp
) -> None:
    slack.add_channel("food", members=[gus.id])
    assert (await gus.command("/raw")).ok
    assert (await gus.shortcut("plan")).ok
    slack.workspace.guests_use_apps = False
    assert (await gus.command("/raw")).error == "not_sent"
    with pytest.raises(LookupError):
        await gus.shortcut("plan")
    assert (await maya.command("/raw")).ok


async def test_guests_see_no_channel_that_they_are_not_in(slack: StandIn, gus: Actor, app: ScriptedApp) -> None:
    food, other = slack.add_channel("food", members=[gus.id]), slack.add_channel("other")
    menu = field("Place", "conversations_select")
    await gus.command("/raw")
    await app.web.views_open(trigger_id=app.payloads[-1]["trigger_id"], view=modal(menu))
    with pytest.raises(LookupError):
        await gus.fill("Place", other)
    await gus.fill("Place", food)


async def test_two_channels_never_have_one_name(slack: StandIn) -> None:
    slack.add_channel("food")
    with pytest.raises(ValueError, match="already"):
        slack.add_channel("food")
