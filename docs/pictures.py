"""Makes the pictures of the README from the real window and the real paper of the tourism sample.

QT_QPA_PLATFORM=offscreen .venv/bin/python docs/pictures.py
"""

import os
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).parent / "pictures"
STEPS = ("enterprise", "catalogue", "rights", "quality", "scoring", "valuation", "financing", "dossier")
PAGES = {"page-cover": "数据资产价值自测说明", "page-summary": "概要", "page-steps": "评估单元测算过程", "page-loan": "融资与担保方案"}


def window_pictures(project: Path) -> None:
    from gzvalue.gui.app import make_app
    from gzvalue.gui.window import Window

    app = make_app([])
    window = Window()
    window.resize(1600, 900)
    window.show()

    def settle(seconds: float) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            app.processEvents()
            time.sleep(0.01)

    settle(0.5)
    window.grab().save(str(HERE / "window-start.png"))
    window.open_project(project)
    for step in STEPS:
        window.workspace.show_step(step)
        settle(8 if step == "dossier" else 1)
        window.grab().save(str(HERE / f"window-{step}.png"))
    window.close()


def page_pictures(pdf: Path) -> None:
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as document:
        heads = {item.get_title().split(maxsplit=1)[-1]: item.get_dest().get_index() for item in document.get_toc()}
        for name, head in PAGES.items():
            page = document[heads.get(head, 0)]
            page.render(scale=1.2).to_pil().quantize(64).save(HERE / f"{name}.png", optimize=True)


def main() -> None:
    from gzvalue.actions.demo import make_demo

    HERE.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
            os.environ[name] = folder
        out = Path(folder) / "demo"
        make_demo(out)
        page_pictures(next(out.glob("*自测说明.pdf")))
        window_pictures(next(out.glob("*.gzv")))
    for picture in sorted(HERE.glob("window-*.png")):
        from PIL import Image

        Image.open(picture).quantize(128).save(picture, optimize=True)


if __name__ == "__main__":
    main()
