"""Journeys that are told elsewhere, by the other door; and what only that door has: several workspaces."""

from datetime import timedelta

import pytest

from bot.playground.slack import Actor, Team
from bot.settings import Door
from tests.journeys.test_first_minute import test_after_closing_a_programs_figures_can_still_be_read
from tests.journeys.test_home_and_words import test_what_somebody_does_on_the_home_tab_shows_there_at_once
from tests.journeys.test_offers import test_a_program_that_closes_thanks_those_whom_it_had_asked
from tests.journeys.test_privacy import test_everything_stored_comes_as_a_file_into_the_direct_message
from tests.journeys.test_two_forms_at_once import (
    test_of_two_who_move_a_session_the_second_hears_of_it_and_another_press_means_it,
)
from tests.journeys.test_whole_journey import (
    test_either_side_moves_a_session_and_the_other_hears_of_it,
    test_two_people_sign_up_are_paired_meet_with_an_agenda_and_their_lead_sees_it,
)
from tests.workplace import PROGRAM, Workplace

__all__ = [
    "test_a_program_that_closes_thanks_those_whom_it_had_asked",
    "test_after_closing_a_programs_figures_can_still_be_read",
    "test_either_side_moves_a_session_and_the_other_hears_of_it",
    "test_everything_stored_comes_as_a_file_into_the_direct_message",
    "test_of_two_who_move_a_session_the_second_hears_of_it_and_another_press_means_it",
    "test_two_people_sign_up_are_paired_meet_with_an_agenda_and_their_lead_sees_it",
    "test_what_somebody_does_on_the_home_tab_shows_there_at_once",
]


@pytest.fixture
def door() -> Door:
    return Door.HTTP


@pytest.fixture
def database_url(migrated: str) -> str:
    """Of one kind: what differs here is the door."""
    return migrated


async def next_door(workplace: Workplace) -> tuple[Team, Actor]:
    """A second workspace in which Kari has installed the bot."""
    team = workplace.slack.add_workspace("T0NORDVIK", "Nordvik")
    kari = team.add_person("U0KARI", name="kari", real_name="Kari", tz="Europe/Oslo", is_admin=True)
    await workplace.install(team)
    return team, kari


async def test_in_each_workspace_people_see_their_own_programs(workplace: Workplace) -> None:
    await workplace.has_program()
    _team, kari = await next_door(workplace)
    assert "There's no program here yet." in await workplace.says(kari, "/mentor status")
    await workplace.do(kari.command("/mentor program new"))
    assert await workplace.submits(kari, PROGRAM | {"name": "Sea legs"}) == {}
    assert "Sea legs" in workplace.seen_by(kari)
    assert "Sea legs" not in await workplace.says(workplace.lena, "/mentor program")


async def test_whoever_installs_the_bot_again_finds_what_was_there(workplace: Workplace) -> None:
    await workplace.has_program()
    (team,) = workplace.slack.teams
    team.uninstall()
    await workplace.settled()
    assert (await workplace.lena.command("/mentor status")).error == "not_sent"
    await workplace.install(team)
    assert PROGRAM["name"] in await workplace.says(workplace.lena, "/mentor status")


async def test_in_an_organization_one_token_serves_every_workspace_and_is_renewed(migrated: str) -> None:
    async with Workplace(migrated, door=Door.HTTP, rotates_tokens=True) as workplace:
        whole = ("E0WHOLE", "The Whole")
        teams = [workplace.slack.add_workspace(f"T0{name}", name, whole) for name in ("EAST", "WEST")]
        ea, wes = (team.add_person(f"U0IN{team.name}", name=team.name.lower(), is_admin=True) for team in teams)
        await workplace.install(teams[0], organization="E0WHOLE")
        await workplace.do(wes.command("/mentor program new"))
        assert await workplace.submits(wes, PROGRAM) == {}
        await workplace.turn(timedelta(hours=13))
        await workplace.do(wes.command("/mentor program new"))
        assert wes.modal is not None, "a form is opened with the new token"
        assert "There's no program here yet." in await workplace.says(ea, "/mentor status")
        assert workplace.violations == []
