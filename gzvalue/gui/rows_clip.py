"""Blocks of cells as Excel and WPS put them on the clipboard and take them from it."""

from collections.abc import Sequence
from html import escape

Block = list[list[str]]


def to_text(block: Sequence[Sequence[str]]) -> str:
    """Tab-separated text; cells with tabs, line ends or leading quotes are quoted, as spreadsheets do."""
    return "\n".join("\t".join(_quoted(cell) for cell in line) for line in block)


def _quoted(cell: str) -> str:
    if "\t" in cell or "\n" in cell or cell.startswith('"'):
        return '"' + cell.replace('"', '""') + '"'
    return cell


def to_html(block: Sequence[Sequence[str]], as_text: Sequence[bool]) -> str:
    """The block as a table; columns of text say so, or Excel would cut 18-digit identifiers and run ``=1+1``."""
    style = " style=\"mso-number-format:'\\@'\""
    lines = []
    for line in block:
        cells = "".join(
            f"<td{style if textual else ''}>{escape(cell).replace(chr(10), '<br>')}</td>"
            for cell, textual in zip(line, as_text, strict=True)
        )
        lines.append(f"<tr>{cells}</tr>")
    return f'<html><head><meta charset="utf-8"></head><body><table>{"".join(lines)}</table></body></html>'


def from_text(text: str) -> Block:
    """The block in tab-separated text: quoted cells may hold tabs and line ends; a stray quote is a character like others."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n")
    block: Block = [[]]
    at = 0
    while True:
        cell, at = _cell(text, at)
        block[-1].append(cell)
        if at >= len(text):
            return block
        if text[at] == "\n":
            block.append([])
        at += 1


def _cell(text: str, at: int) -> tuple[str, int]:
    if text.startswith('"', at):
        end = at + 1
        while (end := text.find('"', end)) >= 0:
            if text.startswith('""', end):
                end += 2
                continue
            if end + 1 == len(text) or text[end + 1] in "\t\n":
                return text[at + 1 : end].replace('""', '"'), end + 1
            break
    ends = [place for place in (text.find("\t", at), text.find("\n", at)) if place >= 0]
    end = min(ends, default=len(text))
    return text[at:end], end


def turned(block: Block) -> Block:
    """Rows as columns; short lines are filled up with empty cells."""
    width = max((len(line) for line in block), default=0)
    return [[line[c] if c < len(line) else "" for line in block] for c in range(width)]
