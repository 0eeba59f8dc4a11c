"""The one exception whose text a person reads."""

import errno


class UserError(Exception):
    """Something a person can mend: the text says what happened, to what, and what to do.

    Wrong *data* is not an error but a `Problem` (see `gzvalue.schema.problems`). Any other
    exception is a fault of the program.
    """


class Cancelled(Exception):
    """The person stopped a long task; nothing of it was kept."""


_REASONS = {
    ("ENOSPC", "EDQUOT", "EFBIG"): "磁盘已满或配额用尽",
    ("EACCES", "EPERM"): "没有权限",
    ("EROFS",): "所在磁盘只能读",
    ("ENOENT",): "没有这个文件或文件夹",
    ("ENOTDIR",): "路径中有一段不是文件夹",
    ("EISDIR",): "它是文件夹",
    ("EEXIST",): "已有同名的文件或文件夹",
    ("ENAMETOOLONG",): "文件名或路径太长",
    ("EINVAL", "EILSEQ"): "文件名中有不允许的字符",
    ("EBUSY", "ETXTBSY", "EDEADLK"): "正被其他程序占用",
    ("EIO", "ENXIO", "ENODEV"): "磁盘读写出错",
    (
        "ETIMEDOUT",
        "ENETUNREACH",
        "ENETDOWN",
        "EHOSTDOWN",
        "EHOSTUNREACH",
        "ESTALE",
        "ENOTCONN",
        "ECONNRESET",
        "ECONNABORTED",
    ): "网络位置连不上",
    ("EMFILE", "ENFILE"): "同时打开的文件太多",
    ("ELOOP",): "链接互相指向，没有尽头",
}
_BY_NUMBER = {getattr(errno, name): words for names, words in _REASONS.items() for name in names if hasattr(errno, name)}


def reason_of(wrong: OSError) -> str:
    """Why the system refused, in a few plain words, to stand in brackets within a sentence."""
    return _BY_NUMBER.get(wrong.errno or 0) or f"系统错误号 {wrong.errno}"
