import json

import pytest

from bot.people.usecases import meet
from bot.privacy.export_command import export_person
from tests.office import Office


async def no_migration(_url: str) -> None:
    return None


async def test_the_command_writes_what_the_file_would_say(
    office: Office, database_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    async with office.edge.transaction() as db:
        await meet(db, "T1", "U0ROBIN", office.clock.now())
    assert await export_person("U0ROBIN", database_url, no_migration) == 0
    assert json.loads(capsys.readouterr().out)["profile"]["slack_id"] == "U0ROBIN"


@pytest.mark.usefixtures("office")
async def test_the_command_says_of_whom_nothing_is_stored_and_where_there_are_several(
    database_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await export_person("U0NOBODY", database_url, no_migration) == 2
    assert "nothing stored about U0NOBODY" in capsys.readouterr().err
    assert await export_person("U0MAYA", database_url, no_migration) == 2
    assert "--team" in capsys.readouterr().err
    assert await export_person("U0MAYA", database_url, no_migration, team="T1") == 0
