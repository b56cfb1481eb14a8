from collections.abc import Mapping, Sequence

from bot.core.answers import Message, Tell
from bot.core.blocks import (
    Block,
    Part,
    bold,
    bullets,
    button,
    buttons,
    clipped,
    code,
    command_button,
    italic,
    listed,
    paragraph,
    small,
    who,
)
from bot.core.sentences import _
from bot.enrolment.model import Enrolment, EnrolmentState, Role
from bot.people.model import Person, level_label
from bot.programs.model import Program
from bot.programs.wording import commitment, wording
from bot.skills.model import MASTERY, USUAL_MASTERY, PersonSkill, Side

CHOICES, NEED_SHOWN = 16, 200  # programs in one message, and characters of what each is for
ASKED_SHOWN = 300  # characters of what they would ask about a wish

# On the Home tab, and in the first message that somebody gets: their direct messages with the bot take text.
CANNOT_READ = _("I can't read what you write here: use the buttons, or /mentor.")

PROMISE = "Answers to these questions are read by the leads of the program, and by nobody else."


def which_program(programs: Sequence[Program]) -> Tell:
    blocks: list[Block] = [paragraph("There are several programs. Which one is it?")]
    for program in programs[:CHOICES]:
        blocks += [
            paragraph(bold(program.name), ": ", clipped(program.need, NEED_SHOWN), "\n", commitment(program)),
            buttons(button("Sign up", "begin_signup", program.id)),
        ]
    if (more := len(programs) - CHOICES) > 0:
        blocks.append(small(f"And {more} more: type /mentor signup and the name of the program."))
    return Tell(Message(blocks))


def signed_up(
    program: Program,
    enrolment: Enrolment,
    person: Person,
    skills: Mapping[Side, Sequence[str]],
    labels: Mapping[str, str],
) -> Message:
    role = wording(program)
    word = role.mentor if enrolment.role is Role.MENTOR else role.mentee
    facts: list[Sequence[Part]] = [["You take part as ", bold(word), f", level: {level_label(person.level)}."]]
    facts += _skills(skills, labels)
    if enrolment.role is Role.MENTOR and enrolment.capacity > 1:
        facts.append([f"You would take up to {enrolment.capacity} partners at a time."])
    first = [small(CANNOT_READ)] if enrolment.times_saved == 1 else []  # for most, it is the first message of all
    return Message([_opening(program, enrolment), bullets(*facts), *_what_comes(program, enrolment), *first])


def _opening(program: Program, enrolment: Enrolment) -> Block:
    name = bold(program.name)
    if enrolment.times_saved > 1:
        return paragraph("I changed your sign-up for ", name, ". This is what I have now:")
    if enrolment.state is EnrolmentState.APPLIED:
        return paragraph("Thank you for applying to ", name, "! This is what I noted:")
    if enrolment.state is EnrolmentState.WAITING:
        return paragraph("Every place in ", name, " is taken just now. You are on the waiting list. I noted:")
    return paragraph("Welcome to ", name, "! This is what I noted:")


def _what_comes(program: Program, enrolment: Enrolment) -> list[Block]:
    match enrolment.state:
        case EnrolmentState.APPLIED:
            said = "The people who lead the program read it, and you will hear from me either way."
        case EnrolmentState.WAITING:
            said = "As soon as a place is free for you, you will hear from me."
        case _:
            said = "As soon as there is a partner for you, you will hear from me."
    deeds = [button("Change my sign-up", "begin_signup", program.id)]
    if enrolment.state is not EnrolmentState.ENROLLED:
        ask = ("Withdraw?", f"You are then no longer asking for a place in {program.name[:80]}.", "Withdraw")
        deeds.append(button("Withdraw", "withdraw", program.id, ask_first=ask))
    return [paragraph(said), buttons(*deeds)]


def _skills(skills: Mapping[Side, Sequence[str]], labels: Mapping[str, str]) -> list[Sequence[Part]]:
    facts: list[Sequence[Part]] = []
    if offers := skills.get(Side.OFFERS):
        facts.append(["You can teach ", *listed([labels.get(slug, slug) for slug in offers]), "."])
    if wishes := skills.get(Side.WISHES):
        facts.append(["You would like to learn ", *listed([labels.get(slug, slug) for slug in wishes]), "."])
    return facts


def skills_described(said: Sequence[PersonSkill], taken_back: Sequence[str], labels: Mapping[str, str]) -> Tell:
    """What is stored after the second page: of what was left empty, too."""
    facts: list[Sequence[Part]] = []
    for one in said:
        name = bold(labels.get(one.skill, one.skill))
        if one.side is Side.OFFERS:
            facts.append([name, f": {MASTERY[one.level or USUAL_MASTERY]}"])
        elif one.question:
            facts.append(
                [name, f", wish {one.priority}. You'd like to ask: ", italic(clipped(one.question, ASKED_SHOWN))]
            )
        elif one.skill in taken_back:
            facts.append([name, f", wish {one.priority}. I've taken your question back: there is none any more."])
        else:
            facts.append([name, f", wish {one.priority}. No question yet."])
    if not facts:  # they were erased meanwhile
        return Tell(Message([paragraph("There was nothing to save any more.")]))
    return Tell(Message([paragraph("Saved. This is what I have now:"), bullets(*facts)]))


def application_answered(program: Program, enrolment: Enrolment) -> Message:
    name = bold(program.name)
    match enrolment.state:
        case EnrolmentState.ENROLLED:
            said = paragraph(
                "Good news: you have a place in ", name, ". As soon as there is a partner for you, I will let you know."
            )
        case EnrolmentState.WAITING:
            said = paragraph(
                "Thank you for your patience. ",
                name,
                " has no place for you yet, so you are on the waiting list. I will write as soon as that changes.",
            )
        case EnrolmentState.LEFT:
            said = paragraph(
                name,
                " has closed, so there is no place to come any more. Thank you for wanting to be part of it; the next "
                "program may well have room for you.",
            )
        case _:
            said = paragraph(
                "Thank you for wanting to join ",
                name,
                ". There are fewer places than people who would be good at this, and this time there is none for you. "
                "The next program may well have one.",
            )
            return Message([said, buttons(command_button("See what is open", "signup"))])
    return Message([said])


def program_over(program: Program) -> Message:
    return Message(
        [
            paragraph(
                bold(program.name),
                " has come to its end. There was no partner for you this time. Thank you for having been ready to be "
                "one: the next program may well have somebody for you.",
            )
        ]
    )


def withdrawn(program: Program) -> Tell:
    said = paragraph("You have withdrawn from ", bold(program.name), ". You are welcome back at any time.")
    return Tell(Message([said]), replace=True)


def unreached(program: Program, person: Person) -> Message:
    """To leads. It says nothing of what the message was about."""
    return Message(
        [
            paragraph(
                "I couldn't get a message to ",
                who(person.slack_id),
                " in ",
                bold(program.name),
                ". Please ask whether they can open Flipside under Apps in Slack; if they can't, an admin can help. "
                "Until then they see what waits for them with ",
                code("/mentor status"),
                ", and silence of theirs may mean that they never heard.",
            ),
            buttons(command_button("How is it going?", "status")),
        ]
    )
