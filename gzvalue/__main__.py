"""Chooses window or command; alone may import both."""

import sys


def main() -> None:
    """Open the window when called without a command (or with a project file), else run the command."""
    words = sys.argv[1:]
    if not words or (len(words) == 1 and words[0].lower().endswith(".gzv")):
        from gzvalue.gui.app import run

        sys.exit(run(words[0] if words else None))
    from gzvalue.cli import main as command

    command()


if __name__ == "__main__":
    main()
