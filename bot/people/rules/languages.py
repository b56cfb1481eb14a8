"""The languages in which people can meet. Codes and names after ISO 639-1."""

from bot.core.sentences import Labels, _

LANGUAGES = Labels(
    {
        "ar": _("Arabic"),
        "bn": _("Bengali"),
        "bg": _("Bulgarian"),
        "ca": _("Catalan"),
        "zh": _("Chinese"),
        "hr": _("Croatian"),
        "cs": _("Czech"),
        "da": _("Danish"),
        "nl": _("Dutch"),
        "en": _("English"),
        "et": _("Estonian"),
        "fi": _("Finnish"),
        "fr": _("French"),
        "de": _("German"),
        "el": _("Greek"),
        "he": _("Hebrew"),
        "hi": _("Hindi"),
        "hu": _("Hungarian"),
        "is": _("Icelandic"),
        "id": _("Indonesian"),
        "it": _("Italian"),
        "ja": _("Japanese"),
        "ko": _("Korean"),
        "lv": _("Latvian"),
        "lt": _("Lithuanian"),
        "ms": _("Malay"),
        "no": _("Norwegian"),
        "fa": _("Persian"),
        "pl": _("Polish"),
        "pt": _("Portuguese"),
        "ro": _("Romanian"),
        "ru": _("Russian"),
        "sr": _("Serbian"),
        "sk": _("Slovak"),
        "sl": _("Slovenian"),
        "es": _("Spanish"),
        "sw": _("Swahili"),
        "sv": _("Swedish"),
        "ta": _("Tamil"),
        "te": _("Telugu"),
        "th": _("Thai"),
        "tr": _("Turkish"),
        "uk": _("Ukrainian"),
        "ur": _("Urdu"),
        "vi": _("Vietnamese"),
    }
)

# Slack's locales name the two written forms of Norwegian; people speak one language.
SAME = {"nb": "no", "nn": "no"}


def languages_for(locale: str | None) -> list[str]:
    """What somebody probably speaks, from the language that their Slack is in. A first guess for a form."""
    code = (locale or "").replace("_", "-").split("-")[0].lower()
    code = SAME.get(code, code)
    return [code] if code in LANGUAGES else []
