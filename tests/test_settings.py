from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.__main__ import main
from bot.settings import BadSettings, Door, Settings, read_settings
from bot.workspaces.sealing import new_key

ROOT = Path(__file__).parents[1]
TABLE = (ROOT / "docs" / "settings.md").read_text()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the bot is started: without settings, whatever the machine has that runs the tests."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_table_of_settings_is_complete_and_says_what_the_code_says() -> None:
    rows = [line for line in TABLE.splitlines() if line.startswith("| `")]
    wanted = [
        f"| `{name.upper()}` | {_default(field.default)} | {field.description} |"
        for name, field in Settings.model_fields.items()
    ]
    assert rows == wanted


def _default(value: object) -> str:
    return "none" if value in (None, ()) else f"`{value}`"


def test_a_database_url_is_understood_as_providers_write_it() -> None:
    given = read_settings(_env_file=None, database_url="postgres://u:p@h/d?sslmode=require")
    assert given.database_url == "postgresql+asyncpg://u:p@h/d?sslmode=require"
    with pytest.raises(BadSettings, match=r"^DATABASE_URL: gssencmode: "):
        read_settings(_env_file=None, database_url="postgres://u:p@h/d?gssencmode=require")


@pytest.mark.parametrize("given", ["http://127.0.0.1:9/api", "http://127.0.0.1:9/api/"])
def test_the_api_url_may_end_with_a_slash_or_not(given: str) -> None:
    assert read_settings(_env_file=None, slack_api_url=given).slack_api_url == "http://127.0.0.1:9/api/"


def test_an_empty_variable_counts_as_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "")
    monkeypatch.setenv("SLACK_APP_TOKEN", "")
    assert not read_settings(_env_file=None).has_slack


def test_creators_are_everyone_or_a_list_of_ids() -> None:
    assert read_settings(_env_file=None, program_creators="everyone").program_creators == "everyone"
    assert read_settings(_env_file=None, program_creators=" U1, U2,").program_creators == frozenset({"U1", "U2"})


def test_one_token_alone_is_refused() -> None:
    with pytest.raises(BadSettings, match=r"^SLACK_APP_TOKEN: missing"):
        read_settings(_env_file=None, slack_bot_token="xoxb-1", slack_app_token=None)


@pytest.mark.parametrize("written", ['"xoxb-1"', "'xoxb-1'", " xoxb-1 ", "\txoxb-1\r", '" xoxb-1 "'])
def test_quotes_and_blanks_around_a_value_do_not_count(written: str) -> None:
    settings = read_settings(_env_file=None, slack_bot_token=written, slack_app_token="xapp-1", tick_seconds="' 7 '")
    assert (settings.slack_bot_token, settings.tick_seconds) == ("xoxb-1", 7)


@pytest.mark.parametrize("blank", ["", " ", '""', "' '"])
def test_a_value_with_nothing_in_it_counts_as_missing(blank: str) -> None:
    settings = read_settings(_env_file=None, slack_bot_token=blank, slack_app_token=blank, tick_seconds=blank)
    assert (settings.has_slack, settings.tick_seconds) == (False, 5)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("SLACK_BOT_TOKEN", "xapp-hunter2", "this is the app-level token, which belongs in SLACK_APP_TOKEN."),
        ("SLACK_APP_TOKEN", "xoxb-hunter2", "this is the bot token, which belongs in SLACK_BOT_TOKEN."),
        ("PROGRAM_CREATORS", "@hunter2", "takes everyone, or ids such as U0123ABCD"),
        ("PROGRAM_CREATORS", "U0123ABCD, hunter2@example.com", "takes everyone, or ids such as U0123ABCD"),
        ("PROGRAM_CREATORS", ",", "takes everyone, or ids such as U0123ABCD"),
        ("SLACK_API_URL", "http://hunter2.example.com/api/", "tokens would travel unencrypted. Use https://"),
        ("SLACK_API_URL", "http://127.0.0.1.hunter2.com/api/", "tokens would travel unencrypted. Use https://"),
        ("SLACK_API_URL", "http://localhost:hunter2@example.com", "tokens would travel unencrypted. Use https://"),
        ("SLACK_API_URL", "https://:hunter2", "not an address."),
        ("SLACK_API_URL", "ftp://hunter2", "not an address."),
    ],
)
def test_a_value_that_cannot_work_is_refused_and_never_quoted(name: str, value: str, said: str) -> None:
    with pytest.raises(BadSettings) as refused:
        read_settings(_env_file=None, **{name.lower(): value})
    line = str(refused.value)
    assert line.startswith(f"{name}: {said}")
    assert "hunter2" not in line
    assert "\n" not in line


