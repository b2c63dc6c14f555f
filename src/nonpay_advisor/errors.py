"""What can go wrong, said for the person who can mend it."""

from __future__ import annotations


class NonpayError(Exception):
    """Anything this program refuses, with a message for the person who can mend it."""


class FactsError(NonpayError, ValueError):
    """The facts given are at fault. `problems` lists each: field, what was read, what is allowed."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


class DataError(NonpayError):
    """A data file (law, rules, vocabulary) is at fault. `problems` lists each with its file and id."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


class EnginesDiffer(NonpayError):
    """The two evaluators of the rules came to different results, so no advice is given."""


class LawNotHeld(NonpayError):
    """The law asked for is not in the data, or not for that day."""
