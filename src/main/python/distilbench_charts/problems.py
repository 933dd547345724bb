"""What can keep a chart or everything from being drawn."""

from __future__ import annotations


class InvalidInput(Exception):
    """Input that cannot be used; the message says what was wrong, where, and what to do."""


class NotDrawn(Exception):
    """The data do not support a chart; the message says what is missing."""
