"""导出测算底稿: ask where it shall lie, make it beside the window, and say so."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from gzvalue.gui.screen import Screen


def export_workbook(screen: Screen) -> None:
    """Ask for the place of the workbook and make it there; a quiet line with a link when it is finished."""
    from gzvalue.actions.workbook import FILE_NAME  # late: brings the writer of sheets

    proposed = screen.session.path.parent / f"{screen.session.path.stem}_{FILE_NAME}"
    chosen, _ = QFileDialog.getSaveFileName(screen, "导出测算底稿", str(proposed), "Excel (*.xlsx)")
    if chosen:
        make_workbook_at(screen, Path(chosen))


def make_workbook_at(screen: Screen, out: Path) -> None:
    """Make the workbook there in the work thread."""
    from gzvalue.actions.workbook import WorkbookResult, make_workbook  # late, as above

    out = out if out.suffix.lower() == ".xlsx" else out.with_name(out.name + ".xlsx")

    def done(made: WorkbookResult) -> None:
        errors = f"；尚有 {made.errors} 处错误待补正" if made.errors else ""
        words = f"已导出 {out.name}：{len(made.written.pages)} 张工作表，逐项核对 {len(made.written.figures):,} 项{errors}"
        screen.said.emit(words, str(made.path))

    screen.work.run(
        f"正在导出 {out.name}", make_workbook, screen.session.project, out, screen.session.valuation, then=done,
        failed=lambda sentence: screen.said.emit(sentence, ""),
    )  # fmt: skip
