"""Time zones: which one somebody means, which one Slack tells of, and what they are called. Pure."""

import re
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from bot.core.likeness import bare, most_alike
from bot.core.sentences import Plain, Sentence, _

HOUR = 3600  # seconds
LONGEST = 64  # characters of a name
LIKE_ENOUGH = 0.7  # of 1; at which "Osslo" still finds Oslo and "pizza" finds nothing

# Of the offsets that are no whole hours, a zone that keeps to them all year, or else the only one that has them.
BETWEEN_HOURS = {
    -9.5: "Pacific/Marquesas",
    -3.5: "America/St_Johns",
    -2.5: "America/St_Johns",
    3.5: "Asia/Tehran",
    4.5: "Asia/Kabul",
    5.5: "Asia/Kolkata",
    5.75: "Asia/Kathmandu",
    6.5: "Asia/Yangon",
    8.75: "Australia/Eucla",
    9.5: "Australia/Darwin",
    10.5: "Australia/Lord_Howe",
    12.75: "Pacific/Chatham",
    13.75: "Pacific/Chatham",
}
WHOLE_HOURS = range(-12, 15)  # those of the zones Etc/GMT+12 to Etc/GMT-14

# What people call a zone, beside its name, its city and its offset. Where a short name means one thing in winter and
# another in summer, it is the place that is meant.
NAMES = {
    "utc": "UTC", "gmt": "UTC", "z": "UTC",
    "cet": "CET", "cest": "CET", "mez": "CET", "mesz": "CET", "eet": "EET", "eest": "EET", "wet": "WET",
    "west": "WET", "bst": "Europe/London", "uk": "Europe/London", "msk": "Europe/Moscow",
    "et": "America/New_York", "est": "America/New_York", "edt": "America/New_York", "eastern": "America/New_York",
    "ct": "America/Chicago", "cdt": "America/Chicago", "central": "America/Chicago",
    "mt": "America/Denver", "mst": "America/Denver", "mdt": "America/Denver", "mountain": "America/Denver",
    "pt": "America/Los_Angeles", "pst": "America/Los_Angeles", "pdt": "America/Los_Angeles",
    "pacific": "America/Los_Angeles", "hst": "Pacific/Honolulu", "akst": "America/Anchorage",
    "jst": "Asia/Tokyo", "kst": "Asia/Seoul", "sgt": "Asia/Singapore", "hkt": "Asia/Hong_Kong", "gst": "Asia/Dubai",
    "aest": "Australia/Sydney", "aedt": "Australia/Sydney", "awst": "Australia/Perth", "nzst": "Pacific/Auckland",
    "nzdt": "Pacific/Auckland", "sast": "Africa/Johannesburg", "wat": "Africa/Lagos", "eat": "Africa/Nairobi",
}  # fmt: skip

# Short names for several zones, with cities to choose from.
AMBIGUOUS = {
    "ist": _("Kolkata, Jerusalem or Dublin"),
    "cst": _("Chicago or Shanghai"),
    "ast": _("Halifax or Riyadh"),
}

# Large cities in which no zone is named.
CITIES = {
    "Europe/Berlin": "bonn bremen cologne dortmund dresden dusseldorf essen frankfurt hamburg hanover koln leipzig "
    "munchen munich nuremberg stuttgart",
    "Europe/Zurich": "basel bern geneva geneve lausanne",
    "Europe/Oslo": "bergen stavanger tromso trondheim",
    "Europe/Stockholm": "goteborg gothenburg malmo",
    "Europe/Copenhagen": "aarhus odense",
    "Europe/Helsinki": "espoo tampere turku",
    "Europe/London": "birmingham bristol cambridge cardiff edinburgh glasgow leeds liverpool manchester oxford",
    "Europe/Paris": "bordeaux lille lyon marseille nantes nice strasbourg toulouse",
    "Europe/Madrid": "barcelona bilbao seville valencia",
    "Europe/Rome": "bologna florence milan milano naples roma turin",
    "Europe/Amsterdam": "eindhoven rotterdam the_hague utrecht",
    "Europe/Brussels": "antwerp ghent",
    "Europe/Warsaw": "gdansk krakow poznan wroclaw",
    "Europe/Vienna": "graz linz salzburg wien",
    "Europe/Lisbon": "porto lisboa",
    "Europe/Kyiv": "lviv odesa",
    "America/New_York": "atlanta baltimore boston charlotte cleveland miami new_york_city nyc orlando philadelphia "
    "pittsburgh raleigh tampa washington",
    "America/Chicago": "austin dallas houston kansas_city memphis milwaukee minneapolis nashville new_orleans st_louis",
    "America/Denver": "albuquerque salt_lake_city",
    "America/Los_Angeles": "la las_vegas oakland portland sacramento san_diego san_francisco san_jose seattle sf",
    "America/Toronto": "montreal ottawa quebec",
    "America/Edmonton": "calgary",
    "America/Sao_Paulo": "brasilia rio_de_janeiro",
    "America/Mexico_City": "guadalajara mexico_city",
    "Asia/Kolkata": "ahmedabad bangalore bengaluru chennai delhi gurgaon hyderabad mumbai new_delhi noida pune",
    "Asia/Shanghai": "beijing guangzhou hangzhou shenzhen",
    "Asia/Tokyo": "kyoto osaka yokohama",
    "Asia/Seoul": "busan",
    "Asia/Ho_Chi_Minh": "hanoi saigon",
    "Asia/Jerusalem": "haifa tel_aviv",
    "Asia/Dubai": "abu_dhabi",
    "Asia/Riyadh": "jeddah",
    "Asia/Karachi": "islamabad lahore",
    "Africa/Johannesburg": "cape_town durban pretoria",
    "Africa/Lagos": "abuja",
    "Australia/Sydney": "canberra",
    "Pacific/Auckland": "wellington christchurch",
}

