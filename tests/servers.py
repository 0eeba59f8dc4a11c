"""Real database servers of a test's own, started from the system's programs in a folder and stopped again."""

import contextlib
import os
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def _program(name, *folders):
    found = shutil.which(name)
    if found and Path(found).resolve().exists():
        return str(Path(found).resolve())
    return next((str(Path(folder, name)) for folder in folders if Path(folder, name).exists()), None)


def postgres_programs():
    """The folder of PostgreSQL's server programs, or None."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True) if Path("/usr/lib/postgresql").exists() else []
    found = _program("initdb", *folders)
    return Path(found).parent if found else None


def mariadb_programs():
    """MariaDB's server and installer, or None."""
    server, installer = _program("mariadbd", "/usr/sbin", "/usr/libexec"), _program("mariadb-install-db")
    return (server, installer) if server and installer else None


@contextlib.contextmanager
def _folder():
    """A folder of a server's own; pytest's are closed to all users but one."""
    with tempfile.TemporaryDirectory(prefix="gz-", ignore_cleanup_errors=True) as name:
        Path(name).chmod(0o755)
        yield Path(name)


def _as(user, folder):
    """How to run a server that refuses to be root: as its own user, to whom the folder is given."""
    if os.geteuid() != 0:
        return {}
    for part in (folder, *folder.rglob("*")):
        shutil.chown(part, user)
    return {"user": user, "extra_groups": []}


@contextlib.contextmanager
def postgres():
    """A PostgreSQL server; gives its port. ``boss`` may do everything without a password; everyone else needs theirs."""
    with _folder() as folder, _postgres_in(folder) as port:
        yield port


@contextlib.contextmanager
def _postgres_in(folder):
    programs, port = postgres_programs(), free_port()
    user = _as("postgres", folder)
    quiet = {
        "stdout": subprocess.DEVNULL,
        "stderr": subprocess.DEVNULL,
        "cwd": folder,
        "env": {"PATH": os.environ["PATH"], "LANG": "C.UTF-8"},
    }
    data = folder / "data"
    subprocess.run(
        [programs / "initdb", "-D", data, "-U", "boss", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N"], check=True, **quiet, **user
    )
    (data / "pg_hba.conf").write_text("host all boss 127.0.0.1/32 trust\nhost all all 127.0.0.1/32 scram-sha-256\n", encoding="utf-8")
    options = ["-p", str(port), "-k", str(folder), "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off"]
    server = subprocess.Popen([programs / "postgres", "-D", data, *options], **quiet, **user)
    try:
        _wait(port, server)
        yield port
    finally:
        server.terminate()
        server.wait(20)


@contextlib.contextmanager
def mariadb():
    """A MariaDB server; gives its port. ``root`` may do everything without a password."""
    with _folder() as folder, _mariadb_in(folder) as port:
        yield port


@contextlib.contextmanager
def _mariadb_in(folder):
    (server_program, installer), port = mariadb_programs(), free_port()
    user = _as("mysql", folder)
    own = ["--user=mysql"] if user else []
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": folder}
    data = folder / "data"
    install = [installer, "--no-defaults", *own, f"--datadir={data}", "--auth-root-authentication-method=normal", "--skip-test-db"]
    subprocess.run(install, check=True, **quiet)
    server = subprocess.Popen(
        [server_program, "--no-defaults", *own, f"--datadir={data}", f"--socket={folder / 's'}", f"--port={port}", "--bind-address=127.0.0.1",
         f"--pid-file={folder / 'pid'}", "--innodb-flush-log-at-trx-commit=0", "--skip-log-bin", "--skip-name-resolve"], **quiet,
    )  # fmt: skip
    try:
        _wait(port, server)
        yield port
    finally:
        server.terminate()
        server.wait(20)


def _wait(port, server):
    for _ in range(300):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            time.sleep(0.3)
            return
        if server.poll() is not None:
            raise RuntimeError(f"the server ended with {server.returncode}")
        time.sleep(0.1)
    raise RuntimeError("the server does not answer")
