"""The one exception of the procedures."""

from gzvalue.errors import UserError


class Unsolvable(UserError):
    """These data allow no answer; the text says why. ``key`` names the argument at fault."""

    def __init__(self, key: str, message: str) -> None:
        super().__init__(message)
        self.key = key
