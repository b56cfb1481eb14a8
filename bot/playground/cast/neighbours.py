"""Nordvik, a made-up shipping company with a Slack workspace of its own. Nobody here exists."""

from bot.playground.slack import StandIn, Team

ADMIN = "kari"

# Handle, name, title, zone.
CREW = (
    ("kari", "Kari Nordvik", "Chief Executive", "Europe/Oslo"),
    ("emil", "Emil Strand", "Head of Fleet", "Europe/Oslo"),
    ("dina", "Dina Petrova", "Head of Ports", "Europe/Vienna"),
    ("sam", "Sam Okafor", "Dispatcher", "Europe/London"),
    ("lily", "Lily Chen", "Web developer", "Asia/Singapore"),
    ("ola", "Ola Vik", "Apprentice", "Europe/Oslo"),
)


def move_in_next_door(slack: StandIn) -> Team:
    """A second workspace, with its people and their channels."""
    team = slack.add_workspace("T0NORDVIK", "Nordvik")
    for handle, name, title, tz in CREW:
        address = f"{handle}@nordvik.example"
        user = f"U0{handle.upper()}"
        team.add_person(user, name=handle, real_name=name, title=title, tz=tz, email=address, is_admin=handle == ADMIN)
    members = [*(person.id for person in team.people), team.bot_user_id]
    for channel in ("general", "mentoring"):
        team.add_channel(channel, members=members)
    return team
