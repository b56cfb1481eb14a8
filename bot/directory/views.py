from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.core import forms
from bot.core.answers import Message, Tell
from bot.core.blocks import (
    OPTION,
    Block,
    Part,
    bold,
    bullets,
    button,
    buttons,
    clipped,
    code,
    command_button,
    divider,
    heading,
    paragraph,
    plain,
    small,
    who,
)
from bot.core.sentences import Sentence, Text, _, ngettext, one_by_one, pgettext, say, together
from bot.directory.queries import MOST_CHOICES, TO_MERGE, Addition, Found, Listing, SkillsOverview
from bot.people.model import Person, level_label
from bot.programs.first_step_views import how_to_begin
from bot.programs.first_steps import FirstStep
from bot.skills.model import MASTERY, AddedSkill
from bot.skills.rules.catalogue import CATALOGUE

# Slack wants each action id once in a block, so that each button of a row has one of its own.
CHOICES = tuple(f"find_skill_{number}" for number in range(MOST_CHOICES))
TURNS = ("offers_before", "offers_after", "offers_in_department", "offers_by_mastery")

A_TOPIC, MOST_OFFERED, IN_DEMAND = 5, 6, 15  # shown at most
LEAST = (3, 4, 5)  # masteries to filter by
LISTED = _("You see people who take part in a program right now and are not on a break.")
SIGN_UP = _("Sign up")
EXAMPLE = code("/mentor skills data viz")


def overview(seen: SkillsOverview, step: FirstStep) -> Tell:
    """`step` says how to begin where nobody offers anything yet."""
    blocks = [heading(_("Who can teach what")), *_by_topic(seen, step)]
    if seen.is_lead:
        blocks += [divider(), *_demand(seen), *_additions(seen.additions)]
    return Tell(Message(blocks))


def _by_topic(seen: SkillsOverview, step: FirstStep) -> list[Block]:
    if not seen.offered and not step.may_join:
        return [paragraph(_("Nobody offers anything yet.")), *how_to_begin(step)]
    if not seen.offered:
        return [
            paragraph(_("Nobody offers anything yet. Be the first: sign up and say what you could teach.")),
            buttons(command_button(SIGN_UP, "signup", style="primary")),
        ]
    topics = {topic: list(skills) for topic, skills in CATALOGUE.items()}
    in_catalogue = {slug for slugs in topics.values() for slug in slugs}
    topics[_("Added here")] = [slug for slug in seen.offered if slug not in in_catalogue]
    lines = [_topic(topic, offered, seen) for topic, slugs in topics.items() if (offered := _most_offered(slugs, seen))]
    numbers = _(
        "The numbers are people. To see who they are, type what you look for, such as {command}, or press what many "
        "offer:"
    )
    return [
        bullets(*lines),
        paragraph(say(numbers, command=EXAMPLE)),
        _skill_buttons(_most_offered(list(seen.offered), seen)[:MOST_OFFERED], seen.labels, seen.offered),
        small(LISTED),
    ]


def _topic(topic: Sentence, offered: Sequence[str], seen: SkillsOverview) -> Part:
    skills = one_by_one([_with_count(slug, seen.labels, seen.offered) for slug in offered[:A_TOPIC]])
    if (more := len(offered) - A_TOPIC) > 0:
        said = ngettext("{topic}: {skills} and {count} more", "{topic}: {skills} and {count} more", more)
        return say(said, topic=bold(topic), skills=skills)
    return say(_("{topic}: {skills}"), topic=bold(topic), skills=skills)


def _with_count(slug: str, labels: Mapping[str, str], counts: Mapping[str, int]) -> str:
    label = labels.get(slug, slug)
    return say(_("{skill} ({count})"), skill=label, count=counts[slug]) if slug in counts else label


def _most_offered(slugs: Sequence[str], seen: SkillsOverview) -> list[str]:
    offered = [slug for slug in slugs if seen.offered.get(slug)]
    return sorted(offered, key=lambda slug: (-seen.offered[slug], seen.labels.get(slug, slug)))


