from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.core.answers import Message, Tell
from bot.core.blocks import Block, bold, bullets, button, buttons, command_button, paragraph, small, when, who
from bot.core.sentences import Part, Sentence, _, all_of, any_of, say, together
from bot.enrolment.model import EnrolmentState
from bot.pairs.queries import PairUp
from bot.people.model import Person
from bot.programs import first_step_views
from bot.programs.first_steps import FirstStep
from bot.programs.model import Owner, Program, Style
from bot.programs.rules.cadence import Cadence
from bot.programs.rules.lifecycle import PLANNING

HOW_OFTEN = {
    Cadence.WEEKLY: _("You meet once a week, {minutes} minutes each time."),
    Cadence.EVERY_TWO_WEEKS: _("You meet every two weeks, {minutes} minutes each time."),
    Cadence.TWICE_A_MONTH: _("You meet twice a month, {minutes} minutes each time."),
    Cadence.MONTHLY: _("You meet once a month, {minutes} minutes each time."),
    Cadence.EVERY_TWO_MONTHS: _("You meet every two months, {minutes} minutes each time."),
}

# Who is who, by who owns the agenda.
SIDES = {
    Owner.MENTOR: _("{mentor} is the mentor and owns the agenda; {mentee} is the mentee and comes to learn."),
    Owner.MENTEE: _("{mentor} is the mentor; {mentee} is the mentee, comes to learn and owns the agenda."),
    Owner.BOTH: _(
        "{mentor} is the mentor; {mentee} is the mentee and comes to learn. Either of you can set the agenda."
    ),
}


def introduction(
    up: PairUp, common: Sequence[str], questions: Mapping[str, str], *, alone: Person | None = None
) -> Message:
    """`common`: labels of what one offers and the other wishes for; `questions`: what they would ask, by label.

    `alone` is the reader where Slack opens no conversation for the two.
    """
    mentor, mentee = who(up.mentor.slack_id), who(up.mentee.slack_id)
    hello = _("Hello {mentor} and {mentee}! You're a pair in {program}.")
    blocks: list[Block] = [
        paragraph(say(hello, mentor=mentor, mentee=mentee, program=bold(up.program.name))),
        paragraph(_sides(up)),
    ]
    if common:
        start = _("A good place to start, since one of you offers it and the other asked: {skills}.")
        blocks.append(paragraph(say(start, skills=all_of([bold(label) for label in common]))))
    if questions:
        asked = [say(_("{skill}: {question}"), skill=bold(label), question=one) for label, one in questions.items()]
        blocks += [paragraph(say(_("{mentee} would like to ask:"), mentee=mentee)), bullets(*asked)]
    for person in up.people:
        if person.about:
            about = _("What to know about {person}: {about}")
            blocks.append(paragraph(say(about, person=who(person.slack_id), about=person.about)))
    blocks += [
        paragraph(_how_they_meet(up)),
        buttons(command_button(_("Post the agenda"), "agenda")),
        _where_you_talk(up, alone),
    ]
    return Message(blocks)


def _sides(up: PairUp) -> Part:
    owner = up.program.agenda_owner
    if not up.words.is_equal:
        return say(SIDES[owner], mentor=who(up.mentor.slack_id), mentee=who(up.mentee.slack_id))
    said = say(_("You are {partners}: each of you knows things that the other doesn't."), partners=bold(up.words.both))
    if owner is Owner.BOTH:
        return together(said, _("Either of you can set the agenda."))
    return together(said, say(_("{owner} sets the agenda."), owner=who(up.agenda_owners[0].slack_id)))


def _how_they_meet(up: PairUp) -> Part:
    often = say(HOW_OFTEN[up.program.cadence], minutes=up.program.session_minutes)
    begin: Part = ""
    if up.program.style is Style.FORMAL:
        begin = _(
            "In the first session, agree on what each of you wants to have learnt by the end, and how you'll see it."
        )
    owners = any_of([who(owner.slack_id) for owner in up.agenda_owners])
    return together(often, begin, say(_("Before a session, {owners} posts what you'll talk about."), owners=owners))


def _where_you_talk(up: PairUp, alone: Person | None) -> Block:
    if alone is not None:
        said = _(
            "Slack doesn't let me open a conversation for the two of you, so each of you gets this alone. Please write "
            "to {partner} directly. I'll tell you here when you meet."
        )
        return paragraph(say(said, partner=who(up.partner_of(alone.id).slack_id)))
    yours = _(
        "This conversation is yours. I can post here, but I can't read what you write: I never asked for that "
        "permission."
    )
    return small(str(yours))


def pair_unreached(up: PairUp) -> Message:
    """To leads."""
    said = _(
        "Slack doesn't let me open a conversation for {mentor} and {mentee} in {program}, so I write to each of them "
        "alone. Often one of the two is a guest, or group conversations are limited here: an admin can see that in "
        "Slack's settings. Please check that the two have found each other. There's nothing else you have to do: I "
        "keep trying."
    )
    mentor, mentee = who(up.mentor.slack_id), who(up.mentee.slack_id)
    return Message([paragraph(say(said, mentor=mentor, mentee=mentee, program=bold(up.program.name)))])


def pair_ended(up: PairUp, reader: Person) -> Message:
    """Somebody who was erased has no name any more, here and below."""
    partner, program = up.partner_of(reader.id), bold(up.program.name)
    thanks = _("Thank you for the time and the trust. Nothing stops the two of you from going on talking.")
    if partner.erased_at:
        ended = say(_("{program} has come to its end, and so has your pair."), program=program)
    else:
        said = _("{program} has come to its end, and so has your pair with {partner}.")
        ended = say(said, program=program, partner=who(partner.slack_id))
    return Message([paragraph(together(ended, thanks))])


