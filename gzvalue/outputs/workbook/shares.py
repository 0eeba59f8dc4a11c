"""分成率: every share rate K that is worked out, step by step."""

from gzvalue.outputs.workbook.draft import Draft, amount
from gzvalue.outputs.workbook.step_blocks import STEP_COLUMNS, step_block
from gzvalue.schema.share_forms import ShareBasis

_PATH = "分成率/"


def lay_shares(draft: Draft) -> None:
    """The page of share rates; left out where none is worked out. It refers to costs and scores."""
    steps = [step for step in draft.material.valuation.steps if step.id.startswith(_PATH)]
    if not steps:
        return
    page = draft.page("分成率", "C4", "分成率 K 的测算：约当投资量、区间与加权得分、许可费率折算或边际分析", STEP_COLUMNS)
    page.heading("评估单元按编号引用这里的结果；K 的参数为企业填报，须由使用者复核。")
    bases = {one.id: one for one in draft.material.project.all(ShareBasis)}
    for step in steps:
        basis = bases[step.about[1]]
        ref = step_block(draft, page, step, words=f"{basis.code or ''} {basis.name or ''}　{step.name}")
        if step.unit == "%":
            draft.name(ref, "分成率", basis.code or str(basis.id))
            draft.figure(("share", str(basis.id)), f"{basis.code} 分成率 K", ref, amount(step), "%")
        if step.unit == "%" and basis.basis:
            page.wide(" ".join(basis.basis.split()))
