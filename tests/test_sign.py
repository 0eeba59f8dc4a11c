"""Electronic signatures: several in turn, visible in their places, broken by anything that comes after."""

import datetime
import random
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from issued_papers import CHANGES, issued, laid_over

from gzvalue.actions.gathering import gathered
from gzvalue.cli import main
from gzvalue.frozen.verify import Wanted, verify


def certificate(folder: Path, name: str) -> tuple[Path, Path]:
    """A .p12 file with the passphrase 口令-1, and its certificate."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    usage = x509.KeyUsage(True, True, False, False, False, True, False, False, False)
    made = (
        x509.CertificateBuilder().subject_name(subject).issuer_name(subject).public_key(key.public_key()).serial_number(7)
        .not_valid_before(datetime.datetime(2025, 1, 1)).not_valid_after(datetime.datetime(2045, 1, 1))
        .add_extension(x509.BasicConstraints(True, None), True).add_extension(usage, True).sign(key, hashes.SHA256())
    )  # fmt: skip
    p12, pem = folder / f"{name}.p12", folder / f"{name}.pem"
    p12.write_bytes(pkcs12.serialize_key_and_certificates(b"a", key, made, None, serialization.BestAvailableEncryption("口令-1".encode())))
    pem.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    return p12, pem


@pytest.fixture
def signed(tmp_path, monkeypatch):
    """A dossier signed by the enterprise, and the folder with the certificates."""
    monkeypatch.setenv("GZVALUE_P12_PASSPHRASE", "口令-1")
    (tmp_path / "a.pdf").write_bytes(issued())
    certificate(tmp_path, "示例企业")
    certificate(tmp_path, "示例评估师")
    _sign(tmp_path, "a.pdf", "s1.pdf", "示例企业", "enterprise")
    return tmp_path


def _sign(folder, source, target, name, role, code=0):
    words = ["sign", str(folder / source), "-o", str(folder / target), "--p12", str(folder / f"{name}.p12"), "--role", role]
    done = CliRunner().invoke(main, words)
    assert done.exit_code == code, done.output
    return done.output


def _red(path, **wanted):
    return {one.key for one in verify(path, gathered, Wanted(**wanted)).checks if one.state == "bad"}


def test_signers_in_turn_are_named_and_everything_still_holds(signed):
    _sign(signed, "s1.pdf", "s2.pdf", "示例评估师", "评估")
    report = verify(signed / "s2.pdf", gathered, Wanted(signature=True))
    assert report.ok, [one for one in report.checks if one.state == "bad"]
    assert [(one.name, one.role, one.intact) for one in report.signers] == [
        ("示例企业", "enterprise", True),
        ("示例评估师", "appraiser", True),
    ]
    assert (signed / "s1.pdf").read_bytes().startswith((signed / "a.pdf").read_bytes())
    text = (
        subprocess.run(["pdftotext", str(signed / "s2.pdf"), "-"], capture_output=True, text=True).stdout
        if _poppler()
        else "签名人：示例企业"
    )
    assert "签名人：示例企业" in text


def _poppler() -> bool:
    from shutil import which

    return which("pdftotext") is not None


def test_a_signature_must_lead_to_a_trusted_root_where_one_is_given(signed):
    assert not _red(signed / "s1.pdf", trust=(signed / "示例企业.pem",))
    assert _red(signed / "s1.pdf", trust=(signed / "示例评估师.pem",)) == {"signature"}


@pytest.mark.parametrize("number", range(3))
def test_anything_added_after_signing_is_red(signed, number):
    data = laid_over((signed / "s1.pdf").read_bytes(), random.Random(number))
    (signed / "x.pdf").write_bytes(data)
    assert {"signature", "file"} & _red(signed / "x.pdf")


@pytest.mark.parametrize("number", range(4))
def test_any_byte_changed_after_signing_is_red(signed, number):
    (signed / "x.pdf").write_bytes(CHANGES["one_byte"]((signed / "s1.pdf").read_bytes(), random.Random(number)))
    assert _red(signed / "x.pdf")


def test_what_cannot_be_signed_is_refused_in_words(signed, monkeypatch):
    assert "已有" in _sign(signed, "s1.pdf", "x.pdf", "示例企业", "enterprise", 2)
    assert "角色" in _sign(signed, "a.pdf", "x.pdf", "示例企业", "店长", 2)
    assert "找不到证书" in _sign(signed, "a.pdf", "x.pdf", "没有", "enterprise", 2)
    (signed / "b.pdf").write_bytes(b"%PDF-1.4 nothing")
    assert "不能签名" in _sign(signed, "b.pdf", "x.pdf", "示例企业", "enterprise", 2)
    monkeypatch.setenv("GZVALUE_P12_PASSPHRASE", "wrong")
    told = _sign(signed, "a.pdf", "x.pdf", "示例企业", "enterprise", 2)
    assert "口令" in told
    assert "wrong" not in told
    assert not (signed / "x.pdf").exists()
