from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from bot.core import forms
from bot.core.answers import Message
from bot.core.blocks import Block, Part, bold, bullets, code, heading, listed, paragraph
from bot.core.forms import Submission
from bot.enrolment.model import MOST_MENTEES, Enrolment, Role
from bot.people.model import LEVELS, Person
from bot.programs.model import Program
from bot.skills.catalogue import CATALOGUE, LABELS
from bot.skills.model import Side

DEPARTMENT = 80  # characters

ROLES = [
    (Role.MENTOR.value, "Mentor: I teach somebody more senior"),
    (Role.MENTEE.value, "Mentee: I learn from somebody more junior"),
]
SKILLS = {topic: list(skills.items()) for topic, skills in CATALOGUE.items()}


@dataclass(frozen=True)
class SignupForm:
    program_id: int
    role: Role
    level: int
    department: str
    offers: list[str]
    wishes: list[str]
    capacity: int

    callback_id: ClassVar[str] = "signup"

    @classmethod
    def modal(
        cls,
        programs: Sequence[Program],
        person: Person,
        skills: Mapping[Side, Sequence[str]],
        enrolment: Enrolment | None,
    ) -> dict[str, Any]:
        """Filled in with what the person said before."""
        first = programs[0]
        blocks: list[Block] = []
        if len(programs) == 1:
            blocks += [heading(first.name), paragraph(first.need)]
        else:
            chosen = str(enrolment.program_id) if enrolment else str(first.id)
            choices = [(str(program.id), program.name) for program in programs]
            blocks.append(forms.select("program", "Which program?", choices, initial=chosen))
        if enrolment:
            blocks.append(paragraph("You are signed up already. Change what you like and press Save."))
        blocks += [
            forms.radio("role", "How do you want to take part?", ROLES, initial=enrolment.role if enrolment else ""),
            forms.select(
                "level",
                "Your seniority level",
                [(str(level), label) for level, label in LEVELS.items()],
                initial=str(person.level or ""),
                hint="A mentor is always more junior than the mentee. That is the point of it.",
            ),
            forms.text_input(
                "department",
                "Your department",
                most=DEPARTMENT,
                initial=person.department or "",
                placeholder="Marketing",
            ),
            forms.multi_select(
                "offers",
                "What could you teach?",
                SKILLS,
                initial=skills.get(Side.OFFERS, ()),
                hint="Mentors choose at least one. You need not be an expert; being ahead is enough.",
            ),
            forms.multi_select(
                "wishes",
                "What would you like to learn?",
                SKILLS,
                initial=skills.get(Side.WISHES, ()),
                hint="Mentees choose at least one. Only your partner will see what you choose.",
            ),
            forms.select(
                "capacity",
                "Mentors: how many mentees would you take?",
                [(str(count), str(count)) for count in range(1, MOST_MENTEES + 1)],
                initial=str(enrolment.capacity if enrolment else 1),
            ),
        ]
        title = "Your sign-up" if enrolment else "Sign up"
        return forms.modal(
            cls.callback_id,
            title,
            blocks,
            submit="Save" if enrolment else "Sign up",
            about={"program": first.id},
        )

    @classmethod
    def read(cls, submission: Submission) -> Self:
        program = str(submission.about["program"])
        if submission.holds("program"):
            program = submission.choice("program")
        role = submission.choice("role", list(Role), missing="Please choose one: mentor or mentee.")
        level = submission.choice("level", [str(level) for level in LEVELS], missing="Please choose your level.")
        department = submission.text("department", most=DEPARTMENT, missing="Please name your department.")
        offers = submission.choices("offers", list(LABELS))
        wishes = submission.choices("wishes", list(LABELS))
        capacity = submission.choice("capacity", [str(count) for count in range(1, MOST_MENTEES + 1)])
        if role == Role.MENTOR and not offers:
            submission.errors["offers"] = "As a mentor, please choose at least one thing you could teach."
        if role == Role.MENTEE and not wishes:
            submission.errors["wishes"] = "As a mentee, please choose at least one thing you would like to learn."
        submission.check()
        return cls(int(program), Role(role), int(level), department, offers, wishes, int(capacity))


def signed_up(program: Program, enrolment: Enrolment, person: Person, skills: Mapping[Side, Sequence[str]]) -> Message:
    facts: list[Sequence[Part]] = [
        ["You take part as ", bold(enrolment.role.value), f", level: {LEVELS[person.level or 1]}."]
    ]
    if offers := skills.get(Side.OFFERS):
        facts.append(["You can teach ", *listed([LABELS[slug] for slug in offers]), "."])
    if wishes := skills.get(Side.WISHES):
        facts.append(["You would like to learn ", *listed([LABELS[slug] for slug in wishes]), "."])
    if enrolment.role is Role.MENTOR and enrolment.capacity > 1:
        facts.append([f"You would take up to {enrolment.capacity} mentees."])
    return Message(
        [
            paragraph("Welcome to ", bold(program.name), "! This is what I noted:")
            if enrolment.times_saved == 1
            else paragraph("I changed your sign-up for ", bold(program.name), ". This is what I have now:"),
            bullets(*facts),
            paragraph(
                "As soon as there is a partner for you, you will hear from me. To change something, type ",
                code("/mentor signup"),
                " again.",
            ),
        ]
    )
