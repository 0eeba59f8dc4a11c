"""Is the place where a file lies safe for a database? Network shares and synchronised folders are named as a risk."""

import os
import re
import sys
from pathlib import Path, PurePath, PureWindowsPath

_NETWORK_TYPES = {
    "nfs": "NFS", "nfs4": "NFS", "cifs": "Windows 共享", "smb3": "Windows 共享", "smbfs": "Windows 共享", "fuse.sshfs": "SSHFS", "fuse.smbnetfs": "Windows 共享",
    "fuse.gvfsd-fuse": "网络位置", "fuse.davfs2": "WebDAV", "davfs": "WebDAV", "fuse.davfs": "WebDAV", "afs": "AFS", "9p": "虚拟机共享", "fuse.rclone": "云盘挂载", "ncpfs": "网络位置",
}  # fmt: skip

_SYNCED = (
    ("OneDrive", r"onedrive( -.*)?"),
    ("Dropbox", r"dropbox( \(.*\))?"),
    ("坚果云", r"(我的)?坚果云|nutstore( files)?"),
    ("百度网盘", r"百度网盘.*|百度云.*|baidunetdisk.*|baidusyncdisk"),
    ("iCloud", r"icloud ?drive|icloud云盘|com~apple~clouddocs|mobile documents"),
    ("Google Drive", r"google ?drive|googledrive-.*|我的云端硬盘|my drive"),
    ("企业微信微盘", r"企业微信.*|wxwork|wedrive|微盘"),
    ("WPS 云盘", r"wps ?云盘|wps ?云文档|wpsdrive|wps cloud files|kingsoft cloud"),
    ("阿里云盘", r"阿里云盘.*|adrive|aliyundrive"),
    ("腾讯微云", r"腾讯微云.*|微云同步.*|weiyun"),
    ("天翼云盘", r"天翼云盘.*|ecloud"),
    ("飞书云盘", r"飞书云盘.*|larkdrive"),
)
_PATTERNS = tuple((name, re.compile(pattern, re.IGNORECASE)) for name, pattern in _SYNCED)


def warnings_about(path: Path) -> tuple[str, ...]:
    """Sentences about the risks of a file's place; empty for an ordinary folder on a local disk."""
    found = []
    share = _network(path)
    if share:
        found.append(
            f"文件在网络位置（{share}）上。网络中断或多台电脑同时打开可能损坏文件，建议在本机磁盘上编辑，完成后再另存副本到网络位置。"
        )
    synced = synced_by(path) or synced_by(path.resolve())
    if synced:
        found.append(
            f"文件在同步文件夹（{synced}）中。编辑时同步可能产生冲突副本或旧版本，建议移到普通文件夹编辑，完成后再另存副本到同步文件夹。"
        )
    return tuple(found)


def synced_by(path: PurePath) -> str:
    """The synchronising program to which a folder of this path belongs, judged by folder names; empty if none."""
    for part in path.parts[:-1]:
        for name, pattern in _PATTERNS:
            if pattern.fullmatch(part):
                return name
    for key in ("OneDrive", "OneDriveCommercial", "OneDriveConsumer"):
        root = os.environ.get(key)
        if root and path.is_relative_to(root):
            return "OneDrive"
    return ""


def _network(path: Path) -> str:
    if sys.platform == "win32":
        return _windows_share(path)
    try:
        mounts = Path("/proc/mounts").read_text("utf-8", "surrogateescape")
    except OSError:
        return ""
    return network_mount(path.resolve(), mounts)


def network_mount(path: PurePath, mounts: str) -> str:
    """The sort of network mount on which a path lies, by the text of ``/proc/mounts``; empty if it is local."""
    best, kind = -1, ""
    for line in mounts.splitlines():
        words = line.split(" ")
        if len(words) < 3:
            continue
        point = re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), words[1])
        # a later mount hides an earlier one at the same place
        if path.is_relative_to(point) and len(point) >= best:
            best, kind = len(point), words[2]
    return _NETWORK_TYPES.get(kind, "")


def is_unc(path: PurePath) -> bool:
    r"""Whether a Windows path names a server (``\\server\share\…``)."""
    drive = PureWindowsPath(path).drive
    return (drive.startswith("\\\\") and not drive.startswith(("\\\\?\\", "\\\\.\\"))) or drive.upper().startswith("\\\\?\\UNC\\")


def _windows_share(path: Path) -> str:
    if is_unc(path):
        return "Windows 共享"
    if sys.platform == "win32":
        import ctypes  # Windows only

        remote = 4  # DRIVE_REMOTE of GetDriveTypeW
        if ctypes.windll.kernel32.GetDriveTypeW(path.drive + "\\") == remote:
            return f"映射的网络驱动器 {path.drive}"
    return ""
