"""The live pages with what turns, zooms, prints and makes them."""

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QComboBox, QLineEdit, QProgressBar, QSizePolicy, QWidget

from gzvalue.gui import pieces
from gzvalue.gui.icons import icon
from gzvalue.gui.pages import WHOLE_PAGE, PagesView
from gzvalue.gui.paper_child import Paper
from gzvalue.gui.tokens import M, S

_ZOOMS = (("适合宽度", 0.0), ("整页", WHOLE_PAGE), ("50%", 0.5), ("75%", 0.75), ("100%", 1.0), ("125%", 1.25), ("150%", 1.5), ("200%", 2.0))


class Preview(QWidget):
    """Tool bar, progress, pages.

    Signals:
        make_wanted(): 生成草稿.
        issue_wanted(): 签发.
        print_wanted(): 打印.
        cancel_wanted(): stop what is under way.
    """

    make_wanted = Signal()
    issue_wanted = Signal()
    print_wanted = Signal()
    cancel_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pages = PagesView()
        self.back = pieces.button("", lambda: self.pages.go(self.pages.page - 1), kind="quiet", tip="上一页（PgUp）")
        self.on = pieces.button("", lambda: self.pages.go(self.pages.page + 1), kind="quiet", tip="下一页（PgDn）")
        self.back.setIcon(icon("chevron-left"))
        self.on.setIcon(icon("chevron-right"))
        self.back.setAccessibleName("上一页")
        self.on.setAccessibleName("下一页")
        self.number = QLineEdit()
        self.number.setFixedWidth(56)
        self.number.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.number.setValidator(QIntValidator(1, 99999, self))
        self.number.setAccessibleName("页码")
        self.number.returnPressed.connect(self._go)
        self.of = pieces.caption("", wrap=False)
        self.zoom = QComboBox()
        self.zoom.setAccessibleName("缩放")
        self.zoom.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.zoom.setMinimumContentsLength(4)
        for words, value in _ZOOMS:
            self.zoom.addItem(words, value)
        self.zoom.currentIndexChanged.connect(lambda _n: self.pages.zoom_to(self.zoom.currentData()))
        self.print = pieces.button("打印…", self.print_wanted.emit)
        self.make = pieces.button("草稿…", self.make_wanted.emit, tip="每页印“草稿”的 PDF，内嵌数据与底稿")
        self.issue = pieces.button(
            "签发…", self.issue_wanted.emit, kind="primary", tip="冻结数据、编号，永久保存在项目文件中；PDF 旁另存数据与底稿"
        )
        self.what = pieces.caption("", wrap=False)
        self.what.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(160)
        self.cancel = pieces.button("取消", self.cancel_wanted.emit, kind="quiet")
        self._strip = QWidget()
        strip = pieces.row(self.what, self.bar, self.cancel, gap=M)
        strip.setStretch(0, 1)
        self._strip.setLayout(strip)
        self._strip.setFixedHeight(self.cancel.sizeHint().height())  # always there, so that the pages never jump
        self._working = False
        self.trouble = pieces.label("", "stop", wrap=True)
        self.trouble.hide()
        bar = pieces.row(self.back, self.number, self.of, self.on, self.zoom, None, self.print, self.make, self.issue, gap=S)
        box = pieces.column(gap=S, margins=(0, 0, 0, 0))
        box.addLayout(bar)
        box.addWidget(self.trouble)
        box.addWidget(self.pages, 1)
        box.addWidget(self._strip)
        self.setLayout(box)
        self.pages.moved.connect(lambda _page: self._show_page())
        self.pages.zoomed.connect(self._show_zoom)
        self._show_page()
        self._show_busy(False)

    # --- for the screen -------------------------------------------------------------------------

    def show_paper(self, paper: Paper) -> None:
        """Show these pages; where one was reading stays in front."""
        self.trouble.hide()
        self.pages.show_document(paper.path.read_bytes(), paper.sizes)
        self._show_page()
        if not self._working:
            self._show_busy(False)

    def show_work(self, what: str, done: int, total: int) -> None:
        """Say how far work is; ``total`` 0 means that the end is not known."""
        amount = f" {done}／{total}" if total else ""
        self.what.setText(f"{what}{amount}")
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        self._show_busy(True)

    def end_work(self) -> None:
        """Nothing is under way."""
        self._show_busy(False)

    def show_trouble(self, text: str) -> None:
        """Why there are no fresh pages."""
        self.trouble.setText(text)
        self.trouble.setVisible(bool(text))

    @property
    def working(self) -> bool:
        """Whether the progress is shown."""
        return self._working

    def _show_busy(self, on: bool) -> None:
        self._working = on
        self.bar.setVisible(on)
        self.cancel.setVisible(on)
        if not on:
            self.what.setText("预览与当前填报一致" if self.pages.count and self.trouble.isHidden() else "")

    # --- within ---------------------------------------------------------------------------------

    def _go(self) -> None:
        if self.number.text():
            self.pages.go(int(self.number.text()))
            self.pages.setFocus()

    def _show_page(self) -> None:
        count = self.pages.count
        self.number.setText(str(self.pages.page) if count else "")
        self.of.setText(f"/ {count} 页" if count else "/ —")
        self.of.setMinimumWidth(self.of.sizeHint().width() + S)
        for widget in (self.number, self.zoom, self.print):
            widget.setEnabled(bool(count))
        self.back.setEnabled(self.pages.page > 1)
        self.on.setEnabled(self.pages.page < count)

    def _show_zoom(self) -> None:
        at = self.zoom.findData(self.pages.zoom)
        with QSignalBlocker(self.zoom):
            self.zoom.setCurrentIndex(at)
            if at < 0:
                self.zoom.setPlaceholderText(f"{self.pages.zoom:.0%}")
