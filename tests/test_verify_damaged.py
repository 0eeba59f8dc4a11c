"""A dossier of ours that arrives broken is called incomplete, a foreign file foreign."""

import io
import json
import random

import pikepdf
import pytest
from click.testing import CliRunner
from issued_papers import issued, opened, saved

from gzvalue.actions.portfolio import portfolio_of
from gzvalue.cli import main
from gzvalue.frozen.marks import Marks
from gzvalue.frozen.pdf_objects import Damaged
from gzvalue.frozen.reading import file_bytes, read


def told(tmp_path, data: bytes) -> tuple[int, dict]:
    path = tmp_path / "收到.pdf"
    path.write_bytes(data)
    result = CliRunner().invoke(main, ["verify", str(path), "--json"])
    return result.exit_code, json.loads(result.output)


def refusal(tmp_path, data: bytes) -> Damaged:
    path = tmp_path / "收到.pdf"
    path.write_bytes(data)
    with pytest.raises(Damaged) as wrong:
        read(path, file_bytes(path))
    return wrong.value


def foreign() -> bytes:
    with pikepdf.new() as pdf:
        for _ in range(20):
            pdf.add_blank_page()
        pdf.pages[0].obj["/Contents"] = pdf.make_stream(b"BT ET " + bytes(range(256)) * 200)
        out = io.BytesIO()
        pdf.save(out)
        return out.getvalue()


@pytest.mark.parametrize("part", [0.03, 0.1, 0.3, 0.5, 0.8, 0.97, 0.9999])
def test_cut_off_anywhere_it_is_incomplete(tmp_path, part):
    data = issued()
    wrong = refusal(tmp_path, data[: int(len(data) * part)])
    assert wrong.ours
    assert str(wrong).startswith("文件不完整：缺少结尾")
    assert "不是本软件" not in str(wrong)


@pytest.mark.parametrize("seed", range(6))
def test_a_hole_in_the_middle_is_damage(tmp_path, seed):
    """Bytes taken out: every place behind them is wrong."""
    data, at = issued(), random.Random(seed).uniform(0.1, 0.8)
    start = int(len(data) * at)
    wrong = refusal(tmp_path, data[:start] + data[start + 1_000 :])
    assert wrong.ours
    assert "不完整" in str(wrong)


def test_by_command_and_portfolio(tmp_path):
    data = issued()
    status, found = told(tmp_path, data[: len(data) // 2])
    assert (status, found["ok"], found["damaged"]) == (1, False, True)
    assert "不完整" in found["checks"][0]["words"]
    (tmp_path / "别家.pdf").write_bytes(foreign())
    from datetime import date

    states = {one.file: one.state for one in portfolio_of(tmp_path, date(2026, 1, 1)).positions}
    assert states == {"收到.pdf": "broken", "别家.pdf": "foreign"}


def test_without_its_attachments_it_is_incomplete_and_a_foreign_paper_is_foreign(tmp_path):
    with opened(issued()) as pdf:
        del pdf.Root["/Names"]
        del pdf.Root["/AF"]
        status, found = told(tmp_path, saved(pdf))
    assert (status, found["damaged"]) == (1, True)
    words = " ".join(fault["words"] for check in found["checks"] for fault in check["faults"])
    assert "附件已被去掉或损坏" in words
    assert "不是本软件" not in words
    status, found = told(tmp_path, foreign())
    assert (status, found["damaged"]) == (1, False)
    assert any("不是本软件生成的材料" in fault["words"] for check in found["checks"] for fault in check["faults"])


def test_a_foreign_file_cut_off_bears_no_mark(tmp_path):
    data = foreign()
    assert not Marks(data).ours
    assert not refusal(tmp_path, data[: len(data) // 2]).ours
    assert not refusal(tmp_path, b"not a pdf").ours
