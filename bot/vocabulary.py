"""What people type, beside the names of the commands themselves, and what buttons that do the same say."""

import difflib
from collections.abc import Collection

from bot.core.sentences import Labels, _

# What people type when they mean one of the commands, in the languages of those who tried it out.
ALIASES = {
    word: command
    for command, words in {
        "signup": "sign-up sign join apply register enroll enrol start anmelden mitmachen bewerben påmelding",
        "status": "overview report figures me my info session sessions date dates move reschedule verschieben flytt",
        "help": "hilfe hjelp commands hi hello hallo hei",
        "agenda": "agendas topic tagesordnung",
        "skills": "skill directory topics who fähigkeiten ferdigheter",
        "discover": "discovery check",
        "profile": "profil settings hours language languages einstellungen innstillinger",
        "ask": "request",
        "pause": "break holiday vacation away pto urlaub ferie",
        "return": "back resume zurück tilbake",
        "leave": "withdraw verlassen austreten",
        "stop": "quit cancel exit end unsubscribe opt opt-out optout abmelden abbrechen kündigen slutt",
        "mixer": "mixers",
        "privacy": "data gdpr dsgvo erase delete forget remove export download löschen slett datenschutz personvern",
        "match": "matching matches",
        "pair": "couple",
        "program": "programs programme programmes programm",
        "applications": "application applicants",
        "roster": "rosters import upload csv",
    }.items()
    for word in words.split()
}

# A sentence that says what to type gets the button that does it; what it says, by subcommand.
LABELS = Labels(
    {
        "signup": _("Sign up"),
        "status": _("Show my status"),
        "help": _("What can I do?"),
        "agenda": _("Post the agenda"),
        "skills": _("Who teaches what?"),
        "discover": _("What could I learn?"),
        "profile": _("Edit my profile"),
        "ask": _("Ask somebody"),
        "pause": _("Take a break"),
        "return": _("End my break"),
        "leave": _("Leave a program"),
        "stop": _("Pause or leave"),
        "mixer": _("Show mixers"),
        "privacy": _("Who sees what"),
        "match": _("Look for pairs"),
        "pair": _("Pair two people"),
        "program": _("Show programs"),
        "applications": _("Show applications"),
        "roster": _("Bring a roster"),
    }
)

# On the Home tab, and in the first message that somebody gets: their direct messages with the bot take text.
CANNOT_READ = _("I can't read what you write here: use the buttons, or /mentor.")

LIKE_ENOUGH = 0.6  # of 1; difflib's ratio, at which "mathc" still finds "match" and "pizza" finds nothing


def nearest(typed: str, subcommands: Collection[str]) -> str | None:
    """The command that a line probably means: one that stands in it, else the one most like a word of it."""
    words = [word.strip("?!.,;:").lower() for word in typed.split()]
    for word in words:
        if word in subcommands:
            return ALIASES.get(word, word)
    for word in words:
        if like := difflib.get_close_matches(word, subcommands, n=1, cutoff=LIKE_ENOUGH):
            return ALIASES.get(like[0], like[0])
    return None


# The kinds of messages that a button stands in: pressed once it has lost its meaning, it has the card looked at again.
CARDS = {
    **dict.fromkeys(("accept_application", "application_waits", "decline_application"), ("application",)),
    "join_mixer": ("mixer_announced", "mixer_invited"),
    **dict.fromkeys(("in_this_round", "skip_this_round"), ("still_in",)),
    **dict.fromkeys(("accept_offer", "decline_offer"), ("offer", "offer_reminder")),
    "begin_agenda": ("session_planned", "agenda_missing", "agenda_posted"),
    "begin_move": ("session_planned", "session_moved", "agenda_missing"),
    **dict.fromkeys(("agree_to_agenda", "begin_topic"), ("agenda_posted",)),
    **dict.fromkeys(("check_in_yes", "check_in_no"), ("check_in",)),
    "stop_search": ("search",),
    "publish_proposals": ("proposals_ready",),
}
