"""``gzvalue register``: registration kits, the list of registries, the board of certificates."""

import sys
from datetime import date
from pathlib import Path
from typing import Any

import click

from gzvalue.actions.register import KitFiles, Progress, Registered, Wanted, form_of_registry, make_kits
from gzvalue.cli.json_out import print_json
from gzvalue.errors import UserError
from gzvalue.registries.board import STAGES, Card, board
from gzvalue.registries.consistency import SUBJECTS, Difference, differences
from gzvalue.registries.known import find, registries
from gzvalue.registries.registry import Registry
from gzvalue.schema.kinds import Unreadable, date_kind
from gzvalue.store.open import Store

_MOST_TOLD = 10


@click.command()
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--list", "listed", is_flag=True, help="列出可用的登记；不需要 FILE")
@click.option("--registry", "name", help="哪一种登记：--list 中的名称，或登记文件（.json，格式见 docs/registries.md）")
@click.option("--form", "form", default="", help="哪一份申请表；不写则为第一份")
@click.option("--data-set", "codes", multiple=True, help="数据集编号，可多次使用；不写则为全部拟登记的数据集")
@click.option("--source", type=click.Path(path_type=Path), help="数据文件：据此抽取已遮盖的样例行、计算指纹；只能配一个 --data-set")
@click.option("-o", "--out", type=click.Path(path_type=Path), help="写到哪个文件夹")
@click.option("--board", "show_board", is_flag=True, help="不生成材料，只列出凭证台账与名称、编码的差异")
@click.option("--on", "on", help="台账按哪一天计算，如 2026-05-31；不写则为编制日期")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON（格式见 docs/registries.md）")
@click.option("--quiet", is_flag=True, help="不显示进度")
def register(
    file: Path | None, listed: bool, name: str | None, form: str, codes: tuple[str, ...], source: Path | None, out: Path | None,
    show_board: bool, on: str | None, as_json: bool, quiet: bool,
) -> None:  # fmt: skip
    """生成项目 FILE 的登记材料：申请表（PDF、Excel、可复制的文字）、材料清单、数据样例、存证指纹。

    中登网由质权人（银行）填报，这里生成的是交给银行的文字。窗口开着时也可以运行。
    """
    if listed:
        _list(as_json)
        return
    if file is None:
        raise click.UsageError("还缺少 FILE（项目文件）。")
    if show_board:
        _board(file, on, as_json)
        return
    if not name or out is None:
        raise click.UsageError("生成登记材料须给出 --registry 和 -o。")
    registry = find(name)
    wanted = Wanted(registry, form_of_registry(registry, form), codes, source)
    with Store.open(file, write=False) as store:
        made = make_kits(store, wanted, out, None if quiet or as_json else _shown())
    if as_json:
        print_json(_as_json(wanted, made), indent=2)
    else:
        _tell(wanted, made)


# --- the list ------------------------------------------------------------------------------------


def _list(as_json: bool) -> None:
    found = registries()
    if as_json:
        print_json({"registries": [_registry_json(one) for one in found]}, indent=2)
        return
    for one in found:
        click.echo(f"{one.name:18} {one.label}（由{one.filed_by}提交；内容截至 {one.as_of}{'' if one.verified else '，未经官方文本核对'}）")
        for form in one.forms:
            click.echo(f"{'':18}   {form.name:12} {form.label}，{len(form.fields)} 项字段、{len(form.materials)} 项材料")


def _registry_json(one: Registry) -> dict[str, Any]:
    forms = [
        {"name": f.name, "label": f.label, "per": f.per, "fields": [{"key": x.key, "label": x.label, "kind": x.kind, "required": x.required, "limit": x.limit, "values": list(x.values), "verified": x.verified} for x in f.fields],
         "materials": [{"key": m.key, "label": m.label, "required": m.required} for m in f.materials]}
        for f in one.forms
    ]  # fmt: skip
    return {
        "name": one.name, "label": one.label, "short": one.short, "object": one.object, "filed_by": one.filed_by, "body": one.body,
        "certificate_kinds": list(one.certificate_kinds), "states": list(one.states), "as_of": one.as_of, "verified": one.verified,
        "validity_years": one.validity.years if one.validity else None, "forms": forms,
        "sources": [{"title": s.title, "date": s.date, "note": s.note, "verified": s.verified} for s in one.sources], "path": one.path,
    }  # fmt: skip


# --- the kits ------------------------------------------------------------------------------------


def _as_json(wanted: Wanted, made: Registered) -> dict[str, Any]:
    return {
        "registry": wanted.registry.name, "form": wanted.form.name, "folder": str(made.folder),
        "kits": [_kit_json(one) for one in made.kits],
        "files": [str(path) for path in made.shared],
        "skipped": [{"data_set": code, "reason": reason} for code, reason in made.skipped],
        "notices": list(made.notices),
    }  # fmt: skip


