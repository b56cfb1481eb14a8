"""The second page of a sign-up: what it stores, and what it says is stored."""

from bot.enrolment.views import skills_described
from bot.skills.model import Side
from bot.skills.rules.catalogue import LABELS
from bot.skills.usecases import describe_skills, set_skills
from tests.office import Office


async def describes(office: Office, questions: dict[str, str], first: str | None = None) -> str:
    """What somebody reads after they sent it."""
    said, taken_back = await office.does(
        "wei", lambda db, wei: describe_skills(db, wei.id, {"trust": 5}, questions, first)
    )
    return str(skills_described(said, taken_back, LABELS).message.arguments()["text"])


async def test_what_was_emptied_is_said_to_be_gone(office: Office) -> None:
    skills = {Side.OFFERS: ["trust"], Side.WISHES: ["agile", "slack"]}
    await office.does("wei", lambda db, wei: set_skills(db, wei.id, skills))
    told = await describes(office, {"agile": "Where does it end?", "slack": ""}, first="slack")
    assert f"{LABELS['trust']}: Expert" in told
    assert f"{LABELS['slack']}, wish 1. No question yet." in told
    assert f"{LABELS['agile']}, wish 2. You'd like to ask: Where does it end?" in told
    told = await describes(office, {"agile": ""})
    assert f"{LABELS['agile']}, wish 2. I've taken your question back." in told


async def test_what_the_page_did_not_ask_stays(office: Office) -> None:
    await office.does("wei", lambda db, wei: set_skills(db, wei.id, {Side.OFFERS: [], Side.WISHES: ["agile"]}))
    await describes(office, {"agile": "Where does it end?"})
    assert "You'd like to ask: Where does it end?" in await describes(office, {})
