"""Ctrl-C in a long command: a wish at first, an order the second time."""

from __future__ import annotations

import signal
import threading

import pytest

from kg.cli.interrupts import finish_before_stopping
from kg.cli.params import Shared


def test_first_is_a_wish_second_an_order(capsys: pytest.CaptureFixture[str]) -> None:
    """The first one is said and can be asked for, the second raises; afterwards all is as before."""
    before = signal.getsignal(signal.SIGINT)
    with finish_before_stopping(Shared()) as stop:
        assert not stop()
        signal.raise_signal(signal.SIGINT)
        assert stop()
        assert "Ctrl-C again stops at once" in capsys.readouterr().err
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is before


def test_quiet_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    """With --quiet the wish is granted in silence."""
    with finish_before_stopping(Shared(quiet=True)) as stop:
        signal.raise_signal(signal.SIGINT)
        assert stop()
    assert capsys.readouterr().err == ""


def test_other_threads_are_left_alone() -> None:
    """Only the main thread may set handlers; elsewhere nothing is changed."""
    before, seen = signal.getsignal(signal.SIGINT), []

    def work() -> None:
        with finish_before_stopping(Shared()) as stop:
            seen.append((stop(), signal.getsignal(signal.SIGINT) is before))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert seen == [(False, True)]
