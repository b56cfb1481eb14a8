import re
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.answers import Answer, OpenModal
from bot.core.calls import Call, OddButton
from bot.people.model import Person
from bot.requests import views
from bot.requests.forms import RequestForm
from bot.requests.usecases import ask_somebody, places_to_ask

SLACK_ID = re.compile(r"[UW][A-Z0-9]{1,31}")
MENTION = re.compile(rf"<@({SLACK_ID.pattern})(?:\|[^>]*)?>")


async def begin_request(db: AsyncSession, person: Person, call: Call) -> Answer:
    """`/mentor ask`, perhaps with a mention of somebody."""
    mention = MENTION.search(call.text)
    return OpenModal(RequestForm.modal(await places_to_ask(db, person), mention[1] if mention else ""))


async def begin_request_to(db: AsyncSession, person: Person, call: Call) -> Answer:
    """The button beside somebody in the directory."""
    if not SLACK_ID.fullmatch(call.value):
        raise OddButton
    return OpenModal(RequestForm.modal(await places_to_ask(db, person), call.value))


async def submit_request(db: AsyncSession, person: Person, form: RequestForm, now: datetime) -> Answer:
    up = await ask_somebody(db, person, form.program_id, form.whom, form.message, now)
    return views.asked(up, person)
