"""The bot's own table, as it is made at its start."""

from bot.app import switchboard
from bot.settings import Settings

TABLE = switchboard(Settings(_env_file=None))
COMMAND_LABELS = TABLE.labels
SUBCOMMANDS = TABLE.subcommands  # what each word means
