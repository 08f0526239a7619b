"""Errors that a person can cause or mend.

UserError                 a sentence for the person: what is wrong, with which id, what to do
├── BadMedia              a file that cannot become a clip
├── BadManifest           a line of a manifest that cannot be taken
├── BadRecord             a value that would make a record impossible (a pair, an event, a verdict)
├── NotFound              an id that no record has
├── Conflict              an act that the present state does not allow
├── Forbidden             a link or a person without the right to it
├── Unavailable           a folder or a database that cannot be opened
└── ModelError            a checkpoint or an adapter that cannot be used

Everything else is a bug: it is not caught, but logged with its trace.
"""


class UserError(Exception):
    """A mistake that the person who reads the sentence can mend."""


class BadMedia(UserError):
    """A file that cannot become a clip; the sentence names the file and the reason."""


class BadManifest(UserError):
    """A manifest line that cannot be taken; the sentence names line, field and reason."""


class BadRecord(UserError):
    """A value that would make a record impossible; the sentence names the record."""


class NotFound(UserError):
    """No record has this id."""


class Conflict(UserError):
    """The present state does not allow this act."""


class Forbidden(UserError):
    """The link or the person has no right to this."""


class Unavailable(UserError):
    """A folder or a database that cannot be opened; the sentence says which, and why."""


class ModelError(UserError):
    """A checkpoint or adapter that cannot be loaded or does not fit."""
