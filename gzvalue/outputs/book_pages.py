"""Page numbers of the volume of attachments: one way of counting for the index of the dossier and for the volume itself."""

from collections.abc import Iterable, Iterator


def places(pages: Iterable[int | None]) -> Iterator[tuple[int, int] | None]:
    """First and last page of each attachment, counted on from 1; none from the first attachment on whose pages nobody counted."""
    page: int | None = 1
    for count in pages:
        if page is None or not count:
            page = None
            yield None
            continue
        yield page, page + count - 1
        page += count


def place_words(place: tuple[int, int]) -> str:
    """``5–16``, or ``5``."""
    first, last = place
    return str(first) if first == last else f"{first}–{last}"
