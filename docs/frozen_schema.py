"""Writes docs/frozen.schema.json from the forms: run it after a form has changed."""

import json
from pathlib import Path

from gzvalue.frozen.schema import frozen_schema

if __name__ == "__main__":
    text = json.dumps(frozen_schema(), ensure_ascii=False, indent=1)
    (Path(__file__).parent / "frozen.schema.json").write_text(text + "\n", encoding="utf-8")
