"""What several tests of project files need: filling one, looking beside it, a second process, another user."""

import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from gzvalue.errors import UserError
from gzvalue.schema import edit as edits
from gzvalue.schema.edit import Entry
from gzvalue.store.open import Store

ROOT = str(Path(__file__).parents[1])


def add_data_sets(store, count, first=1):
    rows = [{"code": f"D{n:03}", "name": f"数据集{n}", "record_count": "1,860万"} for n in range(first, first + count)]
    return store.apply(edits.add(store.project, f"添加 {count} 个数据集", "data_set", rows))


def set_text(store, form, id, key, text):
    return store.apply(edits.enter(store.project, f"填写 {key}", [Entry(form, id, key, text)]))


def beside(path):
    """Names of what lies beside a file."""
    return sorted(p.name for p in path.parent.iterdir() if p != path)


def refused(path, *, write=True):
    """With what words a file is refused."""
    with pytest.raises(UserError) as wrong:
        Store.open(path, write=write)
    return str(wrong.value)


CHILD = """
import sys
sys.path.insert(0, {root!r})
from pathlib import Path
from gzvalue.schema import edit as edits
from gzvalue.schema.edit import Entry
from gzvalue.store.open import Store
path = Path({path!r})
{body}
"""


def child(path, body):
    """A second process that runs code on the file."""
    code = CHILD.format(root=ROOT, path=str(path), body=textwrap.dedent(body))
    return subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True, encoding="utf-8")


def kill(process):
    """kill -9, or what comes nearest."""
    process.send_signal(signal.SIGKILL if os.name == "posix" else signal.SIGTERM)
    process.wait()
    process.stdout.close()
    process.stdin.close()


AS_NOBODY = """
import os, sys
sys.path.insert(0, {root!r})
from pathlib import Path
from gzvalue.errors import UserError
from gzvalue.store.open import Store
warm = Path({warm!r})  # everything that is imported late is imported while it still can be read
warm.unlink(missing_ok=True)
Store.create(warm).close()
Store.open(warm).close()
if os.getuid() == 0:
    os.setgid(65534); os.setuid(65534)
def tell(what):
    try:
        print(what())
    except UserError as wrong:
        print("UserError:", wrong)
path = Path({path!r})
{body}
"""


def as_nobody(path, body):
    """Run code as a user to whom file modes apply (a root user ignores them); what it prints."""
    code = AS_NOBODY.format(root=ROOT, warm=str(path.parent.parent / "warm.gzv"), path=str(path), body=textwrap.dedent(body))
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout
