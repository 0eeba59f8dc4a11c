"""A table of a database: its address without password is asked for, the password beside it, neither is kept in the project or logged."""

from collections.abc import Callable
from contextlib import suppress
from urllib.parse import parse_qs, quote, unquote, urlsplit

from PySide6.QtWidgets import QComboBox, QDialog, QFormLayout, QLineEdit, QWidget

from gzvalue.gui.pieces import button, caption, column, heading, label, row
from gzvalue.gui.tokens import XL, L, M, S
from gzvalue.gui.work import Progress, Work

_KINDS = (("PostgreSQL", "postgresql", "5432"), ("MySQL / MariaDB", "mysql", "3306"))


class DatabaseDialog(QDialog):
    """Where the table lies; 列出表 asks the server beside the window."""

    def __init__(self, work: Work, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("数据库中的表")
        self._work = work
        self.kind = QComboBox()
        for words, scheme, _ in _KINDS:
            self.kind.addItem(words, scheme)
        self.host, self.port, self.base, self.user, self.password = (QLineEdit() for _ in range(5))
        self.host.setPlaceholderText("服务器名或地址，如 192.168.1.20")
        self.port.setPlaceholderText(_KINDS[0][2])
        self.host.textChanged.connect(self._spread)
        self.kind.currentIndexChanged.connect(lambda n: self.port.setPlaceholderText(_KINDS[n][2]))
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.table = QComboBox()
        self.table.setEditable(True)
        line = QLineEdit()
        line.setPlaceholderText("模式.表名，如 public.orders")
        self.table.setLineEdit(line)
        self.list_button = button("列出表", self._list)
        form = QFormLayout()
        form.setSpacing(S)
        for words, field in (
            ("种类", self.kind),
            ("服务器", self.host),
            ("端口", self.port),
            ("数据库", self.base),
            ("用户", self.user),
            ("密码", self.password),
        ):
            form.addRow(words, field)
        tables = QWidget()
        tables.setLayout(row(self.table, self.list_button))
        tables.layout().setStretch(0, 1)  # type: ignore[union-attr]
        form.addRow("表", tables)
        self.wrong = label("", "stop", wrap=True)
        self.wrong.hide()
        box = column(heading(f"数据库中的表：{name}"), gap=M, margins=(XL, L, XL, L))
        box.addWidget(
            caption(
                "只读：统计在数据库里进行，数据不搬到这台电脑。地址、用户和密码只用于这一次，不写入项目文件和日志；数字指纹只在同一种引擎之间可比。"
            )
        )
        box.addLayout(form)
        box.addWidget(self.wrong)
        self.accept_button = button("测量", self._accept, kind="primary")
        box.addLayout(row(None, button("取消", self.reject), self.accept_button))
        self.setLayout(box)
        self.setMinimumWidth(520)

    def _spread(self, text: str) -> None:
        """A whole address, pasted where the server is asked for, goes into the fields it speaks of."""
        if "://" not in text or not text.split("://", 1)[1]:
            return
        found = urlsplit(text.strip())
        scheme = found.scheme.split("+")[0]
        self.kind.setCurrentIndex(1 if scheme in ("mysql", "mariadb") else 0)
        self.user.setText(unquote(found.username or ""))
        self.password.setText(unquote(found.password or ""))
        self.base.setText(unquote(found.path.strip("/")))
        self.table.setCurrentText(parse_qs(found.query).get("table", [""])[0])
        with suppress(ValueError):  # no number: the person sees the field empty
            self.port.setText(str(found.port or ""))
        self.host.setText(found.hostname or "")

    def answer(self) -> tuple[str, str, str]:
        """Address without password, password, table."""
        user = f"{quote(self.user.text().strip(), safe='')}@" if self.user.text().strip() else ""
        port = self.port.text().strip() or self.port.placeholderText()
        address = f"{self.kind.currentData()}://{user}{self.host.text().strip()}:{port}/{quote(self.base.text().strip(), safe='')}"
        return address, self.password.text(), self.table.currentText().strip()

    def _fault(self, *, table: bool) -> str:
        if not self.host.text().strip() or not self.base.text().strip():
            return "请填写服务器和数据库。"
        if not (self.port.text().strip() or "0").isdigit():
            return "端口应为数字。"
        return "请填写或选择表。" if table and not self.table.currentText().strip() else ""

    def _accept(self) -> None:
        fault = self._fault(table=True)
        self._say(fault)
        if not fault:
            self.accept()

    def _list(self) -> None:
        fault = self._fault(table=False)
        self._say(fault)
        if fault:
            return
        address, password, _ = self.answer()
        self.list_button.setEnabled(False)
        self._work.run("正在列出数据库中的表", _tables, address, lambda _prompt: password, then=self._listed, failed=self._refused)

    def _listed(self, tables: list[str]) -> None:
        self.list_button.setEnabled(True)
        now = self.table.currentText()
        self.table.clear()
        self.table.addItems(tables)
        self.table.setCurrentText(now or (tables[0] if tables else ""))
        self._say("" if tables else "这个用户看不到任何表；请核对数据库名和权限。")

    def _refused(self, sentence: str) -> None:
        self.list_button.setEnabled(True)
        self._say(sentence)

    def _say(self, sentence: str) -> None:
        self.wrong.setText(sentence)
        self.wrong.setVisible(bool(sentence))


def _tables(address: str, ask: Callable[[str], str], *, progress: Progress) -> list[str]:
    """The tables a user may see; in the work thread."""
    from gzvalue.actions import measure  # late: the engines are heavy

    return measure.tables_at(address, ask)
