"""The pages of a dossier from frozen content alone: the same function draws a draft, an issue, and what a verifier compares with."""

from collections.abc import Callable

from gzvalue.outputs.content import Content
from gzvalue.outputs.dossier import dossier_blocks
from gzvalue.outputs.options import Options
from gzvalue.outputs.pdf.document import PageSet, Rendered, typeset
from gzvalue.outputs.words import DOCUMENT, NOT_AN_APPRAISAL, text_of

TITLE = DOCUMENT + NOT_AN_APPRAISAL

Progress = Callable[[int, int, str], None]


def drawn(content: Content, options: Options, progress: Progress | None = None) -> Rendered:
    """The pages as a plain PDF, with what is known of them."""
    owner = text_of(content.project.enterprise.name)
    page = PageSet(
        title=TITLE,
        short_name=DOCUMENT,
        owner=owner,
        subject=f"{owner} {DOCUMENT}",
        as_of=content.project.head.as_of,
        draft=content.draft,
        sample_mark=content.sample_mark,
        mirrored=options.mirrored,
        number=content.proof.name if content.proof is not None else "",
    )
    return typeset(iter(dossier_blocks(content, options)), page, progress)  # an iterator, so that no one holds the blocks to the end
