"""The one exception whose text a person reads."""


class UserError(Exception):
    """Something a person can mend: the text says what happened, to what, and what to do.

    Wrong *data* is not an error but a `Problem` (see `gzvalue.schema.problems`). Any other
    exception is a fault of the program.
    """


class Cancelled(Exception):
    """The person stopped a long task; nothing of it was kept."""
