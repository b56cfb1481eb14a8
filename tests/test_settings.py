from pathlib import Path

import pytest

from bot.settings import BadSettings, Settings, read_settings

TABLE = (Path(__file__).parents[1] / "docs" / "settings.md").read_text()


def test_the_table_of_settings_is_complete_and_says_what_the_code_says() -> None:
    rows = [line for line in TABLE.splitlines() if line.startswith("| `")]
    wanted = [
        f"| `{name.upper()}` | {_default(field.default)} | {field.description} |"
        for name, field in Settings.model_fields.items()
    ]
    assert rows == wanted


def _default(value: object) -> str:
    return "none" if value in (None, ()) else f"`{value}`"


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("sqlite:///x.db", "sqlite+aiosqlite:///x.db"),
        ("sqlite+aiosqlite:///x.db", "sqlite+aiosqlite:///x.db"),
        ("postgres://u:p@h/d", "postgresql+asyncpg://u:p@h/d"),
        ("postgres://u:p@h/d?sslmode=require", "postgresql+asyncpg://u:p@h/d?ssl=require"),
        ("postgresql+psycopg2://u:p@h:5433/d", "postgresql+asyncpg://u:p@h:5433/d"),
    ],
)
def test_a_database_url_is_understood_with_or_without_its_driver(given: str, used: str) -> None:
    assert read_settings(_env_file=None, database_url=given).database_url == used


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
