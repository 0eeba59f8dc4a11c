"""Commands that are imported when they are asked for: nobody waits for the libraries of all the others."""

from importlib import import_module
from typing import Any

import click


class LateCommands(dict[str, click.Command]):
    """Name → command; a value may be given as ``module:attribute`` and becomes the command when it is first wanted."""

    def __init__(self, places: dict[str, str]) -> None:
        super().__init__(dict.fromkeys(places, click.Command(None)))
        self._places = dict(places)

    def __getitem__(self, name: str) -> click.Command:
        place = self._places.pop(name, None)
        if place is not None:
            module, _, attribute = place.partition(":")
            self[name] = getattr(import_module(module), attribute)
        return super().__getitem__(name)

    def __setitem__(self, name: str, command: click.Command) -> None:
        self._places.pop(name, None)
        super().__setitem__(name, command)

    def get(self, name: str, default: Any = None) -> Any:
        """The command, imported now; ``default`` where there is none of that name."""
        return self[name] if name in self else default  # noqa: SIM401 - it is what `get` is made of

    def values(self) -> Any:
        """All commands."""
        return [self[name] for name in self]

    def items(self) -> Any:
        """All names with their commands."""
        return [(name, self[name]) for name in self]
