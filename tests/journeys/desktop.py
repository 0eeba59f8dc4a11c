"""A real desktop for a test: an X server without a screen, a window manager, and a person's keys through xdotool."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

TOOLS = ("Xvfb", "openbox", "xdotool")
MISSING = [name for name in TOOLS if shutil.which(name) is None]


def wait_for(condition: Callable[[], object], what: str, seconds: float = 20) -> None:
    """Wait until something has happened; the test fails in words when it does not."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"waited {seconds} s in vain: {what}"
        time.sleep(0.05)


class Desktop:
    """One X display.

    Args:
        environment: what programs started on it get.
        frame: the file in which the X server keeps the picture of the screen, as XWD.
    """

    def __init__(self, environment: dict[str, str], frame: Path) -> None:
        self.environment = environment
        self._frame = frame

    def do(self, *words: str) -> str:
        """One xdotool command; its answer, empty when it found nothing."""
        done = subprocess.run(["xdotool", *words], env=self.environment, capture_output=True, text=True, timeout=30)
        return done.stdout.strip()

    def titles(self) -> list[str]:
        """The titles of all windows a person sees."""
        found = self.do("search", "--onlyvisible", "--class", "gzvalue").split()
        return [self.do("getwindowname", one) for one in found]

    def front(self, title: str) -> None:
        """Wait for the window whose title begins so, and bring it to the front."""
        wait_for(lambda: any(one.startswith(title) for one in self.titles()), f"no window {title}, only {self.titles()}")
        for one in self.do("search", "--onlyvisible", "--class", "gzvalue").split():
            if self.do("getwindowname", one).startswith(title):
                self.do("windowactivate", "--sync", one)

    def keys(self, *names: str) -> None:
        """Keys, one after the other, as xdotool names them."""
        for name in names:
            self.do("key", "--clearmodifiers", name)
            time.sleep(0.15)

    def type(self, text: str) -> None:
        """Text, also Chinese.

        For a letter that no key has, xdotool gives it to a spare key for as long as ``--delay`` says; a program that is slow
        to look at its keyboard misses the letter.
        """
        if text.isascii():
            self.do("type", "--delay", "30", text)
        else:
            for letter in text:
                self.do("type", "--delay", "250", letter)
        time.sleep(0.2)

    def shows(self, colour: str, least: int = 200) -> bool:
        """Whether at least so many points of the screen have a colour like ``#FCECEA``."""
        picture = self._frame.read_bytes()
        start = int.from_bytes(picture[:4], "big")
        entries = int.from_bytes(picture[76:80], "big")  # ncolors; each entry of the colour map is 12 bytes
        points = picture[start + 12 * entries :]  # blue, green, red, and a byte that means nothing
        return sum(map(int(colour[1:], 16).__eq__, (p & 0xFFFFFF for p in memoryview(points).cast("I")))) >= least


class Program:
    """A running gzvalue; what it said on stderr is kept."""

    def __init__(self, desktop: Desktop, folder: Path, *words: str) -> None:
        self._said = folder / f"stderr-{time.monotonic_ns()}.txt"
        with self._said.open("wb") as said:
            self.process = subprocess.Popen([sys.executable, "-m", "gzvalue", *words], env=desktop.environment, stderr=said, cwd=folder)

    def ended(self) -> int:
        """Its exit code, once it has ended."""
        return self.process.wait(20)

    def said(self) -> str:
        """All of its stderr."""
        return self._said.read_text("utf-8", "replace")

    def stop(self) -> None:
        """End it when a test failed in the middle."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()


@contextmanager
def desktop(folder: Path, size: str = "1366x768") -> Iterator[Desktop]:
    """A desktop of its own for the length of a test."""
    runtime = folder / "runtime"
    runtime.mkdir(mode=0o700)
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", f"{size}x24", "-nolisten", "tcp", "-fbdir", str(folder)],
        pass_fds=(writing,),
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    manager = None
    try:
        with os.fdopen(reading) as told:
            number = told.readline().strip()
        assert number, "Xvfb did not start"
        environment = {
            **os.environ,
            "DISPLAY": f":{number}",
            "QT_QPA_PLATFORM": "xcb",
            "XDG_RUNTIME_DIR": str(runtime),
            "LC_ALL": "C.UTF-8",
        }
        manager = subprocess.Popen(["openbox"], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        made = Desktop(environment, folder / "Xvfb_screen0")
        wait_for(lambda: made.do("get_desktop").isdigit(), "openbox does not answer")
        yield made
    finally:
        for one in filter(None, (manager, server)):
            one.terminate()
            one.wait(10)
