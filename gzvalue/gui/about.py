"""The about window: what the program is, is not, and what it stands on."""

import platform

from PySide6.QtCore import QSize, Qt, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QLabel, QWidget

from gzvalue import __version__, paths
from gzvalue.gui.icons import program_icon
from gzvalue.gui.pieces import button, caption, column, label, row, rule
from gzvalue.gui.tokens import XL, XS, L, M, S

_WHAT = (
    "按公开的估值指引自行测算企业数据资产的价值，检验能支持的贷款，生成可逐项核对的申报材料。全程离线，数据不出本机。",
    "测算结果是企业自测，未经评估，不是资产评估报告；是否采信、贷多少，由银行和评估机构决定。",
    "默认的权重、系数等凡非官方数值，显示和打印处都有说明。",
)
_PARTS = "Qt、PySide6（LGPL-3.0）　Noto Sans SC 字体（SIL OFL 1.1）　SQLite　ReportLab　python-calamine　其余见 THIRD-PARTY.md"


class About(QDialog):
    """Our own about window."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("关于 gzvalue")
        picture = QLabel()
        picture.setPixmap(program_icon().pixmap(QSize(64, 64), self.devicePixelRatio()))
        picture.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.details = (
            f"gzvalue {__version__}　Python {platform.python_version()}　Qt {qVersion()}　{platform.system()} {platform.machine()}"
        )
        words = column(label("gzvalue　数据资产价值自测", "title"), caption(f"版本 {__version__}，Apache-2.0 许可"), gap=XS)
        for sentence in _WHAT:
            words.addSpacing(S)
            words.addWidget(label(sentence, wrap=True))
        words.addSpacing(M)
        words.addWidget(rule())
        for sentence in (_PARTS, self.details, f"日志：{paths.user_log()}", f"自动备份：{paths.user_data() / 'backups'}"):
            line = caption(sentence)
            line.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            words.addWidget(line)
        words.addSpacing(M)
        close = button("关闭", self.accept, kind="primary")
        close.setDefault(True)
        buttons = row(button("复制版本信息", lambda: QGuiApplication.clipboard().setText(self.details), kind="quiet"), None, close)
        words.addLayout(buttons)
        body = row(picture, gap=XL)
        body.addLayout(words, 1)
        body.setContentsMargins(XL, XL, XL, L)
        self.setLayout(body)
        self.setFixedWidth(620)
        close.setFocus()