def _skill_buttons(slugs: Sequence[str], labels: Mapping[str, str], offered: Mapping[str, int]) -> Block:
    return buttons(
        *[
            button(_with_count(slug, labels, offered), action, slug)
            for action, slug in zip(CHOICES, slugs, strict=False)
        ]
    )


def _demand(seen: SkillsOverview) -> list[Block]:
    def gap(slug: str) -> tuple[int, int, str]:
        wishes, offers = seen.wished.get(slug, 0), seen.offered.get(slug, 0)
        return offers - wishes, -wishes, seen.labels.get(slug, slug)

    slugs = sorted({*seen.offered, *seen.wished}, key=gap)
    title = heading(_("Demand against supply"))
    said = small(_("For those who lead a program: how many people, never who. What is missed most stands first."))
    if not slugs:
        return [title, said, paragraph(_("Nobody has said anything yet."))]
    lines = [
        _wanted(seen.labels.get(slug, slug), seen.wished.get(slug, 0), seen.offered.get(slug, 0))
        for slug in slugs[:IN_DEMAND]
    ]
    left = len(slugs) - IN_DEMAND
    more = [small(say(ngettext("And {count} more.", "And {count} more.", left)))] if left > 0 else []
    return [title, said, bullets(*lines), *more]


def _wanted(skill: str, wishes: int, offers: int) -> Part:
    return say(
        _("{skill}: {wishes}, {offers}"),
        skill=bold(skill),
        wishes=ngettext("{count} wishes for it", "{count} wish for it", wishes),
        offers=ngettext("{count} offers it", "{count} offer it", offers),
    )


def _additions(additions: Sequence[Addition]) -> list[Block]:
    if not additions:
        return []
    merge = _(
        "Is one of these another word for a skill that we have? Merge it, and everybody keeps it under that name."
    )
    blocks: list[Block] = [heading(_("Added by people here")), small(merge)]
    for one in additions[:TO_MERGE]:
        blocks += [
            paragraph(_wanted(one.skill.name, one.wishes, one.offers)),
            buttons(*_deeds(one.skill, is_unused=one.is_unused)),
        ]
    if (left := len(additions) - TO_MERGE) > 0:
        more = ngettext(
            "And {count} more. Look it up by its name, such as {command}.",
            "And {count} more. Look one up by its name, such as {command}.",
            left,
        )
        blocks.append(paragraph(say(more, command=EXAMPLE)))
    return blocks


def _deeds(skill: AddedSkill, *, is_unused: bool) -> list[dict[str, Any]]:
    merge = button(_("Merge"), "begin_merge", skill.id)
    if not is_unused:
        return [merge]
    ask = (
        _("Delete this skill?"),
        _("Nobody has it on their list. Whoever types it again adds it again."),
        _("Delete"),
    )
    return [merge, button(_("Delete"), "delete_skill", skill.id, style="danger", ask_first=ask)]


def which_skill(found: Found) -> Tell:
    """Where what was typed may mean several, or nothing that is known."""
    if found.choices:
        said = paragraph(_("That could be one of these. Which one do you mean?"))
        return Tell(Message([said, _skill_buttons(found.choices, found.labels, found.offered)]))
    blocks = [paragraph(say(_("I do not know a skill called “{name}”."), name=found.typed))]
    if found.nearest:
        blocks += [paragraph(_("Perhaps you mean:")), _skill_buttons(found.nearest, found.labels, found.offered)]
    blocks += [
        paragraph(_("Could you teach it, or would you like to learn it? Add it when you sign up.")),
        buttons(command_button(_("Who teaches what?"), "skills"), command_button(SIGN_UP, "signup")),
    ]
    return Tell(Message(blocks))


def listing(found: Listing, reader: Person, *, in_place: bool = False) -> Tell:
    blocks = [heading(found.label), *_who_offers(found, reader)]
    if found.to_merge:
        blocks += [
            paragraph(_("People here added this skill. If it is another word for one that we have, merge it.")),
            buttons(*_deeds(found.to_merge, is_unused=found.is_unused)),
        ]
    return Tell(Message(blocks), replace=in_place)


