"""Ctrl-C in a long job: the first one is a wish that the job grants when it can, the second one ends it."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from kg.cli.params import Shared, note


@contextmanager
def finish_before_stopping(shared: Shared) -> Iterator[Callable[[], bool]]:
    """Yield a function that says whether Ctrl-C was pressed; pressed twice, it raises KeyboardInterrupt as ever."""
    wanted = threading.Event()

    def wish(_number: int, _frame: FrameType | None) -> None:
        if wanted.is_set():
            raise KeyboardInterrupt
        wanted.set()
        note(shared, "kg: finishing what is under way; Ctrl-C again stops at once")

    if threading.current_thread() is not threading.main_thread():
        yield wanted.is_set
        return
    before = signal.signal(signal.SIGINT, wish)
    try:
        yield wanted.is_set
    finally:
        signal.signal(signal.SIGINT, before)
