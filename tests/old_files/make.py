"""Makes `version_N.gzv`, a real file of the present version, to be opened by every later program.

Run once when a version is released (``python tests/old_files/make.py``) and never again for that version: the point of the
file is that it was written by the program of its day. It holds every form with every field's example, a text that could not
be read, an attachment, and a log with additions, changes and a removal.
"""

import os
import sys
from pathlib import Path

from gzvalue.schema import edit as edits
from gzvalue.schema.edit import Entry
from gzvalue.schema.forms import FORMS, RawText
from gzvalue.store import layout
from gzvalue.store.open import Store

HERE = Path(__file__).parent


def make(path: Path) -> None:
    os.environ["LOGNAME"] = "示例用户"
    with Store.create(path) as store:
        for form in FORMS:
            if form.record is RawText:
                continue
            row = {key: field.example for key, field in form.fields.items() if field.example}
            if form.single:
                made = edits.enter(store.project, f"填写{form.label}", [Entry(form.name, 1, key, text) for key, text in row.items()])
            else:
                made = edits.add(store.project, f"添加{form.label}", form.name, [row])
            store.apply(made)
        store.apply(
            edits.add(store.project, "添加数据目录", "data_set", [{"code": "D02", "name": "将被删除"}, {"code": "D03", "name": "𠮷😀"}])
        )
        store.apply(edits.remove(store.project, "删除数据目录", "data_set", [2]))
        store.apply(edits.enter(store.project, "填写存储量", [Entry("data_set", 3, "storage_gb", "不清楚")]))
        store.apply(edits.enter(store.project, "改编号", [Entry("data_set", 1, "code", "D101")]))
        store.add_content("合同扫描件".encode())


if __name__ == "__main__":
    target = HERE / f"version_{layout.VERSION}.gzv"
    if target.exists() and "--again" not in sys.argv:
        sys.exit(f"{target.name} exists: a released version's file is kept as it is (--again before its release)")
    target.unlink(missing_ok=True)
    make(target)
    print(target, target.stat().st_size)
