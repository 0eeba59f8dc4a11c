"""A piece of a registry's file while it is read: each key is asked for by name, and what nobody asked for is refused in words."""

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any, NoReturn

from gzvalue.errors import UserError

DOCS = "格式见 docs/registries.md"
_SHOWN = 40


class Node:
    """One JSON object of the file, and where it stands in it.

    Args:
        file: name of the file, for messages.
        place: where in it, e.g. ``forms[0].fields[2]``; empty for the whole.
        data: what stands there.
    """

    def __init__(self, file: str, place: str, data: Any) -> None:
        self.file, self.place = file, place
        if not isinstance(data, dict):
            self.refuse("应为一组“字段: 内容”（JSON 对象）")
        self._data: dict[str, Any] = data
        self._asked: set[str] = set()

    def refuse(self, words: str) -> NoReturn:
        """Say what is wrong here."""
        place = f"的“{self.place}”" if self.place else ""
        raise UserError(f"登记文件“{self.file}”{place}：{words}。{DOCS}。")

    def _take(self, key: str, kind: type, what: str, default: Any) -> Any:
        self._asked.add(key)
        if key not in self._data:
            if default is None:
                self.refuse(f"缺少“{key}”（{what}）")
            return default
        value = self._data[key]
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            self.refuse(f"“{key}”应为{what}")
        return value

    def has(self, key: str) -> bool:
        """Whether the key is there."""
        return key in self._data

    def text(self, key: str, default: str | None = None, *, within: tuple[str, ...] = ()) -> str:
        """A text; of a closed list, if one is given."""
        found: str = self._take(key, str, "文字", default)
        if within and found not in within:
            self.refuse(f"“{key}”不能是“{found[:_SHOWN]}”，可选：{'、'.join(within)}")
        return found

    def flag(self, key: str, default: bool | None = None) -> bool:
        """True or false."""
        return bool(self._take(key, bool, " true 或 false", default))

    def number(self, key: str, default: int | None = None, *, most: int = 100_000) -> int:
        """A whole number from 0."""
        found: int = self._take(key, int, "不小于 0 的整数", default)
        if not 0 <= found <= most:
            self.refuse(f"“{key}”应在 0 与 {most:,} 之间")
        return found

    def texts(self, key: str, *, within: tuple[str, ...] = ()) -> tuple[str, ...]:
        """A list of texts; one text alone stands for a list of one, a missing key for an empty list."""
        self._asked.add(key)
        found = self._data.get(key, [])
        found = [found] if isinstance(found, str) else found
        if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
            self.refuse(f"“{key}”应为文字的列表")
        wrong = [one for one in found if within and one not in within]
        if wrong:
            self.refuse(f"“{key}”中的“{wrong[0][:_SHOWN]}”不在可选之内：{'、'.join(within)}")
        return tuple(found)

    def words(self, key: str) -> dict[str, str]:
        """Text by text; empty if the key is missing."""
        found = self._take(key, dict, "“文字: 文字”的对照", {})
        if not all(isinstance(value, str) for value in found.values()):
            self.refuse(f"“{key}”中的每一项都应为文字")
        return dict(found)

    def nodes(self, key: str) -> Iterator["Node"]:
        """The objects of a list; none if the key is missing."""
        for number, one in enumerate(self._take(key, list, "列表", [])):
            yield Node(self.file, f"{self._under}{key}[{number}]", one)

    def node(self, key: str) -> "Node | None":
        """One object, or ``None`` if the key is missing or null."""
        self._asked.add(key)
        found = self._data.get(key)
        return None if found is None else Node(self.file, f"{self._under}{key}", found)

    @property
    def _under(self) -> str:
        return f"{self.place}." if self.place else ""

    def done(self) -> None:
        """Everything was asked for; what is left over is unknown.

        Raises:
            UserError: it names the unknown field, the nearest known one, and all known ones.
        """
        for key in self._data:
            if key not in self._asked:
                near = get_close_matches(str(key), self._asked, n=1)
                meant = f"，是不是“{near[0]}”？" if near else "。"
                self.refuse(f"不认识的字段“{str(key)[:_SHOWN]}”{meant}这里可用的字段：{'、'.join(sorted(self._asked))}")
