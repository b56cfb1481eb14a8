from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.core.answers import Message, Tell
from bot.core.blocks import (
    Block,
    Part,
    bold,
    bullets,
    button,
    buttons,
    code,
    heading,
    listed,
    paragraph,
    quote,
    small,
    who,
)
from bot.enrolment.model import Enrolment, EnrolmentState, Role
from bot.people.model import Person, level_label
from bot.programs.model import Program
from bot.programs.wording import wording
from bot.skills.model import Side
from bot.vocabulary import CANNOT_READ

MOST_SHOWN = 12  # applications in one message: each takes up to four of its 50 blocks

PROMISE = "Answers to these questions are read by the leads of the program, and by nobody else."


@dataclass(frozen=True)
class Application:
    """What a lead sees of somebody who wants to join."""

    enrolment: Enrolment
    person: Person
    offers: Sequence[str]  # labels


def which_program(programs: Sequence[Program]) -> Tell:
    blocks: list[Block] = [paragraph("There are several programs. Which one is it?")]
    for program in programs[:20]:
        blocks += [
            paragraph(bold(program.name), ": ", program.need[:300]),
            buttons(button("Sign up", "begin_signup", program.id)),
        ]
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
    change: list[Part] = [" To change something, type ", code("/mentor signup"), " again."]
    match enrolment.state:
        case EnrolmentState.APPLIED:
            said = "The people who lead the program read it, and you will hear from me either way."
        case EnrolmentState.WAITING:
            said = "As soon as a place is free for you, you will hear from me."
        case _:
            said = "As soon as there is a partner for you, you will hear from me."
    blocks = [paragraph(said, *change)]
    if enrolment.state is not EnrolmentState.ENROLLED:
        ask = ("Withdraw?", f"You are then no longer asking for a place in {program.name[:80]}.", "Withdraw")
        blocks.append(buttons(button("Withdraw", "withdraw", program.id, ask_first=ask)))
    return blocks


def _skills(skills: Mapping[Side, Sequence[str]], labels: Mapping[str, str]) -> list[Sequence[Part]]:
    facts: list[Sequence[Part]] = []
    if offers := skills.get(Side.OFFERS):
        facts.append(["You can teach ", *listed([labels.get(slug, slug) for slug in offers]), "."])
    if wishes := skills.get(Side.WISHES):
        facts.append(["You would like to learn ", *listed([labels.get(slug, slug) for slug in wishes]), "."])
    return facts


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
                "The next program may well have one; type ",
                code("/mentor signup"),
                " to see what is open.",
            )
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


def application_received(program: Program, application: Application) -> Message:
    return Message([heading(f"{program.name}: somebody applied"), *_application(program, application)])


def applications(waiting: Sequence[tuple[Program, Application]], settled: Sequence[Block] = ()) -> Tell:
    """Of the programs that somebody leads; `settled` says what was just answered, in place of the list before it."""
    if not waiting:
        return Tell(Message([*settled, paragraph("Nobody is waiting for an answer right now.")]), replace=bool(settled))
    blocks: list[Block] = [*settled]
    said = ""
    for program, application in waiting[:MOST_SHOWN]:
        if program.name != said:
            blocks.append(heading(f"{program.name}: waiting for an answer"))
        said = program.name
        blocks += _application(program, application)
    if len(waiting) > MOST_SHOWN:
        blocks.append(small("These are the first. The next come as you answer."))
    return Tell(Message(blocks), replace=bool(settled))


def _application(program: Program, application: Application) -> list[Block]:
    enrolment, person = application.enrolment, application.person
    words = wording(program)
    facts: list[Part] = [
        who(person.slack_id),
        " as ",
        bold(words.junior if enrolment.role is Role.MENTOR else words.senior),
        f", level: {level_label(person.level)}, {person.department or 'department not said'}.",
    ]
    if application.offers:
        facts += [" Can teach ", *listed(list(application.offers)), "."]
    if enrolment.state is EnrolmentState.WAITING:
        facts.append(" On the waiting list.")
    answers = "\n\n".join(f"{given['question']}\n{given['answer']}" for given in enrolment.answers)
    blocks = [paragraph(*facts)]
    if answers:
        blocks.append(quote(answers))
    decline = ("Decline kindly?", "I will thank them and say that there is no place for them this time.", "Decline")
    choices = [button("Accept", "accept_application", enrolment.id, style="primary")]
    if enrolment.state is EnrolmentState.APPLIED:
        choices.append(button("Waiting list", "application_waits", enrolment.id))
    choices.append(button("Decline kindly", "decline_application", enrolment.id, ask_first=decline))
    return [*blocks, buttons(*choices)]


def application_settled(program: Program, enrolment: Enrolment, person: Person) -> list[Block]:
    done = {
        EnrolmentState.ENROLLED: " has a place now.",
        EnrolmentState.WAITING: " is on the waiting list now.",
        EnrolmentState.DECLINED: " was declined kindly.",
    }[enrolment.state]
    said = paragraph(bold(program.name), ": ", who(person.slack_id), done, " I am letting them know.")
    if enrolment.state is not EnrolmentState.DECLINED:
        return [said]
    return [said, buttons(button("Accept after all", "accept_application", enrolment.id))]


def withdrawn(program: Program) -> Tell:
    said = paragraph("You have withdrawn from ", bold(program.name), ". You are welcome back at any time.")
    return Tell(Message([said]), replace=True)
