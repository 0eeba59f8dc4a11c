"""The self-check on paper: result per data set, questions with their answers, what was answered otherwise than hoped for."""

from collections import Counter
from collections.abc import Sequence

from gzvalue.outputs.blocks import NOT_APPLICABLE, Block, Cell, Column, Heading, Marked, Paragraph, RowsTable, Tone
from gzvalue.outputs.content import Content
from gzvalue.outputs.words import UNFILLED, listed
from gzvalue.rights.result import CLEAN, EXCLUDED, NOT_CHECKED, Answered, DataSetReview, Review
from gzvalue.rights.tables import gradings, questions

_TONES: dict[str, Tone] = {CLEAN: "plain", EXCLUDED: "stop", NOT_CHECKED: "quiet"}
_WORDS = ("是", "否", "不适用", "待核", "")
_MOST = 3


def blocks(content: Content) -> tuple[Block, ...]:
    """Absent until something of the self-check was filled in."""
    review = content.review
    if review is None or not review.begun:
        return ()
    found: list[Block] = [Heading("合规自查", 2), Paragraph(_summary(review)), _results(review.data_sets), _questions(review.data_sets)]
    remarks = _remarks(review.data_sets)
    if remarks is not None:
        found.append(remarks)
    return tuple(found)


def _summary(review: Review) -> str:
    counts = "，".join(f"{result} {count} 项" for result, count in review.counts().items() if count)
    asked = sum(len(one.answers) for one in review.data_sets)
    answered = sum(one.answered for one in review.data_sets)
    return (
        f"按来源系统、业务域作答，个别数据集单独作答，只问适用的问题：{len(review.data_sets)} 个数据集共应答 {asked} 项次，已答 {answered} 项次。"
        f"结论：{counts}。“附条件”须在登记或质押前满足所列条件，“不得纳入”的不计入价值和质押池。自查不是法律意见。"
    )


def _results(reviews: Sequence[DataSetReview]) -> RowsTable:
    columns = (
        Column("编号", 1, "code"), Column("数据名称", 3.6), Column("结论", 1.9), Column("经营权", 1, "code"), Column("级别", 1.4), Column("类别", 1.6),
        Column("已答", 1, "code"), Column("条件与事项", 7.6),
    )  # fmt: skip
    rows = tuple(_result(one) for one in reviews)
    note = "级别在括号中的为分类分级问题得出的拟定级别；L1–L4 为本软件约定，类别以主管部门识别为准。"
    return RowsTable(columns, rows, caption="各数据集的自查结论", note=note)


def _result(one: DataSetReview) -> tuple[Cell, ...]:
    grade: Cell = UNFILLED if not one.grade else one.grade
    if one.proposed and one.proposed != one.grade:
        grade = Marked(f"{one.grade or '未填'}（{one.proposed}）", "attention")
    return (
        one.code or UNFILLED, one.name or UNFILLED, Marked(one.result, _TONES.get(one.result, "attention")),
        one.operate, grade, one.data_class or NOT_APPLICABLE, f"{one.answered}/{len(one.answers)}", _matters(one),
    )  # fmt: skip


def _matters(one: DataSetReview) -> str:
    found = [finding.message for finding in one.findings if finding.level != "notice" and finding.rule != "answer_open"]
    open_ = [each.question for each in one.answers if each.answer == "待核"]
    if open_:
        found.append(f"尚待核实 {'、'.join(open_)}（问题见下表）")
    more = f"；另有 {len(found) - _MOST} 项" if len(found) > _MOST else ""
    return "；".join(found[:_MOST]) + more if found else NOT_APPLICABLE


def _questions(reviews: Sequence[DataSetReview]) -> RowsTable:
    columns = (
        Column("题号", 1, "code"), Column("问题", 7), Column("法律依据", 4.2), Column("适用", 0.9, "figure"),
        *(Column(word or "未答", 0.9, "figure") for word in _WORDS), Column("证据", 1.6),
    )  # fmt: skip
    by_question: dict[str, list[Answered]] = {}
    for one in reviews:
        for each in (*one.answers, *one.gradings):
            by_question.setdefault(each.question, []).append(each)
    asked = [(one.key, one.question, one.printed) for one in questions().values() if one.key in by_question]
    asked += [(one.key, one.question, one.basis.printed) for one in gradings()]
    rows: tuple[tuple[Cell, ...], ...] = tuple((*texts, *_counted(by_question.get(texts[0], []))) for texts in asked)
    note = "数字为数据集个数；不适用的问题不列。法律依据只引用已核对的条款，以官方文本为准。"
    return RowsTable(columns, rows, caption="问题与答复汇总", note=note)


def _counted(given: Sequence[Answered]) -> tuple[str, ...]:
    counts = Counter(one.answer for one in given)
    proofs = list(dict.fromkeys(code for one in given for code in one.proofs))
    return (str(len(given)), *(str(counts[word]) for word in _WORDS), listed(proofs, 4) or NOT_APPLICABLE)


def _remarks(reviews: Sequence[DataSetReview]) -> RowsTable | None:
    """Answers that need a word: not 是, or with a note; each once with the data sets it counts for."""
    gathered: dict[Answered, list[str]] = {}
    for one in reviews:
        for each in one.answers:
            if each.answer in ("否", "不适用", "待核") and (each.note or each.answer != "否" or each.question != "Q15"):
                gathered.setdefault(each, []).append(one.code)
    if not gathered:
        return None
    columns = (Column("题号", 1, "code"), Column("答复对象", 3), Column("答复", 1.1, "code"), Column("说明", 6), Column("适用数据集", 4))
    rows = tuple(
        (each.question, each.scope, each.answer, each.note or UNFILLED, listed(codes, 10))
        for each, codes in sorted(gathered.items(), key=_order)
    )
    return RowsTable(columns, rows, caption="答复的说明")


def _order(pair: tuple[Answered, list[str]]) -> tuple[str, str]:
    return pair[0].question, pair[0].scope
