from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.answers import Answer, OpenModal, ReplaceModal
from bot.people.model import Person
from bot.skills import views
from bot.skills.rules.discovery import STATEMENTS, proposed_wishes
from bot.skills.wishes import MOST_WISHES, add_wishes, wishes_of


async def begin_discovery() -> Answer:
    return OpenModal(views.DiscoveryForm.modal())


async def submit_discovery(db: AsyncSession, known: Person | None, form: views.DiscoveryForm) -> Answer:
    """All of it stays in the modal, and nobody is stored for it: a message would keep what was left out."""
    if len(form.ticked) == len(STATEMENTS):
        return ReplaceModal(views.nothing_to_learn())
    wishes = await wishes_of(db, known) if known else []
    proposed = proposed_wishes(form.ticked, wishes)
    if not proposed:
        return ReplaceModal(views.wished_already())
    room = MOST_WISHES - len(wishes)
    return ReplaceModal(views.WishesForm.modal(proposed, room) if room > 0 else views.no_room(proposed))


async def submit_wishes(db: AsyncSession, person: Person, form: views.WishesForm) -> Answer:
    return ReplaceModal(views.wishes_added(await add_wishes(db, person, form.wishes)))
