"""The manifest and the bot agree: nothing declared that is not there, nothing there that is not declared."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.__main__ import main
from bot.manifest import ENDINGS
from bot.workspaces.oauth import SCOPES as INSTALLED_WITH
from tests.the_table import TABLE

ROOT = Path(__file__).parents[1]
MANIFEST: dict[str, Any] = yaml.safe_load((ROOT / "manifest.yml").read_text())
SCOPES = set(MANIFEST["oauth_config"]["scopes"]["bot"])
# What each method asks of a bot, from Slack's method reference; a direct message and a group need one scope each.
NEEDS = {
    "auth.test": set(),
    "views.open": set(),
    "views.publish": set(),
    "views.update": set(),
    "chat.postMessage": {"chat:write"},
    "chat.update": {"chat:write"},
    "conversations.open": {"im:write", "mpim:write"},
    "users.info": {"users:read", "users:read.email"},
    "files.info": {"files:read"},
    "files.getUploadURLExternal": {"files:write"},
    "files.completeUploadExternal": {"files:write"},
}


# All that it reads: who people are, and the one file that somebody gives it in a form.
PEOPLE_AND_FILES = {"users:read", "users:read.email", "files:read"}


def methods_called() -> set[str]:
    paths = ("core/*.py", "doors/*.py", "*/jobs.py", "flipside.py")
    source = "\n".join(file.read_text() for path in paths for file in (ROOT / "bot").glob(path))
    return set(re.findall(r"\.call\(\s*\"([a-zA-Z.]+)\"", source))


def test_every_command_has_a_listener_and_the_reverse() -> None:
    assert [command["command"] for command in MANIFEST["features"]["slash_commands"]] == ["/mentor"]


def test_every_event_has_a_listener_and_the_reverse() -> None:
    declared = MANIFEST["settings"]["event_subscriptions"]["bot_events"]
    assert {*declared, *ENDINGS} == TABLE.names("event")


def test_whoever_installs_it_by_its_page_is_asked_for_the_same_permissions() -> None:
    assert set(INSTALLED_WITH) == SCOPES


def test_it_asks_for_no_permission_to_read_messages() -> None:
    assert {scope for scope in SCOPES if ":read" in scope or ":history" in scope} == PEOPLE_AND_FILES


def test_every_method_it_calls_is_covered_by_a_scope_and_every_scope_is_needed() -> None:
    called = methods_called()
    assert called == set(NEEDS)
    assert set().union(*(NEEDS[method] for method in called)) | {"commands"} == SCOPES


def test_it_is_printed_for_socket_mode_as_it_stands(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["manifest"]) == 0
    assert capsys.readouterr().out == (ROOT / "manifest.yml").read_text()


@pytest.mark.parametrize("more", [[], ["--rotate-tokens"]])
def test_for_a_host_slack_calls_it_and_any_organisation_can_install_it(
    more: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["manifest", "--url", "https://flipside.example.com/", *more]) == 0
    printed = yaml.safe_load(capsys.readouterr().out)
    calls = "https://flipside.example.com/slack/events"
    assert [command.pop("url") for command in printed["features"]["slash_commands"]] == [calls]
    assert printed["oauth_config"].pop("redirect_urls") == ["https://flipside.example.com/slack/oauth_redirect"]
    assert printed.pop("settings") == {
        "event_subscriptions": {
            "request_url": calls,
            "bot_events": ["app_home_opened", "user_change", "app_uninstalled", "tokens_revoked"],
        },
        "interactivity": {"is_enabled": True, "request_url": calls, "message_menu_options_url": calls},
        "org_deploy_enabled": True,
        "socket_mode_enabled": False,
        "token_rotation_enabled": bool(more),
    }
    rest = {name: value for name, value in MANIFEST.items() if name != "settings"}
    assert printed == rest, "nothing else differs, least of all the scopes"


@pytest.mark.parametrize(
    "address", ["http://flipside.example.com", "flipside.example.com", "https://", "https://x.example?a=b", "https://["]
)
def test_an_address_that_slack_could_not_call_is_refused(address: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as refused:
        main(["manifest", "--url", address])
    assert refused.value.code == 2
    assert "argument --url: Slack calls https:// addresses only" in capsys.readouterr().err


def test_a_token_of_socket_mode_does_not_rotate(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["manifest", "--rotate-tokens"]) == 2
    assert capsys.readouterr().err.startswith("--rotate-tokens: needs --url.")
