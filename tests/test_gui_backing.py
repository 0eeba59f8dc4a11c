"""Evidence of single inputs: counted, listed first where there is none, and added for the very field."""

from datetime import date

import pytest

pytest.importorskip("PySide6.QtWidgets", reason="Qt 的系统库缺失：.ci/run 会安装", exc_type=ImportError)

from hands import sample_session, settle, shown, wait_for

from gzvalue.actions.value import as_json, value
from gzvalue.gui.evidence_dialog import EvidenceDialog
from gzvalue.gui.screens.valuation_backing import BackingPage
from gzvalue.valuation.backing import backing


def test_inputs_without_evidence_come_first_and_can_be_proved(qtbot, tmp_path):
    session = sample_session(tmp_path)
    page = BackingPage(session)
    shown(qtbot, page, (1000, 600))
    page.refresh()
    before = backing(session.project, session.valuation.steps)
    assert len(page.table.lines) == before.count
    assert page.table.lines[0].texts[3] == "尚无证据"
    datum = page.table.lines[0].key
    assert f"没有 {len(before.bare)} 项" in page.sum.text()
    dialog = EvidenceDialog(session, datum)
    shown(qtbot, dialog, (760, 420))
    paper = tmp_path / "依据.pdf"
    paper.write_bytes(b"%PDF-1.4\n%%EOF\n")
    dialog.panel.take([paper])
    wait_for(lambda: len(backing(session.project, session.valuation.steps).bare) == len(before.bare) - 1, what="the document")
    (link,) = [one for one in session.project.evidence_links if (one.about_form, one.about_id, one.about_key) == datum]
    from gzvalue.schema.edit import Entry

    entries = {"page": "3", "strength": "强", "source": "企业", "prepared_by": "王敏", "prepared_on": "2026-05-20"}
    session.enter([Entry("evidence_link", link.id, key, text) for key, text in entries.items()])
    page.refresh()
    (line,) = [one for one in page.table.lines if one.key == datum]
    assert "第 3 页" in line.texts[3]
    assert line.texts[4:] == ("强", "企业", "王敏", date(2026, 5, 20).isoformat())
    page.only.setChecked(True)
    settle()
    assert datum not in {one.key for one in page.table.lines}
    dialog.close()
    found = as_json(value(session.project))["evidence"]
    assert found["inputs"] == before.count
    assert found["with_evidence"] == len(before.backed) + 1
    assert len(found["without"]) == len(before.bare) - 1
    assert {"form", "id", "key", "record", "label"} == set(found["without"][0])
    session.close()
