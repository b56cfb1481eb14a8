from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Self

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
from bot.core.submissions import Submission
from bot.directory.queries import MOST_CHOICES, MOST_TYPED, TO_MERGE, Addition, Found, Listing, SkillsOverview
from bot.people.model import Person, level_label
from bot.programs.first_step_views import how_to_begin
from bot.programs.first_steps import FirstStep
from bot.programs.wording import count_people
from bot.skills.catalogue import CATALOGUE
from bot.skills.model import MASTERY, AddedSkill

# Slack wants each action id once in a block, so that each button of a row has one of its own.
CHOICES = tuple(f"find_skill_{number}" for number in range(MOST_CHOICES))
TURNS = ("offers_before", "offers_after", "offers_in_department", "offers_by_mastery")

A_TOPIC, MOST_OFFERED, IN_DEMAND = 5, 6, 15  # shown at most
LEAST = (3, 4, 5)  # masteries to filter by
LISTED = "You see people who take part in a program right now and are not on a break."


def overview(seen: SkillsOverview, step: FirstStep) -> Tell:
    """`step` says how to begin where nobody offers anything yet."""
    blocks = [heading("Who can teach what"), *_by_topic(seen, step)]
    if seen.is_lead:
        blocks += [divider(), *_demand(seen), *_additions(seen.additions)]
    return Tell(Message(blocks))


def _by_topic(seen: SkillsOverview, step: FirstStep) -> list[Block]:
    if not seen.offered and not step.may_join:
        return [paragraph("Nobody offers anything yet."), *how_to_begin(step)]
    if not seen.offered:
        return [
            paragraph("Nobody offers anything yet. Be the first: sign up and say what you could teach."),
            buttons(command_button("Sign up", "signup", style="primary")),
        ]
    topics = {topic: list(skills) for topic, skills in CATALOGUE.items()}
    in_catalogue = {slug for slugs in topics.values() for slug in slugs}
    topics["Added here"] = [slug for slug in seen.offered if slug not in in_catalogue]
    lines: list[Sequence[Part]] = []
    for topic, slugs in topics.items():
        if offered := _most_offered(slugs, seen):
            said = [f"{seen.labels.get(slug, slug)} ({seen.offered[slug]})" for slug in offered[:A_TOPIC]]
            more = f" and {len(offered) - A_TOPIC} more" if len(offered) > A_TOPIC else ""
            lines.append([bold(topic), ": ", ", ".join(said), more])
    return [
        bullets(*lines),
        paragraph(
            "The numbers are people. To see who they are, type what you look for, such as ",
            code("/mentor skills data viz"),
            ", or press what many offer:",
        ),
        _skill_buttons(_most_offered(list(seen.offered), seen)[:MOST_OFFERED], seen.labels, seen.offered),
        small(LISTED),
    ]


def _most_offered(slugs: Sequence[str], seen: SkillsOverview) -> list[str]:
    offered = [slug for slug in slugs if seen.offered.get(slug)]
    return sorted(offered, key=lambda slug: (-seen.offered[slug], seen.labels.get(slug, slug)))


def _skill_buttons(slugs: Sequence[str], labels: Mapping[str, str], offered: Mapping[str, int]) -> Block:
    return buttons(
        *[
            button(f"{labels.get(slug, slug)}{f' ({offered[slug]})' if slug in offered else ''}", action, slug)
            for action, slug in zip(CHOICES, slugs, strict=False)
        ]
    )


def _demand(seen: SkillsOverview) -> list[Block]:
    def gap(slug: str) -> tuple[int, int, str]:
        wishes, offers = seen.wished.get(slug, 0), seen.offered.get(slug, 0)
        return offers - wishes, -wishes, seen.labels.get(slug, slug)

    slugs = sorted({*seen.offered, *seen.wished}, key=gap)
    said = small("For those who lead a program: how many people, never who. What is missed most stands first.")
    if not slugs:
        return [heading("Demand against supply"), said, paragraph("Nobody has said anything yet.")]
    lines: list[Sequence[Part]] = [
        [
            bold(seen.labels.get(slug, slug)),
            f": {_wish(seen.wished.get(slug, 0))}, {_offer(seen.offered.get(slug, 0))}",
        ]
        for slug in slugs[:IN_DEMAND]
    ]
    more = [small(f"And {len(slugs) - IN_DEMAND} more.")] if len(slugs) > IN_DEMAND else []
    return [heading("Demand against supply"), said, bullets(*lines), *more]


def _wish(count: int) -> str:
    return f"{count} wishes for it" if count == 1 else f"{count} wish for it"


def _offer(count: int) -> str:
    return f"{count} offers it" if count == 1 else f"{count} offer it"


def _additions(additions: Sequence[Addition]) -> list[Block]:
    if not additions:
        return []
    blocks: list[Block] = [
        heading("Added by people here"),
        small(
            "Is one of these another word for a skill that we have? Merge it, and everybody keeps it under that name."
        ),
    ]
    for one in additions[:TO_MERGE]:
        blocks += [
            paragraph(bold(one.skill.name), f": {_wish(one.wishes)}, {_offer(one.offers)}"),
            buttons(*_deeds(one.skill, is_unused=one.is_unused)),
        ]
    if (more := len(additions) - TO_MERGE) > 0:
        blocks.append(
            paragraph(f"And {more:,} more. Look one up by its name, such as ", code("/mentor skills data viz"), ".")
        )
    return blocks