PLACES = (
    "Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific",
)  # fmt: skip

_OFFSET = re.compile(r"(?:utc|gmt)?([+-])(\d{1,2})(?::?(\d{2}))?", re.IGNORECASE)
_PLACE_IN_BRACKETS = re.compile(r"\(.*?\)")


class UnknownZone(Exception):
    """`words` say what to type instead."""

    def __init__(self, sentence: Sentence, **values: Plain) -> None:
        self.words = sentence.given(values)
        super().__init__(self.words)


def is_zone(name: object) -> bool:
    if not isinstance(name, str) or not name:
        return False
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # unknown, or not a name at all
        return False
    return True


def zone_at(offset: int) -> str:
    """A zone that is so many seconds ahead of UTC, or the nearest whole hour's."""
    hours = offset / HOUR
    if named := BETWEEN_HOURS.get(hours):
        return named
    whole = max(WHOLE_HOURS[0], min(WHOLE_HOURS[-1], round(hours)))
    return f"Etc/GMT{-whole:+d}" if whole else "UTC"  # by an old custom the sign in these names is turned around


def zone_label(zone: str) -> str:
    """For reading: "UTC+10" where the name says Etc/GMT-10."""
    if zone.startswith("Etc/GMT") and (hours := zone.removeprefix("Etc/GMT")).lstrip("+-").isdigit():
        return f"UTC{-int(hours):+d}"
    return zone.replace("_", " ")


def zone_called(typed: str) -> str:
    """The IANA name of what somebody typed: "Oslo", "europe/oslo", "CET", "UTC+5:30". Raises UnknownZone."""
    typed = typed.strip()[:LONGEST]
    said = _plain(_PLACE_IN_BRACKETS.sub("", typed).split(",")[0])
    if offset := _OFFSET.fullmatch(said.replace("_", "")):
        return _at(offset, typed)
    if cities := AMBIGUOUS.get(said):
        several = _("“{typed}” is short for several time zones. Please type a city, such as {cities}.")
        raise UnknownZone(several, typed=typed, cities=cities)
    if found := NAMES.get(said) or _zones().get(said):
        return found
    near = most_alike(said, _zones(), at_least=LIKE_ENOUGH)
    if near:
        perhaps = _("I don't know the time zone “{typed}”. Did you mean {zone}?")
        raise UnknownZone(perhaps, typed=typed, zone=zone_label(_zones()[near[0]]))
    unknown = _("I don't know the time zone “{typed}”. Please type a large city near you, such as Oslo.")
    raise UnknownZone(unknown, typed=typed)


def _at(offset: re.Match[str], typed: str) -> str:
    sign, hours, minutes = offset.groups()
    seconds = (int(hours) * 60 + int(minutes or 0)) * 60 * (-1 if sign == "-" else 1)
    zone = zone_at(seconds)
    if seconds / HOUR not in BETWEEN_HOURS and seconds not in {hour * HOUR for hour in WHOLE_HOURS}:
        nowhere = _("Nowhere on earth keeps “{typed}”. Please type a large city near you, such as Oslo.")
        raise UnknownZone(nowhere, typed=typed)
    return zone


def _plain(text: str) -> str:
    """Small letters without accents, `_` for a blank, as the names of zones have it."""
    return re.sub(r"[\s_]+", "_", bare(text).strip().replace(".", ""))


@cache
def _zones() -> dict[str, str]:
    """By name and by city, in the form of `_plain`."""
    named = sorted(name for name in available_timezones() if name.split("/")[0] in PLACES and "/" in name)
    found = {_plain(city): zone for zone, cities in CITIES.items() for city in cities.split()}
    for name in sorted(named, key=lambda name: -name.count("/")):  # Indianapolis of America/Indiana comes last
        found[_plain(name.split("/")[-1])] = name
    others = available_timezones() - {"Factory", "localtime"}
    return {_plain(name): name for name in sorted(others)} | found
