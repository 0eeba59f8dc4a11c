"""Drawing the file again from the embedded data: where the program is the very same, every byte must be."""

from collections.abc import Iterator
from typing import Any

from gzvalue.frozen.drawing import drawn
from gzvalue.frozen.embed import rebuilt
from gzvalue.frozen.freeze import Frozen, Thawed
from gzvalue.frozen.manifest_parts import DATA, MANIFEST
from gzvalue.frozen.reading import Reading
from gzvalue.frozen.renderer import renderer
from gzvalue.frozen.report import Check, Fault, judged
from gzvalue.outputs.content import Content

Json = dict[str, Any]

NAME = "重新绘制"

NOT_REDRAWN = Check("redraw", NAME, "note", "按要求没有重绘（快速核验）：没有对应计算结果的数字只与清单核对，没有与重新绘制的页面核对")
"""What stands in place of the check where a receiver does without it."""


def redraw_check(data: bytes, reading: Reading, manifest: Json, thawed: Thawed, content: Content) -> Check:
    """Draw it again and compare; a note where another program drew it."""
    ours = renderer()
    other = [
        f"{name} {manifest['renderer'].get(name, '无')[:16]}（本机 {ours[name][:16]}）"
        for name in ours
        if manifest["renderer"].get(name) != ours[name]
    ]
    if other or not ours["source"]:
        words = f"绘制程序与本机不同，没有逐字节重绘：{'、'.join(other) or '本机程序没有源码指纹'}"
        return Check("redraw", NAME, "note", words)
    frozen = Frozen(reading.attachments[DATA].content, thawed.value, thawed.digests, content, thawed.options, thawed.head)
    attachments = [reading.attachments[one["name"]] for one in manifest["attachments"] if one["name"] in reading.attachments]
    fresh, told = rebuilt(drawn(content, thawed.options), frozen, attachments, content.project.head.as_of)
    if data[: len(fresh)] == fresh and (len(data) == len(fresh) or reading.signatures):
        return Check("redraw", NAME, "ok", f"由内嵌数据重新生成 {len(fresh):,} 字节，与文件逐字节相同")
    faults = list(_differences(manifest, told)) or [Fault(_place(data, fresh), "重绘得到的文件与此不同")]
    return judged("redraw", NAME, "", "由内嵌数据重新生成的文件与此不同", faults)


def _differences(manifest: Json, told: Json) -> Iterator[Fault]:
    for number, (one, other) in enumerate(zip(manifest["pages"], told["pages"], strict=False), 1):
        if one != other:
            yield Fault(f"第 {number} 页", "清单记载的页面不是由内嵌数据绘出的")
    if len(manifest["pages"]) != len(told["pages"]):
        yield Fault("页数", "清单记载的页数不是由内嵌数据得出的", str(len(told["pages"])), str(len(manifest["pages"])))
    for one, other in zip(manifest["figures"], told["figures"], strict=False):
        if one != other:
            yield Fault(f"第 {one[0]} 页第 {one[1]} 个数字", "清单记载的数字不是由内嵌数据得出的", str(other[3]), str(one[3]))
            break
    for key in sorted(set(told) - {"pages", "figures"}):
        if manifest.get(key) != told[key]:
            yield Fault(f"{MANIFEST} {key}", "清单与重绘所得不同")


def _place(data: bytes, fresh: bytes) -> str:
    same = next((i for i, (a, b) in enumerate(zip(data, fresh, strict=False)) if a != b), min(len(data), len(fresh)))
    return f"第 {same:,} 字节"
