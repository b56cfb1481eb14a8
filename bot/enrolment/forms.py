"""The forms with which people join: one page for who they are and what they teach or wish for, one for the details."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from bot.core import forms
from bot.core.blocks import Block, bold, clipped, code, heading, paragraph, small
from bot.core.sentences import Text, _, pgettext, say, together
from bot.core.submissions import Submission
from bot.enrolment.model import MOST_MENTEES, Enrolment, Role
from bot.enrolment.views import PROMISE
from bot.people.model import DEPARTMENT, Person, level_label
from bot.people.rules.languages import LANGUAGES
from bot.programs.model import Entry, Footing, Program
from bot.programs.wording import commitment
from bot.skills.model import MASTERY, QUESTION, USUAL_MASTERY, AddedSkill, PersonSkill, Side
from bot.skills.rules.catalogue import CATALOGUE, LABELS
from bot.skills.rules.resolution import split_names
from bot.skills.wishes import MOST_WISHES

MOST_OFFERS = 10
MOST_ADDED = 300  # that the workspace added; a modal takes 250 kB
MORE = 300  # characters of names that the catalogue lacks
ANSWER = 1500

YOURS = pgettext("the title of a form, 24 characters at most", "Your sign-up")
APPLY = pgettext("the title of a form, 24 characters at most", "Apply")
SIGN_UP = pgettext("the title of a form, 24 characters at most", "Sign up")

ROLES = {
    Footing.ROLES: [
        (Role.MENTOR.value, _("Mentor: I teach somebody more senior")),
        (Role.MENTEE.value, _("Mentee: I learn from somebody more junior")),
    ],
    Footing.EQUAL: [
        (Role.MENTOR.value, _("I share what I know with somebody more senior")),
        (Role.MENTEE.value, _("I explore something new with somebody more junior")),
    ],
}
LEVEL_HINT = _("Pairs are always made across levels: that's the whole point.")
PROFILE = code("/mentor profile")
WHICH_LEVEL = _("Please choose your level.")


@dataclass(frozen=True)
class SignupForm:
    """`level`, `department` and `languages` are None where they were known and not asked again."""

    program_id: int
    role: Role
    level: int | None
    department: str | None
    languages: list[str] | None
    offers: list[str]
    wishes: list[str]
    more_offers: list[str]
    more_wishes: list[str]
    capacity: int
    answers: list[str]

    callback_id: ClassVar[str] = "signup"

    @classmethod
    def modal(
        cls,
        program: Program,
        person: Person,
        skills: Mapping[Side, Sequence[str]],
        added: Sequence[AddedSkill],
        enrolment: Enrolment | None,
        levels: Sequence[int],
    ) -> dict[str, Any]:
        """Filled in with what the person said before; what is known of them is not asked again."""
        groups, names = _skills(added), LABELS | {one.slug: one.name for one in added}
        blocks: list[Block] = [heading(program.name), paragraph(bold(commitment(program))), paragraph(program.need)]
        if enrolment:
            blocks.append(paragraph(_("You're signed up already. Change what you like and press Save.")))
        role = enrolment.role if enrolment else ""
        blocks.append(forms.radio("role", _("How do you want to take part?"), ROLES[program.footing], initial=role))
        blocks += _about(person, levels)
        blocks += [
            *_kept("kept_offers", _("What you teach"), skills.get(Side.OFFERS, ()), names),
            forms.grouped_multi_select(
                "offers",
                _("What else could you teach?") if skills.get(Side.OFFERS) else _("What could you teach?"),
                groups,
                hint=_("You needn't be an expert; being ahead is enough. Everybody who signed up can see it."),
                most=MOST_OFFERS,
            ),
            _more("more_offers", _("Anything else you could teach?")),
            *_kept("kept_wishes", _("What you'd like to learn"), skills.get(Side.WISHES, ()), names),
            forms.grouped_multi_select(
                "wishes",
                _("What else would you like to learn?")
                if skills.get(Side.WISHES)
                else _("What would you like to learn?"),
                groups,
                hint=_("What matters most first. Only your partner will see what you choose."),
                most=MOST_WISHES,
            ),
            _more("more_wishes", _("Anything else you'd like to learn?")),
            forms.select(
                "capacity",
                _("If you teach: how many partners would you take at a time?"),
                [(str(count), str(count)) for count in range(1, MOST_MENTEES + 1)],
                initial=str(enrolment.capacity if enrolment else 1),
            ),
        ]
        questions = program.questions if program.entry is Entry.APPLICATION else []
        if questions:
            blocks += [small(PROMISE), *_questions(questions, enrolment)]
        is_application = program.entry is Entry.APPLICATION
        submit = _("Save") if enrolment else _("Apply") if is_application else _("Sign up")
        about = {"program": program.id, "questions": len(questions)}
        title = YOURS if enrolment else APPLY if is_application else SIGN_UP
        return forms.modal(cls.callback_id, title, blocks, submit=submit, about=about)

    @classmethod
    def read(cls, submission: Submission) -> Self:
        about = submission.about
        role = submission.choice("role", list(Role), missing=_("Please choose how you want to take part."))
        level = department = languages = None
        if submission.holds("level"):
            level = submission.choice("level", missing=WHICH_LEVEL)
        if submission.holds("department"):
            department = submission.text("department", most=DEPARTMENT, missing=_("Please name your department."))
        if submission.holds("languages"):
            languages = submission.choices("languages", list(LANGUAGES))
        offers = _chosen(submission, "kept_offers", "offers")
        wishes = _chosen(submission, "kept_wishes", "wishes")
        more_offers = split_names(submission.text("more_offers", most=MORE, required=False))
        more_wishes = split_names(submission.text("more_wishes", most=MORE, required=False))
        capacity = submission.choice("capacity", [str(count) for count in range(1, MOST_MENTEES + 1)])
        if role == Role.MENTOR and not (offers or more_offers):
            submission.refuse("offers", _("Please choose at least one thing you could teach."))
        if role == Role.MENTEE and not (wishes or more_wishes):
            submission.refuse("wishes", _("Please choose at least one thing you'd like to learn."))
        _check_how_many(submission, "more_offers", len(offers) + len(more_offers), MOST_OFFERS)
        _check_how_many(submission, "more_wishes", len(wishes) + len(more_wishes), MOST_WISHES)
        answers = [submission.text(f"answer_{number + 1}", most=ANSWER) for number in range(int(about["questions"]))]
        if level is not None and not (level.isascii() and level.isdigit() and len(level) < 5):
            submission.refuse("level", WHICH_LEVEL)
        submission.check()
        return cls(
            int(about["program"]),
            Role(role),
            int(level) if level else None,
            department,
            languages,
            offers,
            wishes,
            more_offers,
            more_wishes,
            int(capacity),
            answers,
        )


def _about(person: Person, levels: Sequence[int]) -> list[Block]:
    blocks: list[Block] = []
    if person.level is None:
        choices = [(str(level), level_label(level)) for level in levels]
        blocks.append(forms.select("level", _("Your seniority level"), choices, hint=LEVEL_HINT))
    if not person.department:
        blocks.append(forms.text_input("department", _("Your department"), most=DEPARTMENT, placeholder=_("Marketing")))
    if not person.languages:
        blocks.append(
            forms.multi_select(
                "languages",
                _("Languages you could meet in"),
                list(LANGUAGES.items()),
                hint=_("Most programs pair people who share one. Leave it empty if any will do."),
            )
        )
    if person.level is not None and person.department:
        known = _("I know from before: {level}, {department}. To change it, type {command}.")
        said = say(known, level=level_label(person.level), department=person.department, command=PROFILE)
        blocks.append(paragraph(said))
    return blocks


def _kept(field: str, label: Text, slugs: Sequence[str], names: Mapping[str, str]) -> list[Block]:
    """What they said before stands in a list of its own: one of all topics could not have it chosen from the start."""
    if not slugs:
        return []
    choices = [(slug, names.get(slug, slug)) for slug in slugs]
    return [forms.multi_select(field, label, choices, initial=slugs, hint=_("Take out what doesn't fit any more."))]


def _chosen(submission: Submission, kept: str, added: str) -> list[str]:
    """What stays in its old order, then what is new in the order in which it was chosen."""
    stays = submission.choices(kept) if submission.holds(kept) else []
    return list(dict.fromkeys([*stays, *submission.choices(added)]))


def _more(field: str, label: Text) -> Block:
    return forms.text_input(
        field,
        label,
        most=MORE,
        optional=True,
        placeholder=_("Not in the list? Write it here, with commas between several."),
    )


def _questions(questions: Sequence[str], enrolment: Enrolment | None) -> list[Block]:
    given = {one["question"]: one["answer"] for one in (enrolment.answers if enrolment else ())}
    return [
        forms.text_input(f"answer_{number}", question, lines=True, most=ANSWER, initial=given.get(question, ""))
        for number, question in enumerate(questions, 1)
    ]


def _skills(added: Sequence[AddedSkill]) -> dict[str, list[forms.Choice]]:
    """The catalogue, and what was added here: of many additions the first."""
    groups: dict[str, list[forms.Choice]] = {str(topic): list(skills.items()) for topic, skills in CATALOGUE.items()}
    unmerged = [one for one in added if one.merged_into is None][:MOST_ADDED]
    choices: list[forms.Choice] = [(one.slug, one.name) for one in unmerged]
    for number, start in enumerate(range(0, len(choices), forms.OPTIONS)):
        label = say(_("Added here ({number})"), number=number + 1) if number else say(_("Added here"))
        groups[label] = choices[start : start + forms.OPTIONS]
    return groups


def _check_how_many(submission: Submission, field: str, count: int, most: int) -> None:
    if count > most and field not in submission.errors:
        submission.refuse(field, _("Please keep it to {most} in all; these are {chosen}."), most=most, chosen=count)


@dataclass(frozen=True)
class SkillsForm:
    """The second page. By slug: how well somebody knows what they teach, and what they would ask."""

    levels: dict[str, int]
    questions: dict[str, str]
    first: str | None

    callback_id: ClassVar[str] = "describe_skills"

    @classmethod
    def modal(cls, skills: Sequence[PersonSkill], labels: Mapping[str, str]) -> dict[str, Any]:
        offers = [one for one in skills if one.side is Side.OFFERS][:MOST_OFFERS]
        wishes = [one for one in skills if one.side is Side.WISHES][:MOST_WISHES]
        more = _("A word more, if you like; it helps me find the right partner for you.")
        blocks: list[Block] = [paragraph(together(bold(_("Saved.")), more))]
        for one in offers:
            blocks.append(
                forms.select(
                    f"level:{one.skill}",
                    clipped(say(_("How well do you know it? {skill}"), skill=labels.get(one.skill, one.skill)), 150),
                    [(str(level), label) for level, label in MASTERY.items()],
                    initial=str(one.level or USUAL_MASTERY),
                )
            )
        if len(wishes) > 1:
            choices = [(one.skill, labels.get(one.skill, one.skill)) for one in wishes]
            blocks.append(forms.select("first", _("Which wish comes first?"), choices, initial=wishes[0].skill))
        for one in wishes:
            blocks.append(
                forms.text_input(
                    f"ask:{one.skill}",
                    clipped(say(_("What would you like to ask? {skill}"), skill=labels.get(one.skill, one.skill)), 150),
                    lines=True,
                    most=QUESTION,
                    initial=one.question or "",
                    optional=True,
                    hint=_("Only your partner will see it."),
                )
            )
        title = pgettext("the title of a form, 24 characters at most", "A word more")
        return forms.modal(cls.callback_id, title, blocks, submit=_("Save"))

    @classmethod
    def read(cls, submission: Submission) -> Self:
        levels, questions = {}, {}
        for field in submission.fields:
            kind, _colon, skill = field.partition(":")
            if kind == "level":
                levels[skill] = int(submission.choice(field, [str(level) for level in MASTERY]) or 0)
            elif kind == "ask":
                questions[skill] = submission.text(field, most=QUESTION, required=False)
        first = submission.choice("first") if submission.holds("first") else None
        submission.check()
        return cls(levels, questions, first)
