"""What a dossier prints about itself: its number, and the digests of the data that it was made from."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Proof:
    """What identifies one issue of a dossier.

    Attributes:
        number: the report number, by rule.
        version: which issue for the same valuation date, from 1; drafts have the next one.
        draft: it was not issued.
        sha256: SHA-256 of the embedded data, hexadecimal.
        sm3: SM3 of the same.
        log_head: hash of the last entry of the project's log; empty where the log was not at hand.
    """

    number: str
    version: int
    draft: bool
    sha256: str
    sm3: str
    log_head: str

    @property
    def name(self) -> str:
        """Number and version, as every page has them."""
        return f"{self.number} 第 {self.version} 版"

    @property
    def code(self) -> str:
        """What the QR code says: plain text that any reader shows."""
        return f"gzvalue\nNO {self.number}\nV {self.version}\nSHA256 {self.sha256}\nLOG {self.log_head or '-'}"
