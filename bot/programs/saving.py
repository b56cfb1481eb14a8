from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.answers import Answer, ReplaceModal
from bot.core.editing import fingerprints
from bot.people.model import Person
from bot.programs import edit_views, usecases
from bot.programs.forms import EditForm


async def save_part(db: AsyncSession, person: Person, form: EditForm, now: datetime) -> Answer:
    """Of a program. Where another lead was faster, the form comes back with what was typed, and says so."""
    program, merged = await usecases.edit_program(db, person, form.program_id, form.values, form.opened_with, now)
    if not merged.conflicts:
        return edit_views.program_changed(program, merged.changed)
    today = await usecases.values_of(db, program, form.fields)
    notice = edit_views.changed_meanwhile(merged.conflicts)
    return ReplaceModal(form.modal(program.id, {**today, **form.values}, fingerprints(today), notice=notice))