def _deeds(skill: AddedSkill, *, is_unused: bool) -> list[dict[str, Any]]:
    merge = button("Merge", "begin_merge", skill.id)
    if not is_unused:
        return [merge]
    ask = ("Delete this skill?", "Nobody has it on their list. Whoever types it again adds it again.", "Delete")
    return [merge, button("Delete", "delete_skill", skill.id, style="danger", ask_first=ask)]


def which_skill(found: Found) -> Tell:
    """Where what was typed may mean several, or nothing that is known."""
    if found.choices:
        said = paragraph("That could be one of these. Which one do you mean?")
        return Tell(Message([said, _skill_buttons(found.choices, found.labels, found.offered)]))
    blocks = [paragraph("I do not know a skill called “", found.typed, "”.")]
    if found.nearest:
        blocks += [paragraph("Perhaps you mean:"), _skill_buttons(found.nearest, found.labels, found.offered)]
    blocks += [
        paragraph("Could you teach it, or would you like to learn it? Add it when you sign up."),
        buttons(command_button("Who teaches what?", "skills"), command_button("Sign up", "signup")),
    ]
    return Tell(Message(blocks))


def listing(found: Listing, reader: Person, *, in_place: bool = False) -> Tell:
    blocks = [heading(found.label), *_who_offers(found, reader)]
    if found.to_merge:
        blocks += [
            paragraph("People here added this skill. If it is another word for one that we have, merge it."),
            buttons(*_deeds(found.to_merge, is_unused=found.is_unused)),
        ]
    return Tell(Message(blocks), replace=in_place)


def _who_offers(found: Listing, reader: Person) -> list[Block]:
    page, search = found.page, found.page.search
    is_filtered = bool(search.department) or search.least > 1
    if not page.total and not is_filtered:
        return [
            paragraph("Nobody offers this right now. Would you like to learn it, or could you teach it?"),
            buttons(command_button("Sign up", "signup")),
        ]
    if page.total:
        teach = f"{count_people(page.total)} can teach this."
        blocks = [paragraph(teach), *_people(found, reader)]
    else:
        blocks = [paragraph("Nobody fits what you chose. Choose less below to see more people.")]
    blocks.append(buttons(*_filters(found)))
    if turns := _turns(found):
        blocks.append(buttons(*turns))
    where = f"Page {search.page} of {page.pages}. " if page.pages > 1 else ""
    return [*blocks, small(where + LISTED)]


def _people(found: Listing, reader: Person) -> list[Block]:
    """A list; whoever may be asked ends a piece of it, with the button below them."""
    blocks: list[Block] = []
    lines: list[Sequence[Part]] = []
    for person, mastery in found.people:
        lines.append(_line(person, mastery, reader))
        if person.id in found.to_ask:
            blocks += [bullets(*lines), buttons(button("Ask", "ask_somebody", person.slack_id))]
            lines = []
    return [*blocks, bullets(*lines)] if lines else blocks


def _line(person: Person, mastery: int, reader: Person) -> Sequence[Part]:
    level = None if person.level is None else level_label(person.level)
    about = ", ".join(filter(None, [level, person.department, person.location]))
    you = " (you)" if person.id == reader.id else ""
    return [who(person.slack_id), f"{you}: “{MASTERY[mastery]}”", f". {about}" if about else ""]


def _filters(found: Listing) -> list[dict[str, Any]]:
    search, departments = found.page.search, found.page.departments
    masteries = {1: "Any mastery"} | {least: f"“{MASTERY[least]}” or better" for least in LEAST}
    masteries[max(LEAST)] = f"“{MASTERY[max(LEAST)]}” only"
    _, _, in_department, by_mastery = TURNS
    menus = [
        _menu(
            by_mastery,
            [(replace(search, least=least, page=1).value, label) for least, label in masteries.items()],
            replace(search, page=1).value,
        )
    ]
    if len(departments) > 1 or search.department:
        every = {"": "All departments", **departments}
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
    before, after, *_ = TURNS
    turns = []
    if search.page > 1:
        turns.append(button("Previous", before, replace(search, page=search.page - 1).value))
    if search.page < found.page.pages:
        turns.append(button("Next", after, replace(search, page=search.page + 1).value))
    return turns


@dataclass(frozen=True)
class MergeForm:
    """What an addition is another word for, as it was typed."""

    added_id: int
    into: str

    callback_id: ClassVar[str] = "merge_skill"

    @classmethod
    def modal(cls, added: AddedSkill) -> dict[str, Any]:
        blocks = [
            paragraph(bold(added.name), " was added by people here."),
            forms.text_input(
                "into",
                "What is it another word for?",
                most=MOST_TYPED,
                placeholder="Data visualisation",
                hint="Everybody who has it keeps it, under that name. This cannot be undone.",
            ),
        ]
        return forms.modal(cls.callback_id, "Merge a skill", blocks, submit="Merge", about={"added": added.id})

    @classmethod
    def read(cls, submission: Submission) -> Self:
        into = submission.text("into", most=MOST_TYPED, missing="Please name a skill, such as “Data visualisation”.")
        submission.check()
        return cls(int(submission.about["added"]), into)


def merged(added: AddedSkill, label: str) -> Tell:
    said = paragraph(bold(added.name), " is now another word for ", bold(label), ". Whoever had it keeps it as that.")
    return Tell(Message([said]))


def deleted(name: str) -> Tell:
    return Tell(Message([paragraph(bold(name), " is deleted. Nobody had it on their list.")]))
