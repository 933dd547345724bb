"""What can keep a chart or everything from being drawn."""

from __future__ import annotations


class InvalidInput(Exception):
    """Input that cannot be used; the message says what was wrong, where, and what to do."""


class NotDrawn(Exception):
    """The data do not support a chart; the message says what is missing."""


class Refused(Exception):
    """The jar said itself, in one line, why there is no report; exit_code is its own."""

    def __init__(self, exit_code: int):
        super().__init__(exit_code)
        self.exit_code = exit_code
