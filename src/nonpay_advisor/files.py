"""Writing files so that nothing is lost: whole or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path


def write_atomically(path: Path, text: str | bytes, *, private: bool = False) -> None:
    """Write a file whole or not at all; an old file stays as it was if anything fails.

    path     the file; a device or pipe (/dev/full, a named pipe) is written to as it is
    private  readable by its owner only
    Raises OSError naming the file.
    """
    data = text.encode("utf-8") if isinstance(text, str) else text
    if path.exists() and not path.is_file():
        if path.is_dir():
            raise IsADirectoryError(21, "is a directory, a file is needed", str(path))
        with path.open("wb", buffering=0) as device:
            device.write(data)
        return
    folder = path.parent if str(path.parent) else Path()
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=folder)
    except OSError as error:
        raise OSError(error.errno, error.strerror or "cannot be written", str(path)) from None
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        mode = 0o600 if private else (path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask())
        os.chmod(name, mode)
        os.replace(name, path)
    except OSError as error:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise OSError(error.errno, error.strerror or "cannot be written", str(path)) from None
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
