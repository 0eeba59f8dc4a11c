"""Everything for the bank in one folder: each file stands in the index with its digest, and what could not be made is named."""

import hashlib

from click.testing import CliRunner

from gzvalue.actions.samples import build_sample
from gzvalue.cli import main


def test_a_folder_with_everything_and_an_index(tmp_path):
    file = build_sample("small", tmp_path / "样例.gzv")
    out = tmp_path / "送审"
    done = CliRunner().invoke(main, ["package", str(file), "-o", str(out), "--issue", "--registry", "national"])
    assert done.exit_code == 0, done.output
    names = {one.relative_to(out).as_posix() for one in out.rglob("*") if one.is_file()}
    assert {"附件册.pdf", "测算底稿.xlsx", "目录.txt"} <= names
    assert any("简版" in name for name in names)
    assert any(name.endswith("冻结数据.json") for name in names)
    assert any(name.startswith("登记材料_national/") and name.endswith(".pdf") for name in names)
    index = (out / "目录.txt").read_text(encoding="utf-8-sig")
    for name in names - {"目录.txt"}:
        assert f"{hashlib.sha256((out / name).read_bytes()).hexdigest()}" in index
        assert name in index
    again = CliRunner().invoke(main, ["package", str(file), "-o", str(out)])
    assert again.exit_code == 2
    assert "已有内容" in again.output


def test_an_unknown_registry_is_refused_by_name(tmp_path):
    file = build_sample("small", tmp_path / "样例.gzv")
    done = CliRunner().invoke(main, ["package", str(file), "-o", str(tmp_path / "a"), "--registry", "mars"])
    assert done.exit_code == 2
    assert "mars" in done.output
