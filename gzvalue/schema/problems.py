"""What is wrong or missing, as values: every problem names its datum, so that a click leads there."""

from dataclasses import dataclass
from typing import Literal

Level = Literal["error", "notice"]
LEVEL_WORDS: dict[str, str] = {"error": "错误", "notice": "提醒"}


@dataclass(frozen=True)
class Problem:
    """One thing to mend.

    Attributes:
        level: ``error`` holds the draft mark and makes `gzvalue check` exit 1; ``notice`` does not.
        form: English name of the form.
        id: id of the record, 0 for the form as a whole (with a key: records are missing).
        key: key of the field, empty for the record as a whole.
        message: a plain sentence: what is wrong, with what, what to do.
    """

    level: Level
    form: str
    id: int
    key: str
    message: str

    def __post_init__(self) -> None:
        """Whoever finds it, it reads as a sentence."""
        if not self.message.endswith(("。", "！", "？")):
            object.__setattr__(self, "message", self.message + "。")