@pytest.mark.parametrize("url", ["http://localhost:9/", "http://[::1]:9/", "https://slack-gov.com/api/"])
def test_an_api_address_is_encrypted_or_on_this_machine(url: str) -> None:
    assert read_settings(_env_file=None, slack_api_url=url).slack_api_url == url


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "latin-1"])
def test_an_env_file_in_another_encoding_is_refused_in_one_line(
    folder: Path, encoding: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / ".env").write_bytes("# Schlüssel\nLOG_LEVEL=hunter2\n".encode(encoding))
    assert main([]) == 2
    assert capsys.readouterr() == (
        "",
        ".env: not in UTF-8. Save it in that encoding; Windows calls UTF-16 “Unicode”.\n",
    )


def test_an_env_file_may_begin_with_a_byte_order_mark(folder: Path) -> None:
    (folder / ".env").write_text("LOG_LEVEL=error\n", encoding="utf-8-sig")
    assert read_settings().log_level == "error"


def test_a_misspelled_name_is_warned_of_with_the_one_that_is_meant(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = ["SLACK_BOT_TOKN=xoxb-hunter2", "slack_app_token=xapp-1", "SLACK_APP_TOKEN_OLD=xapp-2"]
    (folder / ".env").write_text("\n".join([*lines, "POSTGRES_PASSWORD=hunter2", "MISSING_HERE"]))
    assert main([]) == 2
    warned, missing = capsys.readouterr().err.splitlines()
    assert warned == ".env: SLACK_BOT_TOKN is not a setting. Did you mean SLACK_BOT_TOKEN?"
    assert missing.startswith("SLACK_BOT_TOKEN: missing.")


def test_compose_passes_every_setting() -> None:
    compose: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text())
    passed = dict(compose["services"]["bot"]["environment"])
    assert passed.pop("DATABASE_URL").startswith("${DATABASE_URL:-postgresql://")
    assert passed.pop("HOST") == "${HOST:-0.0.0.0}", "nobody would reach a door that is open inside the container alone"
    wanted = {name.upper() for name in Settings.model_fields} - {"DATABASE_URL", "HOST"}
    assert passed == {name: f"${{{name}:-}}" for name in wanted}


SOCKET_MODE = {"slack_bot_token": "xoxb-1", "slack_app_token": "xapp-1"}
HTTP = {
    "slack_client_id": "1.2",
    "slack_client_secret": "a",
    "slack_signing_secret": "b",
    "public_url": "https://flipside.example.com/",
    "token_keys": new_key(),
}


@pytest.mark.parametrize(
    ("given", "door"),
    [
        ({}, None),
        ({"slack_signing_secret": "b"}, None),
        (SOCKET_MODE, Door.SOCKET_MODE),
        (HTTP, Door.HTTP),
        (HTTP | {"slack_bot_token": "xoxb-1"}, Door.HTTP),
        (HTTP | SOCKET_MODE, Door.SOCKET_MODE),
        (SOCKET_MODE | {"slack_client_id": "1.2"}, Door.SOCKET_MODE),
    ],
)
def test_what_is_set_opens_one_of_two_doors_or_the_playground(given: dict[str, str], door: Door | None) -> None:
    assert read_settings(_env_file=None, **given).door is door


@pytest.mark.parametrize("part", HTTP)
def test_a_part_of_the_http_door_that_is_missing_is_named(part: str) -> None:
    with pytest.raises(BadSettings, match=f"^{part.upper()}: missing. The HTTP door needs all of it"):
        read_settings(_env_file=None, **HTTP | {part: ""})


@pytest.mark.parametrize("given", ["https://flipside.example.com/", "http://localhost:3000", "http://127.0.0.1:3000"])
def test_the_public_address_is_an_encrypted_one_or_on_this_machine(given: str) -> None:
    assert read_settings(_env_file=None, **HTTP | {"public_url": given}).public_url == given.rstrip("/")


@pytest.mark.parametrize(
    "given", ["http://flipside.example.com", "flipside.example.com", "https://", "https://[", "https://x.example?a=b"]
)
def test_any_other_public_address_is_refused(given: str) -> None:
    with pytest.raises(BadSettings, match=r"^PUBLIC_URL: "):
        read_settings(_env_file=None, **HTTP | {"public_url": given})
