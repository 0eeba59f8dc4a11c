"""What the 文件 menu does: new, open, copies, backups, Excel in and out. Asks for places, tells results in the foot."""

from collections.abc import Callable, Collection
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, QObject, QStandardPaths
from PySide6.QtWidgets import QApplication, QFileDialog

from gzvalue import paths
from gzvalue.errors import UserError

if TYPE_CHECKING:
    from gzvalue.actions.import_plan import ImportPlan
    from gzvalue.gui.session import Prepared, Session
    from gzvalue.gui.window import Window
    from gzvalue.gui.work import Progress
    from gzvalue.schema.project import Project
    from gzvalue.schema.templates import Template

_PROJECTS = "项目文件 (*.gzv)"
_SHEETS = "Excel 或 CSV (*.xlsx *.xlsm *.xls *.xlsb *.ods *.et *.csv *.txt)"


class Files(QObject):
    """The file actions of a window."""

    def __init__(self, window: "Window") -> None:
        super().__init__(window)
        self._window = window

    # --- asking -----------------------------------------------------------------------------

    def ask_open(self, title: str, filter: str) -> Path | None:
        """A file to read, or nothing."""
        name, _ = QFileDialog.getOpenFileName(self._window, title, str(self._folder()), filter)
        return Path(name) if name else None

    def ask_save(self, title: str, suggested: str, filter: str, *, replace: bool = False) -> Path | None:
        """A place to write to, or nothing; project files are never replaced."""
        option = QFileDialog.Option(0) if replace else QFileDialog.Option.DontConfirmOverwrite
        name, _ = QFileDialog.getSaveFileName(self._window, title, str(self._folder() / suggested), filter, "", option)
        return Path(name) if name else None

    def _folder(self) -> Path:
        """Where the open project lies, else the last one, else the person's documents."""
        if self._window.workspace is not None and not self._window.workspace.session.path.is_relative_to(paths.user_data()):
            return self._window.workspace.session.path.parent
        for path in self._window.recent():
            if not path.is_relative_to(paths.user_data()):
                return path.parent
        return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))

    def _try(self, action: Callable[[], object]) -> bool:
        """Do something with files; what a person can mend is said in words."""
        try:
            action()
        except UserError as wrong:
            self._window.complain(str(wrong))
            return False
        return True

    # --- projects ---------------------------------------------------------------------------

    def create(self) -> None:
        """新建项目: blank, or from the typical data sets of an industry, which one undo takes out again."""
        from gzvalue.actions.projects import new_project  # late: the start page needs no store

        answer = self.ask_template(None)
        if answer is None:
            return
        chosen, numbers = answer
        name = f"新项目 {chosen.title}.gzv" if chosen is not None else "新项目.gzv"
        path = self.ask_save("新建项目：选择位置和文件名", name, _PROJECTS)
        if path is not None and self._try(lambda: self._window.show_store(new_project(path))) and chosen is not None:
            self._take(chosen, numbers)

    def ask_template(self, project: "Project | None") -> "tuple[Template | None, Collection[int]] | None":
        """Which template and what of it; ``None`` if the person changed their mind."""
        from gzvalue.gui.template_dialog import TemplateDialog  # late: seldom wanted

        dialog = TemplateDialog(project, self._window)
        try:
            return (dialog.chosen, dialog.numbers) if dialog.exec() else None
        finally:
            dialog.deleteLater()

    def add_template(self) -> None:
        """从行业模板添加: typical data sets into the open project, as one edit."""
        self._window.finish_typing()
        answer = self.ask_template(self._session().project)
        if answer is not None and answer[0] is not None:
            self._take(answer[0], answer[1])

    def _take(self, chosen: "Template", numbers: "Collection[int]") -> None:
        from gzvalue.actions.templates import from_template  # late: seldom wanted

        session = self._session()
        if session.apply(from_template(session.project, chosen, numbers)):
            assert self._window.workspace is not None
            self._window.workspace.show_step("catalogue")
            self._window.foot.say(f"已添加 {len(numbers)} 项典型数据集，都标“待确认”；可用撤销整批退回")

    def confirm_templates(self) -> None:
        """确认已核对的模板项: which of the data sets taken from a template a person has looked at."""
        from gzvalue.actions.templates import confirm, unconfirmed  # late: seldom wanted
        from gzvalue.gui.choose_data_sets import DataSetChooser

        self._window.finish_typing()
        session = self._session()
        waiting = unconfirmed(session.project)
        if not waiting:
            self._window.foot.say("没有待确认的模板数据集")
            return
        sentence = "勾选已经逐项核对并改成本企业实际情况的数据集；确认后删去其备注中“待确认”一句，并记入修改日志。"
        dialog = DataSetChooser("确认已核对的模板项", sentence, waiting, parent=self._window)
        if dialog.exec() and dialog.chosen:
            session.apply(confirm(session.project, dialog.chosen))
        dialog.deleteLater()

    def choose(self) -> None:
        """打开."""
        path = self.ask_open("打开项目", _PROJECTS)
        if path is not None:
            self._window.open_project(path)

    def open_sample(self, name: str) -> None:
        """打开示例: built once into the user's own folder, then opened like any file."""
        from gzvalue.actions.sample_list import sample  # late, as above
        from gzvalue.actions.samples import build_sample

        folder = paths.user_data() / "samples"
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / sample(name).file_name
        if (path.is_file() or self._try(lambda: build_sample(name, path))) and self._window.open_project(path):
            self._window.foot.say("示例可以随意修改；用“文件 → 另存副本”保存为自己的项目", str(folder))

    def save_copy(self) -> None:
        """另存副本."""
        from gzvalue.actions.projects import save_copy, with_suffix  # late, as above

        session = self._session()
        path = self.ask_save("另存副本", f"{session.path.stem} 副本.gzv", _PROJECTS)
        if path is not None and not session.path.exists():  # moved or deleted meanwhile: what is open can still be rescued
            if self._try(lambda: session.store.save_copy(with_suffix(path))):
                self._window.foot.say(f"副本已保存为 {with_suffix(path).name}；原文件已不在原处，附件文件夹须手工复制", str(path.parent))
        elif path is not None:

            def saved(copy: Path) -> None:
                self._window.foot.say(f"副本已保存为 {copy.name}，当前仍在编辑 {session.path.name}", str(copy.parent))

            self._window.work.run(f"正在另存 {path.name}", save_copy, session.path, path, then=saved, failed=self._window.complain)

    def next_period(self) -> None:
        """新一期复制: what stays is copied, what belongs to one date is emptied; the copy is opened."""
        from gzvalue.actions.projects import next_period  # late, as above
        from gzvalue.gui.asking import ask_period

        session = self._session()
        period = ask_period(self._window, session.project.head.period or "")
        if not period:
            return
        path = self.ask_save("新一期复制：选择位置和文件名", f"{session.path.stem} {period}.gzv", _PROJECTS)
        if path is not None:

            def opened(copy: Path) -> None:
                self._window.open_project(copy)

            work, what = self._window.work, f"正在复制为 {path.name}"
            work.run(what, next_period, session.path, path, period, then=opened, failed=self._window.complain)

    def restore(self) -> None:
        """恢复备份: a kept copy under a new name; the file itself stays as it is."""
        from gzvalue.gui.asking import ask_backup  # late: seldom wanted
        from gzvalue.store.backups import restore_as

        workspace = self._window.workspace
        source = workspace.session.path if workspace is not None else self.ask_open("恢复哪个文件的备份", _PROJECTS)
        if source is None:
            return
        backup = ask_backup(self._window, source)
        if backup is None:
            return
        path = self.ask_save("备份恢复为", f"{source.stem} 恢复 {backup.made.astimezone():%Y%m%d-%H%M}.gzv", _PROJECTS)
        if path is not None and self._try(lambda: restore_as(backup, path)):
            self._window.open_project(path)

    # --- sheets -----------------------------------------------------------------------------

    def import_sheet(self, path: Path | None = None) -> None:
        """从 Excel 导入: plan beside the window, show the difference, apply as one edit."""
        from gzvalue.actions.sheets import plan_import  # late: brings the readers of sheets
        from gzvalue.gui.session import prepare

        session = self._session()
        path = path or self.ask_open("从 Excel 导入", _SHEETS)
        if path is not None:
            project, known = session.project, session.known

            def read(progress: "Progress") -> "tuple[ImportPlan, Prepared]":
                plan = plan_import(project, path, progress)
                progress(0, 0, "正在测算导入后的结果")
                return plan, prepare(project, plan.edit, known)

            self._window.work.run(f"正在读取 {path.name}", read, then=lambda found: self._planned(session, path, *found))

    def _planned(self, session: "Session", path: Path, plan: "ImportPlan", prepared: "Prepared") -> None:
        """Show the plan; if the project changed while it was made, make it anew."""
        from gzvalue.gui.import_dialog import ImportDialog, summary

        if self._window.workspace is None or self._window.workspace.session is not session:
            return
        self._window.finish_typing()
        if session.project is not prepared.before:
            self.import_sheet(path)
            return
        dialog = ImportDialog(plan, self._window)

        def apply() -> None:
            self._window.foot.say(f"正在写入 {plan.file}…")
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
            if session.apply(plan.edit, prepared):
                self._window.foot.say(f"已导入 {plan.file}：{summary(plan)}可用撤销整批退回")

        dialog.accepted.connect(apply)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def export_sheet(self) -> None:
        """导出 Excel: everything, or what one department answers for."""
        from gzvalue.gui.asking import ask_department  # late: seldom wanted

        session = self._session()
        answer = ask_department(self._window, session.project)
        if answer is None:
            return
        suggested = f"{session.path.stem}{' ' + answer if answer else ''}.xlsx"
        self._export(session.project, suggested, answer or None)

    def export_template(self) -> None:
        """导出模板: an empty workbook with heads, helps and an example row."""
        from gzvalue.schema.project import Project  # late, as above

        self._export(Project(), "填报模板.xlsx", None)

    def _export(self, project: object, suggested: str, department: str | None) -> None:
        from gzvalue.actions.sheets import export  # late, as above

        path = self.ask_save("导出 Excel", suggested, "Excel (*.xlsx)", replace=True)
        if path is None:
            return
        path = path if path.suffix else path.with_suffix(".xlsx")

        def done(result) -> None:
            notices = "；" + "；".join(result.notices) if result.notices else ""
            self._window.foot.say(f"已导出 {path.name}：{result.records:,} 条记录{notices}", str(path))

        self._window.work.run(f"正在导出 {path.name}", export, project, path, department, then=done)

    def _session(self) -> "Session":
        assert self._window.workspace is not None
        return self._window.workspace.session
