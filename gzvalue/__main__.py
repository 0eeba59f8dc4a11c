"""Chooses window or command; alone may import both."""

import sys


def main() -> None:
    """Open the window when called without a command (or with a project file), else run the command."""
    if getattr(sys, "frozen", False):
        # In a PyInstaller build a child process starts this program anew; this is where it turns off to its own work.
        from multiprocessing import freeze_support

        freeze_support()
    words = sys.argv[1:]
    if not words or (len(words) == 1 and words[0].lower().endswith(".gzv")):
        from gzvalue.gui.app import run

        sys.exit(run(words[0] if words else None))
    from gzvalue.cli import main as command

    command()


if __name__ == "__main__":
    if getattr(sys, "frozen", False):  # a frozen program starts its child processes by starting itself
        import multiprocessing

        multiprocessing.freeze_support()
    main()
