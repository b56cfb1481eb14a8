from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.calls import OddButton
from bot.core.likeness import most_alike
from bot.core.refusals import Refusal
from bot.core.sentences import _, any_of, say
from bot.core.words import plainly
from bot.directory.queries import (
    MOST_CHOICES,
    MOST_TYPED,
    TO_MERGE,
    Addition,
    Found,
    Listing,
    SkillsOverview,
    count_people,
    lock_additions,
    may_be_asked,
    offers_of,
    people_with,
    unused_of,
)
from bot.directory.search import Search, page_of
from bot.people.model import Person
from bot.programs.queries import public_programs_led_by
from bot.programs.usecases import NotALead
from bot.skills.model import AddedSkill, Side
from bot.skills.queries import additions, current_slugs, labels_of, names_of
from bot.skills.rules.catalogue import LABELS
from bot.skills.rules.synonyms import SYNONYMS
from bot.skills.usecases import merge_skill

NEAREST, NEAR_ENOUGH = 3, 0.53  # how many; of 1, at which "viedo eidting on fone" still finds filming on a phone


class SkillUnknown(Refusal):
    def __init__(self, typed: str, nearest: Sequence[str]) -> None:
        if nearest:
            near = any_of([say(_("“{name}”"), name=label) for label in nearest])
            said = _("I do not know “{name}”. Perhaps you mean {nearest}?")
            super().__init__(said, name=typed, nearest=str(near), field="into")
        else:
            super().__init__(_("I do not know “{name}”."), name=typed, field="into")


class SameSkill(Refusal):
    def __init__(self, name: str) -> None:
        said = _("That is “{name}” itself. Please name the skill that it is another word for.")
        super().__init__(said, name=name, field="into")


class SkillInUse(Refusal):
    def __init__(self, name: str) -> None:
        said = _("Somebody has “{name}” on their list, so I keep it. You can merge it into another one.")
        super().__init__(said, name=name)


class AdditionDeleted(Refusal):
    def __init__(self) -> None:
        super().__init__(_("This skill was deleted in the meantime. Type /mentor skills to see what there is."))


class MergedAlready(Refusal):
    def __init__(self, name: str, into: str) -> None:
        said = _("“{name}” was merged into “{other}” in the meantime, so there is nothing left to do.")
        super().__init__(said, name=name, other=into)


async def look_around(db: AsyncSession, person: Person) -> SkillsOverview:
    team = person.team_id
    labels = await labels_of(db, team)
    offered = await count_people(db, team, Side.OFFERS)
    if not await public_programs_led_by(db, person.id):
        return SkillsOverview(labels, offered)
    wished = await count_people(db, team, Side.WISHES)
    unmerged = [one for one in await additions(db, team) if one.merged_into is None]
    unmerged.sort(key=lambda one: one.id, reverse=True)
    unused = await unused_of(db, [one.slug for one in unmerged[:TO_MERGE]])
    added = [Addition(one, offered.get(one.slug, 0), wished.get(one.slug, 0), one.slug in unused) for one in unmerged]
    return SkillsOverview(labels, offered, is_lead=True, wished=wished, additions=added)


async def find_skill(db: AsyncSession, team_id: str, typed: str) -> Found:
    """Takes any text."""
    typed = typed[:MOST_TYPED]
    names = await names_of(db, team_id)
    if meant := names.resolve(typed):
        return Found(typed, meant)
    choices = names.search(typed)[:MOST_CHOICES]
    if len(choices) == 1:
        return Found(typed, choices[0])
    labels = await labels_of(db, team_id)
    nearest = [] if choices else await _nearest(db, team_id, typed, labels)
    offered = await count_people(db, team_id, Side.OFFERS, choices or nearest)
    return Found(typed, None, labels, choices, nearest, offered)


async def _nearest(db: AsyncSession, team_id: str, typed: str, labels: Mapping[str, str]) -> list[str]:
    slugs = {plainly(name): slug for slug, names in SYNONYMS.items() for name in names}
    slugs |= {plainly(label): slug for slug, label in labels.items()}
    # Several may be names of one skill.
    near = most_alike(plainly(typed), slugs, at_least=NEAR_ENOUGH, most=NEAREST * 3)
    return (await current_slugs(db, team_id, list(dict.fromkeys(slugs[name] for name in near))))[:NEAREST]


async def look_up(db: AsyncSession, reader: Person, search: Search) -> Listing:
    """Who offers a skill; one that was merged is the one that it was merged into. Raises OddButton for none at all."""
    slugs = await current_slugs(db, reader.team_id, [search.skill])
    if not slugs:
        raise OddButton
    (slug,) = slugs
    page = page_of(await offers_of(db, reader.team_id, slug), replace(search, skill=slug))
    people = await people_with(db, [offer.person_id for offer in page.offers])
    found = [(people[offer.person_id], offer.level) for offer in page.offers]
    to_ask = await may_be_asked(db, reader, people)
    if slug in LABELS:
        return Listing(LABELS[slug], page, found, to_ask=to_ask)
    added = next(one for one in await additions(db, reader.team_id) if one.slug == slug)
    to_merge = added if await public_programs_led_by(db, reader.id) else None
    is_unused = to_merge is not None and bool(await unused_of(db, [slug]))
    return Listing(added.name, page, found, to_merge, is_unused, to_ask)


async def addition_to_merge(db: AsyncSession, lead: Person, added_id: int) -> AddedSkill:
    """Raises NotALead, AdditionDeleted, MergedAlready."""
    if not await public_programs_led_by(db, lead.id):
        raise NotALead
    added = next((one for one in await lock_additions(db, lead.team_id) if one.id == added_id), None)
    if added is None:
        raise AdditionDeleted
    if added.merged_into is not None:
        raise MergedAlready(added.name, (await labels_of(db, lead.team_id))[added.merged_into])
    return added


async def merge_addition(db: AsyncSession, lead: Person, added_id: int, typed: str) -> tuple[AddedSkill, str]:
    """Makes a skill that people added another word for the one that was typed. Returns it, and that one's label.

    Raises SkillUnknown, SameSkill, and what `addition_to_merge` raises.
    """
    added = await addition_to_merge(db, lead, added_id)
    into = (await names_of(db, lead.team_id)).resolve(typed)
    labels = await labels_of(db, lead.team_id)
    if into is None:  # the beginning of a name finds people, but is too little to merge by
        found = await find_skill(db, lead.team_id, typed)
        near = [slug for slug in (found.skill, *found.choices, *found.nearest) if slug and slug != added.slug]
        raise SkillUnknown(found.typed, [labels[slug] for slug in near[:NEAREST]])
    if into == added.slug:
        raise SameSkill(added.name)
    await merge_skill(db, added, into)
    return added, labels[into]


async def delete_addition(db: AsyncSession, lead: Person, added_id: int) -> str:
    """A skill that people added and nobody has any more, with the names that were merged into it. Returns its name.

    Raises SkillInUse, and what `addition_to_merge` raises.
    """
    added = await addition_to_merge(db, lead, added_id)
    if not await unused_of(db, [added.slug]):
        raise SkillInUse(added.name)
    other_names = AddedSkill.team_id == added.team_id, AddedSkill.merged_into == added.slug
    await db.execute(delete(AddedSkill).where(*other_names))
    await db.delete(added)
    return added.name
