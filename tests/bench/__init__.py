"""Figures of the running bot, beside those of smaller bolt apps: `python -m tests.bench`, a part of `make bench`."""
