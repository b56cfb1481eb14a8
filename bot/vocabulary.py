"""What people type, beside the names of the commands themselves, and what buttons that do the same say."""

# What people type when they mean one of the commands.
ALIASES = {
    "sign-up": "signup",
    "join": "signup",
    "apply": "signup",
    "mixers": "mixer",
    "break": "pause",
    "back": "return",
    "resume": "return",
    "couple": "pair",
    "programs": "program",
    "programme": "program",
    "skill": "skills",
    "directory": "skills",
    "request": "ask",
    "discovery": "discover",
    "check": "discover",
    "data": "privacy",
    "gdpr": "privacy",
}

# A sentence that says what to type gets the button that does it; what it says, by subcommand.
LABELS = {
    "signup": "Sign up",
    "status": "Show my status",
    "help": "What can I do?",
    "agenda": "Post the agenda",
    "skills": "Who teaches what?",
    "discover": "What could I learn?",
    "profile": "Edit my profile",
    "ask": "Ask somebody",
    "pause": "Take a break",
    "return": "End my break",
    "leave": "Leave a program",
    "mixer": "Show mixers",
    "privacy": "Who sees what",
    "match": "Look for pairs",
    "pair": "Pair two people",
    "program": "Show programs",
    "applications": "Show applications",
    "roster": "Bring a roster",
}
