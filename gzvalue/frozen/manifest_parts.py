"""Files inside a dossier: their names, and what is told of each."""

from dataclasses import dataclass

DATA, MANIFEST, WORKBOOK, MEASUREMENTS = "gzvalue-data.json", "gzvalue-manifest.json", "gzvalue-workbook.xlsx", "gzvalue-measurements.json"


@dataclass(frozen=True)
class Attachment:
    """A file inside the PDF.

    Attributes:
        name: its ASCII name, e.g. ``gzvalue-data.json``.
        content: the bytes.
        mime: e.g. ``application/json``.
        relationship: AFRelationship of PDF/A-3: Source, Data or Supplement.
        words: what it is, in Chinese.
    """

    name: str
    content: bytes
    mime: str
    relationship: str
    words: str
