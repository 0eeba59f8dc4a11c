"""Sheets for other uses of a data set than the pledge; each kind is imported when it is asked for."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any
from unicodedata import normalize

from gzvalue.errors import UserError
from gzvalue.schema.figures import shortened


@dataclass(frozen=True)
class SheetKind:
    """One kind of sheet.

    Attributes:
        name: English name, as typed after ``--kind``.
        title: of the paper.
        aliases: other names under which people ask for it.
        place: ``module:function`` of the function that makes it of a `SheetInput`.
        limits: what the paper is not, printed at its foot.
    """

    name: str
    title: str
    aliases: tuple[str, ...]
    place: str
    limits: str

    def maker(self) -> Callable[[Any], Any]:
        """The function: `SheetInput` to `Sheet`."""
        module, _, function = self.place.partition(":")
        made: Callable[[Any], Any] = getattr(import_module(f"gzvalue.outputs.sheets.{module}"), function)
        return made


_SELF = "由企业根据本软件中的填报内容自行编制"
_KINDS = (
    SheetKind("listing", "数据产品说明书（挂牌信息）", ("product", "挂牌", "产品", "产品说明书", "数据产品说明书", "数据产品", "挂牌信息", "product-listing", "data-product"),
              "listing:listing_sheet",
              f"本说明书{_SELF}，用于向交易机构或需求方介绍数据产品；不是任何交易机构的挂牌文件，挂牌以该机构的表单和审核为准。"),
    SheetKind("licence", "数据许可使用要素表", ("license", "许可", "授权许可", "数据许可", "许可使用", "授权", "licensing"), "licence:licence_sheet",
              f"本表{_SELF}，列出许可合同应当约定的要素；不是合同，也不是法律意见，权利义务以双方签署的合同为准。"),
    SheetKind("trade", "数据交易要素表", ("trading", "交易", "deal", "数据交易"), "trade:trade_sheet",
              f"本表{_SELF}，列出一笔数据交易的要素；不是合同、发票或交易机构的凭证，以双方签署的文件为准。"),
    SheetKind("contribution", "数据作价出资要素表", ("equity", "入股", "出资", "作价入股", "作价出资", "数据作价入股", "数据作价出资", "数据入股", "in-kind", "contribution-in-kind"),
              "contribution:contribution_sheet",
              f"本表{_SELF}，供股东协商和准备材料；不是资产评估结论、验资报告或法律意见，出资以评估、章程和登记为准。"),
    SheetKind("training", "高质量训练数据集说明", ("dataset", "训练", "训练数据集", "训练数据集说明书", "训练数据", "训练集", "语料", "training-data", "training-set", "training-data-set"), "training:training_sheet",
              f"本说明书{_SELF}，说明训练数据集的来源、质量与使用边界；不是算法备案或安全评估的结论。"),
    SheetKind("price", "数据产品定价测算表", ("pricing", "定价", "价格"), "price:price_sheet",
              f"本表{_SELF}，按公开的公式测算；不是任何交易机构的定价工具的结果，也不是评估价值，成交价由交易双方商定。"),
    SheetKind("power", "用电数据产品说明书", ("electricity", "用电", "电力"), "power:power_sheet",
              f"本说明书{_SELF}，介绍用电数据产品的内容与授权要求；不是企业信用报告，使用企业用电数据须有该企业的书面授权。"),
)  # fmt: skip


def sheet_kinds() -> tuple[SheetKind, ...]:
    """The kinds that can be made, in the order in which they are listed."""
    return _KINDS


def sheet_kind(name: str) -> SheetKind:
    """The kind that a person means.

    Raises:
        UserError: there is none of that name; the sentence lists them.
    """
    wanted = _folded(name)
    for one in sheet_kinds():
        if wanted in {_folded(known) for known in (one.name, one.title, *one.aliases)}:
            return one
    told = "、".join(f"{one.name}（{one.aliases[1]}）" for one in sheet_kinds())
    raise UserError(f"没有“{shortened(name.strip(), 30)}”这种表；可选：{told}。")


def _folded(name: str) -> str:
    """Capitals, widths, blanks and dashes do not tell kinds apart."""
    return re.sub(r"[\s_-]+", "", normalize("NFKC", name)).casefold()
