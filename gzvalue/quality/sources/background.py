"""The fingerprint of files, made in a thread while the engine counts, and whether they stayed the same meanwhile."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from concurrent.futures import TimeoutError as NotYet
from pathlib import Path

from gzvalue.errors import Cancelled, UserError
from gzvalue.quality.fingerprint import Digests, Fingerprint, blocks


class BackgroundFingerprint:
    """Starts at once; `result` waits for it. The digest of several files is that of their names and bytes in order.

    Args:
        files: in the order in which they count.
        beat: told words while someone waits; may raise `Cancelled`.
        base: of a folder; names relative to it are part of the digest.
    """

    def __init__(self, files: Sequence[Path], beat: Callable[[str], None], base: Path | None = None) -> None:
        self._files, self._beat, self._base = list(files), beat, base
        self._stop = threading.Event()
        self._before = [state_of(path) for path in self._files]
        self._future: Future[Fingerprint] = Future()
        threading.Thread(target=self._work, name="gzvalue-fingerprint", daemon=True).start()

    def _work(self) -> None:
        try:
            digests = Digests()
            for path in self._files:
                if self._base is not None:
                    digests.label(path.relative_to(self._base).as_posix())
                for block in blocks(path):
                    if self._stop.is_set():
                        raise Cancelled
                    digests.update(block)
            self._future.set_result(digests.result())
        except BaseException as wrong:
            self._future.set_exception(wrong)

    def result(self) -> Fingerprint:
        """The fingerprint.

        Raises:
            UserError: a file changed, vanished or could not be read meanwhile.
            Cancelled: stopped.
        """
        while True:
            try:
                found = self._future.result(0.1)
                break
            except NotYet:
                self._beat("计算文件指纹")
        for path, before in zip(self._files, self._before, strict=True):
            if state_of(path) != before:
                raise UserError(f"“{path.name}”在测量期间被改动，结果不可靠，未保留；请等写入完成后重新测量。")
        return found

    def stop(self) -> None:
        """End the thread soon."""
        self._stop.set()


def state_of(path: Path) -> tuple[int, int]:
    """Size and time of the last change.

    Raises:
        UserError: it is not there.
    """
    try:
        stat = path.stat()
    except FileNotFoundError:
        raise UserError(f"找不到“{path}”，或它在测量期间被移走；请核对后重新测量。") from None
    except OSError as wrong:
        raise UserError(f"读不出“{path.name}”（{wrong.strerror}）；请把它复制到本机硬盘后再试。") from None
    return stat.st_size, stat.st_mtime_ns
