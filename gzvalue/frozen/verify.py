"""Verifying: whether a PDF still says what was frozen, and whether the engine computes the same from it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from gzvalue import __version__
from gzvalue.frozen.canonical import NotCanonical, read_canonical
from gzvalue.frozen.checks_figures import printed_check, recompute_check
from gzvalue.frozen.freeze import Gather, Thawed, results_of, thaw
from gzvalue.frozen.manifest import KIND as MANIFEST_KIND
from gzvalue.frozen.manifest_parts import DATA, MANIFEST
from gzvalue.frozen.marks import Marks
from gzvalue.frozen.parts import broken_log, parameters
from gzvalue.frozen.pdf_objects import Damaged, Refused
from gzvalue.frozen.reading import Reading, digest_of, file_bytes, read
from gzvalue.frozen.redraw import NOT_REDRAWN, redraw_check
from gzvalue.frozen.report import Check, Fault, Report, judged, refused
from gzvalue.frozen.signatures import signature_check
from gzvalue.outputs.content import Content
from gzvalue.valuation.parameters import as_of_issue

Json = dict[str, Any]


@dataclass(frozen=True)
class Wanted:
    """What a receiver asks for.

    Attributes:
        signature: an unsigned file does not pass.
        trust: certificates (PEM or DER files) to which signatures must lead; none names the signer without judging him.
        redraw: draw the pages again and compare every byte; without it the report says so.
    """

    signature: bool = False
    trust: tuple[Path, ...] = ()
    redraw: bool = True


def verify(path: Path, gather: Gather, wanted: Wanted | None = None) -> Report:
    """Check a PDF against itself and against the engine; never raises for what is in the file."""
    asked = wanted or Wanted()
    try:
        data = file_bytes(path)
        reading = read(path, data)
    except Refused as why:
        return refused(path.name, str(why), damaged=isinstance(why, Damaged) and why.ours)
    ours = Marks(data).ours if not {DATA, MANIFEST} <= set(reading.attachments) else True
    thawed, manifest, opening = _inside(reading, ours)
    if thawed is None or manifest is None:
        return replace(refused(path.name, "", damaged=ours), checks=tuple(opening), pages=len(reading.pages))
    different = _different_parameters(thawed)
    with as_of_issue({name: one["content"] for name, one in thawed.value["parameters"].items() if "content" in one} if different else {}):
        content = replace(gather(thawed.project), proof=thawed.proof)
        results = results_of(content)
        recomputed, count = recompute_check(thawed.value, results)
        printed, figures = printed_check(reading, manifest, thawed.value, results)
        redrawn = redraw_check(data, reading, manifest, thawed, content) if asked.redraw else NOT_REDRAWN
    signed, signers = signature_check(data, reading, manifest, asked.signature, asked.trust)
    checks = (
        *opening, _proof_check(reading, thawed, content), _log_check(thawed), recomputed, printed, _pages_check(reading, manifest), redrawn,
        signed, _version_check(thawed, different),
    )  # fmt: skip
    head, found = thawed.head, thawed.digests
    versions = {"made_with": thawed.value["made_with"]["version"], "verified_with": __version__}
    return Report(
        path.name,
        head.number,
        head.version,
        head.draft,
        found.sha256,
        found.sm3,
        len(reading.pages),
        count,
        checks,
        figures,
        signers,
        versions,
    )


# --- what is inside ------------------------------------------------------------------------------


def _inside(reading: Reading, ours: bool) -> tuple[Thawed | None, Json | None, list[Check]]:
    """The frozen data and the manifest, with the first three checks."""
    faults = [Fault("文件末尾", "文件末尾之后还有内容")] if reading.loose else []
    signed = sum(1 for one in reading.signatures if one.signed)
    if reading.revisions != 1 + signed:
        faults.append(Fault("文件结构", "生成或签名之后又被追加过内容", f"写入 {1 + signed} 次", f"写入 {reading.revisions} 次"))
    checks = [judged("file", "文件结构", "完整，没有加密，不含脚本，没有被追加", "文件结构不符", faults)]
    manifest, wrong = _manifest(reading, ours)
    thawed, unread = _thawed(reading, ours)
    checks.append(_attachment_check(reading, manifest, wrong))
    checks.append(judged("schema", "数据格式", "冻结数据符合公布的格式", "冻结数据不能读取", unread))
    return thawed, manifest, checks


_FOREIGN = "不是本软件生成的材料，或附件已被去掉"
_INCOMPLETE = "文件带有本软件的标记，但不完整：附件已被去掉或损坏，请重新索取完整的文件"


def _manifest(reading: Reading, ours: bool) -> tuple[Json | None, list[Fault]]:
    found = reading.attachments.get(MANIFEST)
    if found is None:
        return None, [Fault(MANIFEST, f"没有清单附件：{_INCOMPLETE if ours else _FOREIGN}")]
    try:
        value = read_canonical(found.content)
    except NotCanonical as why:
        return None, [Fault(MANIFEST, f"清单{why}")]
    keys = {"data", "renderer", "document", "pages", "fonts", "pictures", "attachments", "signature_places", "figures"}
    if not isinstance(value, dict) or value.get("kind") != MANIFEST_KIND or not keys <= set(value):
        return None, [Fault(MANIFEST, "清单的内容不是本软件的格式")]
    return value, []


def _thawed(reading: Reading, ours: bool) -> tuple[Thawed | None, list[Fault]]:
    found = reading.attachments.get(DATA)
    if found is None:
        return None, [Fault(DATA, f"没有冻结数据附件：{_INCOMPLETE if ours else _FOREIGN}")]
    try:
        return thaw(found.content), []
    except NotCanonical as why:
        return None, [Fault(DATA, str(why))]


def _attachment_check(reading: Reading, manifest: Json | None, faults: list[Fault]) -> Check:
    if manifest is not None:
        listed = {one["name"]: one["sha256"] for one in manifest["attachments"]}
        there = {name: digest_of(one) for name, one in reading.attachments.items() if name != MANIFEST}
        for name in sorted({*listed, *there}):
            if name not in there:
                faults.append(Fault(name, "附件已不在文件中", listed[name]))
            elif name not in listed:
                faults.append(Fault(name, "清单中没有的附件", "", there[name]))
            elif listed[name] != there[name]:
                faults.append(Fault(name, "附件内容与清单的指纹不符", listed[name], there[name]))
    return judged("attachments", "内嵌附件", f"{len(reading.attachments)} 个附件与清单一致", "附件与清单不符", faults)


# --- the proof, the log, the version -------------------------------------------------------------


def _proof_check(reading: Reading, thawed: Thawed, content: Content) -> Check:
    proof = thawed.proof
    faults = []
    cover = set(reading.pages[0].lines) if reading.pages else set()
    for name, text in (("SHA-256", proof.sha256), ("SM3", proof.sm3), ("日志链首", proof.log_head)):
        if text and text not in cover:
            faults.append(Fault("封面", f"封面印的 {name} 不是内嵌冻结数据的指纹", text))
    for number, page in enumerate(reading.pages, 1):
        if not any(proof.name in line for line in page.lines):
            faults.append(Fault(f"第 {number} 页", "页脚的报告编号与冻结数据不符", proof.name))
    mark = "草稿" if content.draft else content.sample_mark
    if mark:
        missing = [n for n, page in enumerate(reading.pages, 1) if not any(mark in line for line in page.lines)]
        faults += [Fault(f"第 {number} 页", f"缺少“{mark}”字样") for number in missing]
    return judged("proof", "印出的编号与指纹", f"{proof.name}，与冻结数据一致", "印出的编号或指纹不符", faults)


def _log_check(thawed: Thawed) -> Check:
    wrong = broken_log(thawed.value["log"])
    entries = len(thawed.value["log"]["entries"])
    if not entries and not wrong:
        return Check("log", "修改日志", "note", "未附修改日志")
    good = f"{entries} 条首尾相接。日志链证明次序与完整，不证明时间"
    return judged("log", "修改日志", good, "修改日志不完整", [Fault("修改日志", wrong)] if wrong else [])


def _different_parameters(thawed: Thawed) -> list[str]:
    ours = parameters()
    frozen = thawed.value["parameters"]
    return [name for name in sorted({*ours, *frozen}) if ours.get(name, {}).get("sha256") != frozen.get(name, {}).get("sha256")]


def _version_check(thawed: Thawed, different: list[str]) -> Check:
    made = thawed.value["made_with"]["version"]
    words = [f"由 gzvalue {made} 生成，用 gzvalue {__version__} 核验"]
    words += [f"规则与参数文件与本机版本不同：{'、'.join(different)}；其中系数按冻结时的数值复算，其余规则按本机版本"] if different else []
    words += ["本件为草稿，未签发"] if thawed.head.draft else []
    return Check("version", "版本", "note", "；".join(words))


# --- pages ---------------------------------------------------------------------------------------


def _pages_check(reading: Reading, manifest: Json) -> Check:
    return judged(
        "pages",
        "页面与字体",
        f"{len(reading.pages)} 页的内容、字体、图片与清单一致",
        "页面与清单不符",
        list(_page_faults(reading, manifest)),
    )


def _page_faults(reading: Reading, manifest: Json) -> Iterator[Fault]:
    listed = manifest["pages"]
    if len(listed) != len(reading.pages):
        yield Fault("页数", "页数与清单不符", str(len(listed)), str(len(reading.pages)))
    for number, (told, page) in enumerate(zip(listed, reading.pages, strict=False), 1):
        if told["content"] != page.content:
            yield Fault(f"第 {number} 页", "页面内容被改动", told["content"], page.content)
        if told["rest"] != page.rest:
            yield Fault(f"第 {number} 页", "页面的字体、图片、批注或尺寸被改动", told["rest"], page.rest)
    fonts = {one["name"]: one["sha256"] for one in manifest["fonts"]}
    there = {one["name"]: one["sha256"] for one in reading.fonts}
    for name in sorted({*fonts, *there}):
        if fonts.get(name) != there.get(name):
            yield Fault(f"字体 {name}", "字体被改动、增加或去掉", fonts.get(name, ""), there.get(name, ""))
    if [one["sha256"] for one in manifest["pictures"]] != [one["sha256"] for one in reading.pictures]:
        yield Fault("图片", "图片与清单不符")
    if manifest["document"] != reading.document:
        yield Fault("书签与文件属性", "书签、语言、颜色配置或其他文件级内容被改动", manifest["document"], reading.document)
