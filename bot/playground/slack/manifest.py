"""What the stand-in takes from an app's manifest."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml


@dataclass(frozen=True)
class Command:
    """A slash command; `escapes` asks Slack to turn @names into ids before the app gets the text."""

    name: str
    description: str = ""
    usage_hint: str = ""
    escapes: bool = False


@dataclass(frozen=True)
class Shortcut:
    """`kind` is `global`, or `message` for one in a message's menu."""

    name: str
    callback_id: str
    kind: str


@dataclass(frozen=True)
class Manifest:
    """An app as its manifest declares it."""

    app_name: str
    bot_name: str
    commands: Mapping[str, Command]
    shortcuts: tuple[Shortcut, ...]
    bot_scopes: tuple[str, ...]
    bot_events: frozenset[str]
    home_tab: bool
    messages_tab: bool
    messages_tab_read_only: bool
    interactivity: bool
    redirect_urls: tuple[str, ...]
    rotates_tokens: bool
    is_for_organizations: bool

    @property
    def takes_words(self) -> bool:
        """Whether the app's direct message has a composer: "Allow users to send slash commands and messages from
        the messages tab" in an app's settings (python-slack-sdk 1015)."""
        return self.messages_tab and not self.messages_tab_read_only

    @classmethod
    def read(cls, source: Mapping[str, Any] | Path) -> "Manifest":
        """From a manifest's mapping, or from a YAML or JSON file."""
        tree = yaml.safe_load(source.read_text(encoding="utf-8")) if isinstance(source, Path) else source
        features, settings = tree.get("features", {}), tree.get("settings", {})
        home, oauth = features.get("app_home", {}), tree.get("oauth_config", {})
        name = tree["display_information"]["name"]
        commands = [
            Command(
                name=c["command"],
                description=c.get("description", ""),
                usage_hint=c.get("usage_hint", ""),
                escapes=c.get("should_escape", False),
            )
            for c in features.get("slash_commands", [])
        ]
        return cls(
            app_name=name,
            bot_name=features.get("bot_user", {}).get("display_name", name),
            commands={command.name: command for command in commands},
            shortcuts=tuple(
                Shortcut(one["name"], one["callback_id"], one["type"]) for one in features.get("shortcuts", [])
            ),
            bot_scopes=tuple(oauth.get("scopes", {}).get("bot", [])),
            bot_events=frozenset(settings.get("event_subscriptions", {}).get("bot_events", [])),
            home_tab=home.get("home_tab_enabled", False),
            messages_tab=home.get("messages_tab_enabled", True),
            messages_tab_read_only=home.get("messages_tab_read_only_enabled", False),
            interactivity=settings.get("interactivity", {}).get("is_enabled", False),
            redirect_urls=tuple(oauth.get("redirect_urls", [])),
            rotates_tokens=settings.get("token_rotation_enabled", False),
            is_for_organizations=settings.get("org_deploy_enabled", False),
        )
