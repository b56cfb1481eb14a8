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
    paragraph,
    plain,
    quote,
    small,
    who,
)
from bot.core.sentences import Text, _, all_of, ngettext, pgettext, say, together
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


SETTLED = {
    EnrolmentState.ENROLLED: _("{program}: {person} has a place now. I'm letting them know."),
    EnrolmentState.WAITING: _("{program}: {person} is on the waiting list now. I'm letting them know."),
    EnrolmentState.DECLINED: _("{program}: {person} was declined kindly. I'm letting them know."),
}


def application_received(program: Program, application: Application) -> Message:
    enrolment = application.enrolment
    blocks = [heading(say(_("{program}: somebody applied"), program=program.name)), *_person(program, application)]
    if enrolment.answers:
        blocks.append(_answers([(one["question"], one["answer"]) for one in enrolment.answers]))
    return Message([*blocks, buttons(*_choices(enrolment, str(enrolment.id)))])


def applications(found: Listed, settled: Sequence[Block] = (), *, in_place: bool = False) -> Tell:
    """`settled` says what was just answered, above the rest of the list."""
    blocks: list[Block] = [*settled]
    if not found.shown:
        blocks += _nobody(found)
    told = ""
    what = _("{program}: accepted") if found.spot.accepted else _("{program}: waiting for an answer")
    for program, application in found.shown:
        if program.name != told:
            blocks.append(heading(say(what, program=program.name)))
        told = program.name
        blocks += _application(program, application, found.spot)
    if found.pages > 1:
        blocks.append(small(say(_("Page {page} of {pages}."), page=found.spot.page, pages=found.pages)))
    if turns := _turns(found):
        blocks.append(buttons(*turns))
    return Tell(Message(blocks), replace=in_place or bool(settled))


def _nobody(found: Listed) -> list[Block]:
    if found.spot.accepted:
        return [paragraph(_("There are no answers to read again."))]
    nobody = _("Nobody is waiting for an answer right now.")
    if any(program.entry is Entry.APPLICATION for program in found.led):
        return [paragraph(together(nobody, _("I'll write to you as soon as somebody applies.")))]
    if len(found.led) == 1:
        (program,) = found.led
        one = _("In {program}, whoever signs up is in. You can have people apply first.")
        said = together(nobody, say(one, program=bold(program.name)))
        return [paragraph(said), buttons(button(_("Entry and places"), "edit_entry", program.id))]
    said = together(nobody, _("In your programs, whoever signs up is in. You can have people apply first."))
    return [paragraph(said), buttons(command_button(_("Show programs"), "program"))]


def _turns(found: Listed) -> list[dict[str, Any]]:
    before, after, accepted, waiting = TURNS
    spot, turns = found.spot, []
    if spot.page > 1:
        turns.append(button(_("Previous"), before, replace(spot, page=spot.page - 1).value))
    if spot.page < found.pages:
        turns.append(button(_("Next"), after, replace(spot, page=spot.page + 1).value))
    if spot.accepted:
        turns.append(button(_("Who's waiting"), waiting, replace(spot, accepted=False, page=1).value))
    elif found.accepted:
        label = say(_("Accepted ({count})"), count=found.accepted)
        turns.append(button(label, accepted, replace(spot, accepted=True, page=1).value))
    return turns


def _application(program: Program, application: Application, spot: ApplicationSpot) -> list[Block]:
    enrolment = application.enrolment
    blocks = _person(program, application)
    given = [(one["question"], one["answer"]) for one in enrolment.answers]
    if given:
        shown = [(clipped(question, QUESTION_SHOWN), clipped(answer, ANSWER_SHOWN)) for question, answer in given]
        blocks.append(_answers(shown))
    deeds = [] if spot.accepted else _choices(enrolment, replace(spot, id=enrolment.id).value)
    if given and shown != given:
        deeds.append(_read(enrolment, _("Read all")))
    return [*blocks, buttons(*deeds)] if deeds else blocks


def _answers(given: Sequence[tuple[str, str]]) -> Block:
    return quote("\n\n".join("\n".join(one) for one in given))


def _person(program: Program, application: Application) -> list[Block]:
    enrolment, person = application.enrolment, application.person
    words, level = wording(program), level_label(person.level)
    role = bold(words.junior if enrolment.role is Role.MENTOR else words.senior)
    if person.department:
        known = _("{person} as {role}, level: {level}, {department}.")
        said = say(known, person=who(person.slack_id), role=role, level=level, department=person.department)
    else:
        known = _("{person} as {role}, level: {level}, department not said.")
        said = say(known, person=who(person.slack_id), role=role, level=level)
    if application.offers:
        said = together(said, say(_("Can teach {skills}."), skills=_offers(application.offers)))
    if enrolment.state is EnrolmentState.WAITING:
        said = together(said, _("On the waiting list."))
    return [paragraph(said)]


def _offers(offers: Sequence[str]) -> Part:
    more = len(offers) - OFFERS_SHOWN
    if more <= 0:
        return all_of(offers)
    return all_of([*offers[:OFFERS_SHOWN], ngettext("{count} more", "{count} more", more)])


def _choices(enrolment: Enrolment, value: str) -> list[dict[str, Any]]:
    kindly = _("I'll thank them and say that there's no place for them this time.")
    decline = (_("Decline kindly?"), kindly, _("Decline"))
    choices = [button(_("Accept"), "accept_application", value, style="primary")]
    if enrolment.state is EnrolmentState.APPLIED:
        choices.append(button(_("Waiting list"), "application_waits", value))
    return [*choices, button(_("Decline kindly"), "decline_application", value, ask_first=decline)]


def _read(enrolment: Enrolment, label: Text) -> dict[str, Any]:
    return button(label, "read_application", enrolment.id)


def application_settled(program: Program, enrolment: Enrolment, person: Person) -> list[Block]:
    said = say(SETTLED[enrolment.state], program=bold(program.name), person=who(person.slack_id))
    deeds = [_read(enrolment, _("Read the answers"))] if enrolment.answers else []
    if enrolment.state is EnrolmentState.DECLINED:
        deeds.insert(0, button(_("Accept after all"), "accept_application", enrolment.id))
    return [paragraph(said), buttons(*deeds)] if deeds else [paragraph(said)]


def application_over(program: Program) -> Message:
    """Nobody has answered, and nobody need any more."""
    if program.state is ProgramState.CLOSED:
        said = _("{program} has closed, so there's nothing left to answer here.")
    else:
        said = _("Somebody applied to {program} and has withdrawn since, so there's nothing left to answer.")
    return Message([paragraph(say(said, program=bold(program.name)))])


def answers(program: Program, enrolment: Enrolment, person: Person) -> dict[str, Any]:
    """All that somebody answered, for a lead."""
    given: Sequence[Mapping[str, str]] = enrolment.answers
    said = say(_("{person} in {program}:"), person=who(person.slack_id), program=bold(program.name))
    blocks: list[Block] = [paragraph(said)]
    for one in given:
        blocks += [paragraph(bold(one["question"])), quote(one["answer"])]
    title = pgettext("the title of a form, 24 characters at most", "The answers")
    return {"type": "modal", "title": plain(title), "close": plain(_("Close")), "blocks": blocks}
