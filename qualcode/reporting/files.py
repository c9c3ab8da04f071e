"""Writing files whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from qualcode.errors import InputError


@contextmanager
def replacing(out: Path) -> Iterator[Path]:
    """Gives a temporary path beside a file and puts it in the file's place at the end.

    After an error the file is as it was. Raises `InputError` for a place that cannot be written.
    """
    try:
        handle, name = tempfile.mkstemp(dir=out.absolute().parent, suffix=out.suffix)
    except OSError as error:
        raise _unwritable(out, error) from error
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        mask = os.umask(0)
        os.umask(mask)
        temporary.chmod(0o666 & ~mask)
        temporary.replace(out)
    except OSError as error:
        raise _unwritable(out, error) from error
    finally:
        temporary.unlink(missing_ok=True)


def write_atomically(out: Path, content: bytes) -> None:
    """Write a file whole, or leave what was there."""
    with replacing(out) as temporary:
        temporary.write_bytes(content)


def _unwritable(out: Path, error: OSError) -> InputError:
    return InputError(
        f"The file cannot be written ({error.strerror}).",
        where=str(out),
        remedy="Does the folder exist, may you write there, and is the file open in a program?",
    )