def partner_left(up: PairUp, reader: Person) -> Message:
    partner, program = up.partner_of(reader.id), bold(up.program.name)
    if partner.erased_at:
        ended = say(_("Your partner has left {program}, so your pair ends here."), program=program)
    else:
        said = _("{partner} has left {program}, so your pair ends here.")
        ended = say(said, partner=who(partner.slack_id), program=program)
    goes_on = _("Thank you for the time you gave. The program is coming to its end as well.")
    if up.program.state in PLANNING:
        goes_on = _("Thank you for the time you gave. You keep your place, and I'll look for somebody new.")
    return Message([paragraph(together(ended, goes_on))])


def partner_gone(up: PairUp, reader: Person) -> Message:
    partner, program = up.partner_of(reader.id), bold(up.program.name)
    if partner.erased_at:
        rests = say(
            _("Your partner can no longer be reached in this Slack, so your pair in {program} rests."), program=program
        )
    else:
        said = _("{partner} can no longer be reached in this Slack, so your pair in {program} rests.")
        rests = say(said, partner=who(partner.slack_id), program=program)
    return Message([paragraph(together(rests, _("Your program lead can see it too. There's nothing you have to do.")))])


def partner_on_break(up: PairUp, reader: Person) -> Message:
    partner = up.partner_of(reader.id)
    assert partner.paused_until is not None
    said = _(
        "{partner} is on a break until {when}. Sessions before that are called off, and your pair goes on after it. "
        "You don't have to do anything."
    )
    return Message([paragraph(say(said, partner=who(partner.slack_id), when=when(partner.paused_until)))])


def partner_back(up: PairUp, reader: Person) -> Message:
    said = _("{partner} is back, and your pair in {program} goes on.")
    partner = who(up.partner_of(reader.id).slack_id)
    return Message([paragraph(say(said, partner=partner, program=bold(up.program.name)))])


def break_over(pairs: int) -> Message:
    said = _("Welcome back! Your break is over. You can be matched again.")
    if pairs == 1:
        said = _("Welcome back! Your break is over. Your pair goes on.")
    elif pairs:
        said = _("Welcome back! Your break is over. Your pairs go on.")
    return Message([paragraph(said)])


def on_a_break(until: datetime, partners: Sequence[str] = ()) -> Tell:
    """`partners`, here and below, are the Slack ids of those who hear of it."""
    said = say(_("Enjoy it! You're on a break until {when}; it ends by itself."), when=when(until))
    if partners:
        told = _("I've told {partners} when you're back, not why. Sessions before that are moved.")
        said = together(said, say(told, partners=_named(partners)))
    return Tell(Message([paragraph(said), buttons(button(_("End the break now"), "end_break"))]))


def back(partners: Sequence[str] = ()) -> Tell:
    if not partners:
        return Tell(Message([paragraph(_("Welcome back! Your break is over, and you can be matched again."))]))
    said = say(_("Welcome back! I've told {partners}, and your sessions go on."), partners=_named(partners))
    return Tell(Message([paragraph(said), buttons(command_button(_("When do we meet?"), "status"))]))


def left(program: Program, had: EnrolmentState, partners: Sequence[str] = ()) -> Tell:
    done = _("You've left {program}. Thank you for having been part of it.")
    if had is not EnrolmentState.ENROLLED:
        done = _("You've withdrawn from {program}. Thank you for having been part of it.")
    told: Part = ""
    if partners:
        told = say(_("I'm telling {partners} kindly, and without a reason."), partners=_named(partners))
    said = together(say(done, program=bold(program.name)), told, _("You're welcome back at any time."))
    return Tell(Message([paragraph(said), buttons(command_button(_("Sign up again"), "signup"))]))


def takes_no_part(said: Sentence, step: FirstStep) -> Tell:
    """In answer to what only those can do who take part: `said` is that there is nothing to do it to."""
    if not step.may_join:
        return Tell(Message([paragraph(said), *first_step_views.how_to_begin(step), _erasing()]))
    return Tell(Message([paragraph(said), buttons(command_button(_("Sign up"), "signup")), _erasing()]))


def what_to_stop() -> Tell:
    deeds = (
        command_button(_("Take a break"), "pause"),
        command_button(_("Leave a program"), "leave"),
        command_button(_("Move a session"), "status"),
    )
    said = paragraph(_("What would you like to stop? Nothing happens before you've confirmed it."))
    return Tell(Message([said, buttons(*deeds), _erasing()]))


def _erasing() -> Block:
    return buttons(command_button(_("See or erase my data"), "privacy"))


def _named(people: Sequence[str]) -> Part:
    return all_of([who(one) for one in people])


def program_closed(program: Program) -> Tell:
    said = say(_("{program} is closed. Everybody in a pair is being told and thanked."), program=bold(program.name))
    if program.settles_from is None:
        return Tell(Message([paragraph(said)]), replace=True)
    goes_on = _("With this many people it takes a while. I'll write to you once everybody has been seen to.")
    figures = button(_("Figures"), "show_figures", program.id)
    return Tell(Message([paragraph(together(said, goes_on)), buttons(figures)]), replace=True)


def program_settled(program: Program) -> Message:
    said = say(
        _("All pairs of {program} have ended, and I've told everybody who was in it."), program=bold(program.name)
    )
    return Message([paragraph(said), buttons(button(_("Figures"), "show_figures", program.id))])
