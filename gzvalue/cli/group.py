"""How every command speaks when something stands in its way: one plain sentence and an exit status, never a traceback.

2 stands for what a person can mend (a `UserError`, a wrong use of the command), 130 for being stopped by Ctrl-C.
"""

import errno
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

import click

from gzvalue.errors import Cancelled, UserError, reason_of

_REFUSED, _STOPPED = 2, 130
_SHOWN = 80
_DESKTOP = {"sqlite_utils", "filelock", "xlsxwriter", "python_calamine", "pandas", "duckdb", "sqlglot", "PySide6", "pypdfium2", "pyhanko"}
"""What a receiver who only verifies need not install."""


class Commands(click.Group):
    """The group of all commands."""

    def make_context(self, *args: Any, **extra: Any) -> click.Context:
        """As in click, with wrong uses told in Chinese."""
        with _plainly():
            return super().make_context(*args, **extra)

    def invoke(self, ctx: click.Context) -> object:
        """Run the chosen command."""
        _never_fail_on_a_letter()
        with _plainly():
            return super().invoke(ctx)


@contextmanager
def _plainly() -> Iterator[None]:
    try:
        yield
    except UserError as wrong:
        _refuse(str(wrong))
    except ModuleNotFoundError as wrong:
        if (wrong.name or "").partition(".")[0] not in _DESKTOP:
            raise
        _refuse('这里只安装了核验所需的部分，没有这条命令要用的组件。完整安装：pip install "gzvalue[desktop]"。')
    except click.exceptions.NoArgsIsHelpError:
        raise
    except click.UsageError as wrong:
        _refuse(f"{_told(wrong)}用法见 {wrong.ctx.command_path if wrong.ctx else 'gzvalue'} --help。")
    except (KeyboardInterrupt, Cancelled):
        click.echo("\ngzvalue: 已停止，没有做完的部分没有写入。", err=True)
        sys.exit(_STOPPED)
    except UnicodeEncodeError as wrong:
        _refuse(f"本机的字符编码（{wrong.encoding}）写不出中文文件名。请先设置 LANG=C.UTF-8 或 zh_CN.UTF-8，再运行。")
    except OSError as wrong:
        if wrong.errno in (errno.EPIPE, None):
            raise
        if wrong.filename is None:
            _refuse(f"结果没有写完（{reason_of(wrong)}）。请换一个输出位置后再试。")
        _refuse(f"不能使用“{str(wrong.filename)[:_SHOWN]}”（{reason_of(wrong)}）。请核对文件名与位置后再试。")


def _refuse(words: str) -> NoReturn:
    click.echo(f"gzvalue: {words}", err=True)
    sys.exit(_REFUSED)


def _never_fail_on_a_letter() -> None:
    """A console of another encoding shows a letter it lacks as its code (``\\u2212``) instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and getattr(stream, "errors", "") == "strict" and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def _told(wrong: click.UsageError) -> str:
    """What is wrong with the words of a command."""
    if isinstance(wrong, click.NoSuchOption):
        return f"没有选项“{wrong.option_name}”{_meant(wrong.possibilities)}。"
    if isinstance(wrong, click.exceptions.NoSuchCommand):
        return f"没有命令“{wrong.command_name}”{_meant(wrong.possibilities)}。"
    if isinstance(wrong, click.MissingParameter):
        return f"还缺少 {_name(wrong)}。"
    if isinstance(wrong, click.BadParameter):
        kind = wrong.param.type if wrong.param else None
        choices = f"，可选：{'、'.join(map(str, kind.choices))}" if isinstance(kind, click.Choice) else ""
        return f"{_name(wrong)} 的内容不能用{choices}。"
    if isinstance(wrong, click.BadOptionUsage):
        return f"选项“{wrong.option_name}”后面缺少内容，或多了内容。"
    extra = wrong.message.removeprefix("Got unexpected extra argument").lstrip("s ").strip("().")
    return f"多出了“{extra}”。" if extra != wrong.message.strip("().") else wrong.message


def _meant(near: list[str] | None) -> str:
    return f"，是不是“{near[0]}”？" if near else ""


def _name(wrong: click.BadParameter) -> str:
    param = wrong.param
    if param is None:
        return wrong.param_hint if isinstance(wrong.param_hint, str) else "参数"
    return (
        f"选项 {' / '.join(param.opts)}"
        if isinstance(param, click.Option)
        else param.make_metavar(wrong.ctx or click.get_current_context())
    )
