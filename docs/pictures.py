"""Makes the pictures of the README and of docs/sample.md from the real window and the real papers of the samples.

QT_QPA_PLATFORM=offscreen .venv/bin/python docs/pictures.py [tourism industries]
"""

import os
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).parent / "pictures"
STEPS = ("enterprise", "catalogue", "rights", "quality", "scoring", "valuation", "financing", "dossier")
PAGES = {"page-cover": "数据资产价值自测说明", "page-summary": "概要", "page-steps": "评估单元测算过程", "page-loan": "融资与担保方案"}
INDUSTRY_PAGE = "评估单元测算过程"
USED = "cloud"
"""The sample whose other uses are shown too."""
SMALL, COLOURS = 1.0, 48
"""Pages of the industries are drawn at 72 dots an inch, in this many colours: each stays far below 150 kB."""


def window_pictures(project: Path, steps: tuple[str, ...], name: str = "", size: tuple[int, int] = (1600, 900)) -> None:
    """Grab the start page and the steps of a project; with a name only the steps, called by it."""
    from gzvalue.gui.app import make_app
    from gzvalue.gui.window import Window

    app = make_app([])
    window = Window()
    window.resize(*size)
    window.show()

    def settle(seconds: float) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            app.processEvents()
            time.sleep(0.01)

    settle(0.5)
    if not name:
        window.grab().save(str(HERE / "window-start.png"))
    window.open_project(project)
    for step in steps:
        window.workspace.show_step(step)
        settle(8 if step == "dossier" else 1.5)
        shown = f"industry-{name}{'' if step == 'valuation' else f'-{step}'}" if name else f"window-{step}"
        window.grab().save(str(HERE / f"{shown}.png"))
    window.close()


def page_pictures(pdf: Path, pages: dict[str, str], scale: float, colours: int) -> None:
    """Draw the page on which each chapter begins."""
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as document:
        heads = {item.get_title().split(maxsplit=1)[-1]: item.get_dest().get_index() for item in document.get_toc()}
        for name, head in pages.items():
            page = document[heads.get(head, 0)]
            page.render(scale=scale).to_pil().quantize(colours).save(HERE / f"{name}.png", optimize=True)


def tourism(out: Path) -> None:
    """The pictures of the README."""
    from gzvalue.actions.demo import make_demo

    made = make_demo(out)
    page_pictures(made.dossier, PAGES, 1.2, 64)
    window_pictures(made.project, STEPS)


def industries(out: Path) -> None:
    """Of each industry the value step and the page on which its steps begin."""
    from gzvalue.actions.demo import make_demo
    from gzvalue.actions.sample_list import samples

    for one in samples():
        made = make_demo(out / one.name, industry=one.name)
        page_pictures(made.dossier, {f"industry-{one.name}-page": INDUSTRY_PAGE}, SMALL, COLOURS)
        window_pictures(made.project, ("valuation", "uses") if one.name == USED else ("valuation",), one.name, (1366, 768))


def main(wanted: list[str]) -> None:
    """Make the wanted pictures, and shrink those of the window to few colours."""
    from PIL import Image

    HERE.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
            os.environ[name] = folder
        for name, make in (("tourism", tourism), ("industries", industries)):
            if name in wanted:
                make(Path(folder) / name)
    for picture in sorted(HERE.glob("*.png")):
        if not picture.stem.startswith("page-") and Image.open(picture).mode != "P":
            Image.open(picture).quantize(128 if picture.stem.startswith("window-") else 64).save(picture, optimize=True)


if __name__ == "__main__":
    main(sys.argv[1:] or ["tourism", "industries"])