def _kit_json(one: KitFiles) -> dict[str, Any]:
    kit = one.kit
    fields = [
        {
            "key": f.field.key, "label": f.field.label, "text": f.text, "length": len(f.text), "limit": f.field.limit,
            "over": f.overlong.over if f.overlong else 0, "cut": f.overlong.advice if f.overlong else "", "written": f.written,
            "required": f.field.required, "missing": f.missing, "faults": list(f.faults),
        }
        for f in kit.form.fields if f.field.kind != "system"
    ]  # fmt: skip
    materials = [
        {
            "key": m.material.key,
            "label": m.material.label,
            "required": m.material.required,
            "state": m.state,
            "evidence": list(m.evidence),
            "words": m.words,
        }
        for m in kit.materials
    ]
    found = kit.fingerprint
    return {
        "data_set": kit.code or None, "title": kit.title, "ready": kit.ready, "files": [str(path) for path in one.files], "fields": fields,
        "materials": materials, "sample": None if kit.sample is None else "rows" if kit.sample.whole else "columns",
        "fingerprint": None if found is None else {"sha256": found.sha256, "sm3": found.sm3, "bytes": found.size, "rows": found.rows, "taken_at": found.taken_at},
        "faults": list(kit.faults),
    }  # fmt: skip


def _tell(wanted: Wanted, made: Registered) -> None:
    click.echo(f"已生成“{wanted.form.label}”材料 {len(made.kits)} 份，在 {made.folder}")
    for one in made.kits[:_MOST_TOLD]:
        kit = one.kit
        click.echo(f"  {kit.code} {kit.title}：{'可提交' if kit.ready else f'{len(kit.faults)} 处须处理'}".rstrip())
        for fault in kit.faults[: _MOST_TOLD if len(made.kits) == 1 else 2]:
            click.echo(f"    {fault}")
    if len(made.kits) > _MOST_TOLD:
        ready = sum(one.kit.ready for one in made.kits)
        click.echo(f"  …共 {len(made.kits):,} 份，可提交 {ready:,} 份；逐份见“登记材料总表.xlsx”。")
    if made.skipped:
        click.echo(f"未生成 {len(made.skipped)} 项：{'；'.join(f'{code}（{reason}）' for code, reason in made.skipped[:_MOST_TOLD])}")
    for notice in made.notices:
        click.echo(f"提醒：{notice}")


# --- the board -----------------------------------------------------------------------------------


def _board(file: Path, on: str | None, as_json: bool) -> None:
    with Store.open(file, write=False) as store:
        project = store.project
    day = _day(on) if on else project.head.as_of
    cards, found = board(project, day, registries()), differences(project)
    if as_json:
        print_json(
            {
                "on": day.isoformat() if day else None,
                "certificates": [_card_json(c) for c in cards],
                "differences": [_difference_json(d) for d in found],
            },
            indent=2,
        )
        return
    click.echo(
        f"凭证台账（按 {day or '未填编制日期，不计到期'}）："
        + "　".join(f"{label} {count}" for key, label in STAGES.items() if (count := sum(c.stage == key for c in cards)))
    )
    for card in cards:
        one = card.certificate
        click.echo(f"  {STAGES[card.stage]}　{one.code or ''} {one.kind or ''} {one.number or ''} {one.name or ''}".rstrip())
        for words in card.words:
            click.echo(f"      {words}")
    click.echo(f"名称与编码的差异 {len(found)} 处" + ("：" if found else "。"))
    for difference in found:
        click.echo(f"  {difference.words}")


def _day(text: str) -> date:
    try:
        day: date = date_kind().parse(text)
    except Unreadable as wrong:
        raise UserError(f"--on 的日期“{text[:20]}”不能识别：{wrong}。请写成 2026-05-31。") from None
    return day


def _card_json(card: Card) -> dict[str, Any]:
    one = card.certificate
    return {
        "code": one.code, "kind": one.kind, "registry": card.registry.name if card.registry else None, "number": one.number, "name": one.name,
        "state": one.state, "stage": card.stage, "issued_on": one.issued_on.isoformat() if one.issued_on else None,
        "valid_until": one.valid_until.isoformat() if one.valid_until else None, "days_left": card.days_left, "alarm": card.alarm,
        "renewal": [day.isoformat() for day in card.renewal] if card.renewal else None, "renewing": card.renewing,
        "data_sets": list(one.data_sets or ()), "words": list(card.words),
    }  # fmt: skip


def _difference_json(one: Difference) -> dict[str, Any]:
    return {
        "data_set": one.data_set, "subject": one.subject, "label": SUBJECTS[one.subject], "slight": one.slight,
        "statements": [{"paper": s.paper, "form": s.form, "id": s.id, "key": s.key, "text": s.text} for s in one.statements], "words": one.words,
    }  # fmt: skip


def _shown() -> Progress | None:
    """Progress on the terminal; none where the output goes to a file."""
    if not sys.stderr.isatty():
        return None

    def show(done: int, total: int, words: str) -> None:
        click.echo(f"\r{done * 100 // max(total, 1):3d}%  {words}\033[K", nl=done >= total > 0, err=True)

    return show
