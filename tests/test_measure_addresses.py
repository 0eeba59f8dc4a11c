"""An address of a database is refused in words, and nothing of it is shown: it may hold a password."""

import pytest
from click.testing import CliRunner

from gzvalue.cli import main


@pytest.mark.parametrize("address", ["postgresql://clerk:s3cret@host/db", "mysql://clerk:s3cret@host:3306/db?table=t"])
def test_a_password_in_an_address_is_never_shown(address):
    told = CliRunner().invoke(main, ["measure", address])
    assert told.exit_code == 2
    assert "不能直接测量" in told.output
    assert "s3cret" not in told.output
    assert "host" not in told.output
