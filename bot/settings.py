"""What the environment says, read once at start and frozen."""

import enum
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.database_url import understood
from bot.env_file import UnreadableEnvFile, likely_meant, names_in
from bot.hosts import is_this_machine

ENV_FILE = ".env"
SLACK = "https://slack.com/api/"
FERNET_KEY = re.compile(r"[A-Za-z0-9_-]{43}=")
PERSON = re.compile(r"[UW][A-Z0-9]+")
HTTP_PARTS = ("slack_client_id", "slack_client_secret", "slack_signing_secret", "public_url", "token_keys")


class Door(enum.Enum):
    """How what people do in Slack gets to the bot."""

    SOCKET_MODE = "Socket Mode"
    HTTP = "HTTP"


class BadSettings(Exception):
    """One line that names the variable at fault; its value is never quoted, since it may be a secret."""


class Settings(BaseSettings):
    """Every variable the bot knows; the table in docs/settings.md lists them all, and a test holds it to that."""

    model_config = SettingsConfigDict(
        env_file=ENV_FILE,
        env_file_encoding="utf-8",
        frozen=True,
        extra="ignore",
        env_ignore_empty=True,
        hide_input_in_errors=True,
    )

    slack_bot_token: str | None = Field(None, description="Bot token from *OAuth & Permissions*")
    slack_app_token: str | None = Field(None, description="App-level token with `connections:write`")
    slack_signing_secret: str | None = Field(
        None, description="Signing secret from *Basic Information*; Socket Mode works without it"
    )
    slack_client_id: str | None = Field(None, description="Client id from *Basic Information*, for the HTTP door")
    slack_client_secret: str | None = Field(
        None, description="Client secret from *Basic Information*, for the HTTP door"
    )
    public_url: str | None = Field(
        None, description="Where Slack and browsers reach the HTTP door, such as `https://flipside.example.com`"
    )
    host: str = Field(
        "127.0.0.1",
        description="Where the HTTP door listens: on this machine alone; `0.0.0.0` in a container",
    )
    port: int = Field(3000, ge=0, le=65535, description="Port of the HTTP door")
    token_keys: Annotated[tuple[str, ...], NoDecode] = Field(
        (),
        description="Keys that seal the tokens of the HTTP door's workspaces, the newest first, separated by commas; "
        "`python -m bot key` makes one",
    )
    slack_api_url: str = Field(SLACK, description="Slack's Web API, or anything that speaks it")
    database_url: str = Field(
        "sqlite+aiosqlite:///flipside.db", description="Where everything is stored: SQLite or PostgreSQL"
    )
    program_creators: Annotated[Literal["everyone"] | frozenset[str], NoDecode] = Field(
        "everyone",
        description="Who may create programs: `everyone`, or Slack user ids separated by commas",
    )
    socket_connections: int = Field(
        2, ge=1, le=10, description="Socket Mode connections; two leave no gap when Slack refreshes one"
    )
    socket_apart_seconds: float = Field(
        300,
        ge=0,
        le=3600,
        description="Seconds from the opening of one connection to that of the next; "
        "Slack would refresh at once what was opened at once",
    )
    watchdog_seconds: float = Field(
        5, gt=0, le=30, description="How often a connection is looked at; one that stays down is replaced"
    )
    tick_seconds: float = Field(5, gt=0, le=60, description="How often rows that came due are looked for")
    lease_seconds: int = Field(120, ge=60, description="How long a claimed row stays with a process that went silent")
    outbox_per_second: float = Field(
        5, ge=0, description="Messages a second in each workspace; 0 for as many as Slack takes"
    )
    outbox_gap_seconds: float = Field(
        1,
        ge=0,
        le=60,
        description="Seconds between two messages to one conversation, of which Slack takes about one a second",
    )
    outbox_attempts: int = Field(12, ge=1, description="Tries before an undeliverable message is set aside")
    drain_seconds: float = Field(10, ge=0, description="How long listeners in flight may take to finish at a stop")
    https_proxy: str | None = Field(
        None, description="Proxy for every call to Slack, such as `http://proxy.example.com:3128`; SOCKS is passed over"
    )
    http_proxy: str | None = Field(
        None, description="Proxy for plain http, and for Slack where `HTTPS_PROXY` is not set"
    )
    all_proxy: str | None = Field(None, description="Proxy where neither of the two is set")
    no_proxy: str | None = Field(
        None,
        description="What goes through no proxy: domains, addresses and networks, perhaps with a port, separated by "
        "commas, or `*`; nothing on this machine ever does",
    )
    playground_port: int = Field(
        8765, ge=0, le=65535, description="Port of the playground on this machine; the next free one if taken"
    )
    slack_call_log: str | None = Field(
        None, description="File to which the playground appends every call it gets, one JSON object a line"
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="Least severity logged")

    @model_validator(mode="before")
    @classmethod
    def _bare_values(cls, given: dict[str, Any]) -> dict[str, Any]:
        """Not every tool that sets variables takes quotes off, and blanks come along when somebody copies a token."""
        bare = {name: _bare(value) if isinstance(value, str) else value for name, value in given.items()}
        return {name: value for name, value in bare.items() if value != ""}

    @field_validator("slack_bot_token")
    @classmethod
    def _bot_token(cls, value: str | None) -> str | None:
        if value is not None and value.startswith("xapp-"):
            raise ValueError(
                "this is the app-level token, which belongs in SLACK_APP_TOKEN. A bot token starts with xoxb-"
            )
        return _prefixed(value, "xoxb-", "a bot token starts with xoxb-")

    @field_validator("slack_app_token")
    @classmethod
    def _app_token(cls, value: str | None) -> str | None:
        if value is not None and value.startswith("xoxb-"):
            raise ValueError(
                "this is the bot token, which belongs in SLACK_BOT_TOKEN. An app-level token starts with xapp-"
            )
        return _prefixed(value, "xapp-", "an app-level token starts with xapp-")

    @field_validator("slack_api_url")
    @classmethod
    def _api_url(cls, value: str) -> str:
        try:
            parts = urlsplit(value)
            is_address = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
        except ValueError:
            is_address = False
        if not is_address:
            raise ValueError(f"not an address. Slack's own is {SLACK}, which needs no setting")
        if parts.scheme == "http" and not is_this_machine(parts.hostname or ""):
            raise ValueError("tokens would travel unencrypted. Use https://, or http:// to this machine only")
        return value.rstrip("/") + "/"

    @field_validator("public_url")
    @classmethod
    def _public_url(cls, value: str | None) -> str | None:
        if value is None:
            return None
        parts = urlsplit(value.strip())
        if parts.query or parts.fragment or parts.username or not parts.hostname:
            raise ValueError("not an address such as https://flipside.example.com")
        if parts.scheme != "https" and not (parts.scheme == "http" and is_this_machine(parts.hostname)):
            raise ValueError("Slack calls https:// addresses only")
        return value.strip().rstrip("/")

    @field_validator("program_creators", mode="before")
    @classmethod
    def _creators(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        if value.lower() == "everyone":
            return "everyone"
        people = frozenset(part.strip() for part in value.split(",") if part.strip())
        if not people or not all(PERSON.fullmatch(one) for one in people):
            raise ValueError(
                "takes everyone, or ids such as U0123ABCD, separated by commas. "
                "Slack copies an id from somebody's profile, under the three dots"
            )
        return people

    @field_validator("token_keys", mode="before")
    @classmethod
    def _token_keys(cls, value: Any) -> Any:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @field_validator("token_keys")
    @classmethod
    def _fernet_keys(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if not all(FERNET_KEY.fullmatch(key) for key in value):
            raise ValueError("not a key of 32 bytes in base64; python -m bot key makes one")
        return value

    @field_validator("database_url")
    @classmethod
    def _database_url(cls, value: str) -> str:
        return understood(value)

    @property
    def proxies(self) -> dict[str, str]:
        """By the names of their variables."""
        said = self.model_dump(include={"https_proxy", "http_proxy", "all_proxy", "no_proxy"}, exclude_none=True)
        return {name.upper(): value for name, value in said.items()}

    @property
    def door(self) -> Door | None:
        """Socket Mode where both could be. None without a Slack to connect to; then the playground stands in."""
        if self.slack_bot_token is not None and self.slack_app_token is not None:
            return Door.SOCKET_MODE
        return None if self.missing_for_http else Door.HTTP

    @property
    def missing_for_http(self) -> list[str]:
        return [part.upper() for part in HTTP_PARTS if not getattr(self, part)]

    @property
    def has_slack(self) -> bool:
        return self.door is not None


def _bare(value: str) -> str:
    value = value.strip()
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        value = value[1:-1].strip()
    return value


def _prefixed(value: str | None, prefix: str, rule: str) -> str | None:
    if value is None:
        return None
    if not value.startswith(prefix) or len(value) <= len(prefix) or not value.isascii() or " " in value:
        raise ValueError(rule)
    return value


def misspelled_names() -> Iterator[str]:
    """One line for each name in `.env` that is likely meant for a setting, and is none. Raises BadSettings."""
    for name, meant in likely_meant(_names_in(ENV_FILE), [name.upper() for name in Settings.model_fields]):
        yield f"{ENV_FILE}: {name} is not a setting. Did you mean {meant}?"


def read_settings(**given: Any) -> Settings:
    """Reads the environment and `.env`; raises BadSettings with one line for the first variable at fault."""
    _names_in(given.get("_env_file", ENV_FILE))
    try:
        settings = Settings(**given)
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]).upper() if first["loc"] else "the settings"
        raise BadSettings(f"{name}: {first['msg'].removeprefix('Value error, ')}") from None
    if settings.door is None:
        _check_nothing_is_begun(settings)
    return settings


def _names_in(env_file: str | None) -> frozenset[str]:
    try:
        return names_in(Path(env_file)) if env_file is not None else frozenset()
    except UnreadableEnvFile as problem:
        raise BadSettings(f"{env_file}: {problem}") from None


def _check_nothing_is_begun(settings: Settings) -> None:
    """Raises BadSettings where a part of what a door needs is there: somebody wants it open."""
    missing = settings.missing_for_http
    if settings.slack_bot_token or settings.slack_app_token:
        missing = ["SLACK_APP_TOKEN" if settings.slack_bot_token else "SLACK_BOT_TOKEN"]
        wanted = "Set both Slack tokens, or neither to try the playground."
    elif {"SLACK_SIGNING_SECRET", *missing} != {part.upper() for part in HTTP_PARTS}:
        wanted = "The HTTP door needs all of it; docs/settings.md says where each comes from."
    else:
        return
    raise BadSettings(f"{', '.join(missing)}: missing. {wanted}")
