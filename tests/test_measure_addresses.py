"""Addresses of databases are understood, and a password in one is never shown."""

import pytest
from click.testing import CliRunner

from gzvalue.cli import main
from gzvalue.errors import UserError
from gzvalue.quality.sources.address import address_of, is_address


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://clerk:s3cret@127.0.0.1:1/db",
        "mysql://clerk:s3cret@127.0.0.1:1/db?table=t",
        "postgresql://clerk:s3cret@[bad/db",
        "postgresql://clerk:s3cret@127.0.0.1:x/db",
        "mysql://clerk:s3cret@127.0.0.1",
        "oracle://clerk:s3cret@127.0.0.1/db",
        "http://clerk:s3cret@127.0.0.1/data.csv",
        "postgresql://127.0.0.1:1/db?user=clerk&password=s3cret",
    ],
)
@pytest.mark.parametrize("more", [[], ["--json"], ["--engine", "postgres"]])
def test_a_password_in_an_address_is_never_shown(address, more):
    told = CliRunner().invoke(main, ["measure", address, *more])
    assert told.exit_code == 2
    assert told.output.strip()
    assert "s3cret" not in told.output
    assert "s3cret" not in repr(told.exception)


def test_an_address_taken_apart():
    found = address_of("postgresql://clerk:p%40ss@db.example:6543/%E5%BA%93?table=%E6%A8%A1%E5%BC%8F.%E8%A1%A8")
    assert (found.engine, found.host, found.port, found.database, found.user, found.password, found.table) == (
        "postgres", "db.example", 6543, "库", "clerk", "p@ss", "模式.表",
    )  # fmt: skip
    assert "p@ss" not in repr(found)
    assert found.shown == "postgresql://db.example:6543/库"


@pytest.mark.parametrize(
    ("text", "expected"), [("mysql://h/d", True), ("C:/data/a.csv", False), (r"C:\\a.csv", False), ("a.csv", False), ("/x/y", False)]
)
def test_what_is_an_address_and_what_a_path(text, expected):
    assert is_address(text) is expected


def test_a_file_is_no_table_and_a_table_no_file(tmp_path):
    (tmp_path / "t.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    told = CliRunner().invoke(main, ["measure", str(tmp_path / "t.csv"), "--engine", "postgres"])
    assert (told.exit_code, "地址" in told.output) == (2, True)
    told = CliRunner().invoke(main, ["measure", str(tmp_path / "t.csv"), "--engine", "spark"])
    assert (told.exit_code, "--master" in told.output) == (2, True)
    with pytest.raises(UserError):
        address_of("ftp://h/d")
