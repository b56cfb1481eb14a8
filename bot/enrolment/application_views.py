"""Applications as the leads of a program read and answer them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.core.answers import Message, Tell
from bot.core.blocks import (
    Block,
    Part,
    bold,
    button,
    buttons,
    clipped,
    command_button,
    heading,
    listed,
    paragraph,
    plain,
    quote,
    small,
    who,
)
from bot.enrolment.applications import Application, ApplicationSpot, Listed
from bot.enrolment.model import Enrolment, EnrolmentState, Role
from bot.people.model import Person, level_label
from bot.programs.model import Entry, Program
from bot.programs.rules.lifecycle import ProgramState
from bot.programs.wording import wording

# Characters of each question and answer, and how many skills, that a list shows; a button shows the rest.
QUESTION_SHOWN, ANSWER_SHOWN, OFFERS_SHOWN = 80, 160, 4

# The action ids of whatever shows a page of the list: Slack wants each once in a block.
TURNS = ("applications_before", "applications_after", "show_accepted", "show_applications")


def application_received(program: Program, application: Application) -> Message:
    blocks = [heading(f"{program.name}: somebody applied"), *_person(program, application)]
    if application.enrolment.answers:
        blocks.append(
            quote("\n\n".join(f"{one['question']}\n{one['answer']}" for one in application.enrolment.answers))
        )
    return Message([*blocks, buttons(*_choices(application.enrolment, str(application.enrolment.id)))])


def applications(found: Listed, settled: Sequence[Block] = (), *, in_place: bool = False) -> Tell:
    """`settled` says what was just answered, above the rest of the list."""
    blocks: list[Block] = [*settled]
    if not found.shown:
        blocks += _nobody(found)
    said = ""
    for program, application in found.shown:
        if program.name != said:
            what = "accepted" if found.spot.accepted else "waiting for an answer"
            blocks.append(heading(f"{program.name}: {what}"))
        said = program.name
        blocks += _application(program, application, found.spot)
    if found.pages > 1:
        blocks.append(small(f"Page {found.spot.page} of {found.pages}."))
    if turns := _turns(found):
        blocks.append(buttons(*turns))
    return Tell(Message(blocks), replace=in_place or bool(settled))


def _nobody(found: Listed) -> list[Block]:
    if found.spot.accepted:
        return [paragraph("There are no answers to read again.")]
    nobody = "Nobody is waiting for an answer right now."
    if any(program.entry is Entry.APPLICATION for program in found.led):
        return [paragraph(f"{nobody} I'll write to you as soon as somebody applies.")]
    if len(found.led) == 1:
        (program,) = found.led
        said = paragraph(
            nobody, " In ", bold(program.name), " whoever signs up is in. You can have people apply first."
        )
        return [said, buttons(button("Entry and places", "edit_entry", program.id))]
    said = paragraph(nobody, " In your programs whoever signs up is in. You can have people apply first.")
    return [said, buttons(command_button("Show programs", "program"))]


def _turns(found: Listed) -> list[dict[str, Any]]:
    before, after, accepted, waiting = TURNS
    spot, turns = found.spot, []
    if spot.page > 1:
        turns.append(button("Previous", before, replace(spot, page=spot.page - 1).value))
    if spot.page < found.pages:
        turns.append(button("Next", after, replace(spot, page=spot.page + 1).value))
    if spot.accepted:
        turns.append(button("Who is waiting", waiting, replace(spot, accepted=False, page=1).value))
    elif found.accepted:
        turns.append(button(f"Accepted ({found.accepted:,})", accepted, replace(spot, accepted=True, page=1).value))
    return turns


def _application(program: Program, application: Application, spot: ApplicationSpot) -> list[Block]:
    enrolment = application.enrolment
    blocks = _person(program, application)
    given = [(one["question"], one["answer"]) for one in enrolment.answers]
    if given:
        shown = [(clipped(question, QUESTION_SHOWN), clipped(answer, ANSWER_SHOWN)) for question, answer in given]
        blocks.append(quote("\n\n".join(f"{question}\n{answer}" for question, answer in shown)))
    deeds = [] if spot.accepted else _choices(enrolment, replace(spot, id=enrolment.id).value)
    if given and shown != given:
        deeds.append(_read(enrolment, "Read all"))
    return [*blocks, buttons(*deeds)] if deeds else blocks


def _person(program: Program, application: Application) -> list[Block]:
    enrolment, person = application.enrolment, application.person
    words = wording(program)
    facts: list[Part] = [
        who(person.slack_id),
        " as ",
        bold(words.junior if enrolment.role is Role.MENTOR else words.senior),
        f", level: {level_label(person.level)}, {person.department or 'department not said'}.",
    ]
    if application.offers:
        more = len(application.offers) - OFFERS_SHOWN
        offers = [*application.offers[:OFFERS_SHOWN], *([f"{more} more"] if more > 0 else [])]
        facts += [" Can teach ", *listed(list(offers)), "."]
    if enrolment.state is EnrolmentState.WAITING:
        facts.append(" On the waiting list.")
    return [paragraph(*facts)]


def _choices(enrolment: Enrolment, value: str) -> list[dict[str, Any]]:
    decline = ("Decline kindly?", "I will thank them and say that there is no place for them this time.", "Decline")
    choices = [button("Accept", "accept_application", value, style="primary")]
    if enrolment.state is EnrolmentState.APPLIED:
        choices.append(button("Waiting list", "application_waits", value))
    return [*choices, button("Decline kindly", "decline_application", value, ask_first=decline)]


def _read(enrolment: Enrolment, label: str) -> dict[str, Any]:
    return button(label, "read_application", enrolment.id)


def application_settled(program: Program, enrolment: Enrolment, person: Person) -> list[Block]:
    done = {
        EnrolmentState.ENROLLED: " has a place now.",
        EnrolmentState.WAITING: " is on the waiting list now.",
        EnrolmentState.DECLINED: " was declined kindly.",
    }[enrolment.state]
    said = paragraph(bold(program.name), ": ", who(person.slack_id), done, " I am letting them know.")
    deeds = [_read(enrolment, "Read the answers")] if enrolment.answers else []
    if enrolment.state is EnrolmentState.DECLINED:
        deeds.insert(0, button("Accept after all", "accept_application", enrolment.id))
    return [said, buttons(*deeds)] if deeds else [said]


def application_over(program: Program) -> Message:
    """Nobody has answered, and nobody need any more."""
    if program.state is ProgramState.CLOSED:
        return Message([paragraph(bold(program.name), " has closed, so there's nothing left to answer here.")])
    said = "Somebody applied to ", bold(program.name), " and has withdrawn since, so there's nothing left to answer."
    return Message([paragraph(*said)])


def answers(program: Program, enrolment: Enrolment, person: Person) -> dict[str, Any]:
    """All that somebody answered, for a lead."""
    given: Sequence[Mapping[str, str]] = enrolment.answers
    blocks: list[Block] = [paragraph(who(person.slack_id), " in ", bold(program.name), ":")]
    for one in given:
        blocks += [paragraph(bold(one["question"])), quote(one["answer"])]
    return {"type": "modal", "title": plain("The answers"), "close": plain("Close"), "blocks": blocks}
