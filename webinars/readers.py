"""Starts the processes in which uploaded files are read, as files are not trusted."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


@contextmanager
def reader(script: Path, *arguments: str, file: IO[bytes] | None = None) -> Iterator[subprocess.Popen[bytes]]:
    """A process that runs a script of ours; it has ended when the block is left.

    It gets none of our environment, where the secrets are, imports nothing of ours, and has a process group of its own.
    The script itself limits its memory and time.
    """
    process = subprocess.Popen(  # noqa: S603
        [sys.executable, "-I", str(script), *arguments],
        stdin=file or subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={name: os.environ[name] for name in ("LD_LIBRARY_PATH",) if name in os.environ},
        start_new_session=True,
    )
    with process:
        try:
            yield process
        finally:
            process.kill()