def _who_offers(found: Listing, reader: Person) -> list[Block]:
    page, search = found.page, found.page.search
    is_filtered = bool(search.department) or search.least > 1
    if not page.total and not is_filtered:
        return [
            paragraph(_("Nobody offers this right now. Would you like to learn it, or could you teach it?")),
            buttons(command_button(SIGN_UP, "signup")),
        ]
    if page.total:
        teach = ngettext("{count} person can teach this.", "{count} people can teach this.", page.total)
        blocks = [paragraph(say(teach)), *_people(found, reader)]
    else:
        blocks = [paragraph(_("Nobody fits what you chose. Choose less below to see more people."))]
    blocks.append(buttons(*_filters(found)))
    if turns := _turns(found):
        blocks.append(buttons(*turns))
    where = say(_("Page {page} of {pages}."), page=search.page, pages=page.pages) if page.pages > 1 else ""
    return [*blocks, small(str(together(where, LISTED)))]


def _people(found: Listing, reader: Person) -> list[Block]:
    """A list; whoever may be asked ends a piece of it, with the button below them."""
    blocks: list[Block] = []
    lines: list[Part] = []
    for person, mastery in found.people:
        lines.append(_line(person, mastery, reader))
        if person.id in found.to_ask:
            blocks += [bullets(*lines), buttons(button(pgettext("a button", "Ask"), "ask_somebody", person.slack_id))]
            lines = []
    return [*blocks, bullets(*lines)] if lines else blocks


def _line(person: Person, mastery: int, reader: Person) -> Part:
    level = "" if person.level is None else level_label(person.level)
    known = one_by_one([fact for fact in (level, person.department, person.location) if fact])
    if person.id == reader.id:
        said, said_with = _("{person} (you): “{mastery}”"), _("{person} (you): “{mastery}”. {about}")
    else:
        said, said_with = _("{person}: “{mastery}”"), _("{person}: “{mastery}”. {about}")
    if known:
        return say(said_with, person=who(person.slack_id), mastery=MASTERY[mastery], about=known)
    return say(said, person=who(person.slack_id), mastery=MASTERY[mastery])


def _filters(found: Listing) -> list[dict[str, Any]]:
    search, departments = found.page.search, found.page.departments
    masteries: dict[int, Text] = {1: _("Any mastery")}
    masteries |= {least: say(_("“{mastery}” or better"), mastery=MASTERY[least]) for least in LEAST}
    masteries[max(LEAST)] = say(_("“{mastery}” only"), mastery=MASTERY[max(LEAST)])
    in_department, by_mastery = TURNS[2:]
    menus = [
        _menu(
            by_mastery,
            [(replace(search, least=least, page=1).value, label) for least, label in masteries.items()],
            replace(search, page=1).value,
        )
    ]
    if len(departments) > 1 or search.department:
        every: dict[str, Text] = {"": _("All departments"), **departments}
        options = [(replace(search, department=key, page=1).value, name) for key, name in every.items()]
        menus.insert(0, _menu(in_department, options, replace(search, page=1).value))
    return menus


def _menu(action_id: str, choices: Sequence[forms.Choice], chosen: str) -> dict[str, Any]:
    options = [{"text": plain(clipped(label, OPTION)), "value": value} for value, label in choices]
    menu: dict[str, Any] = {"type": "static_select", "action_id": action_id, "options": options}
    if initial := [option for option in options if option["value"] == chosen]:
        menu["initial_option"] = initial[0]
    return menu


def _turns(found: Listing) -> list[dict[str, Any]]:
    search = found.page.search
    before, after = TURNS[:2]
    turns = []
    if search.page > 1:
        turns.append(button(_("Previous"), before, replace(search, page=search.page - 1).value))
    if search.page < found.page.pages:
        later = replace(search, page=search.page + 1)
        turns.append(button(pgettext("a button: the next page", "Next"), after, later.value))
    return turns


def merged(added: AddedSkill, label: str) -> Tell:
    said = _("{skill} is now another word for {other}. Whoever had it keeps it as that.")
    return Tell(Message([paragraph(say(said, skill=bold(added.name), other=bold(label)))]))


def deleted(name: str) -> Tell:
    return Tell(Message([paragraph(say(_("{skill} is deleted. Nobody had it on their list."), skill=bold(name)))]))
