"""What an operator sees of the time that a step takes."""

import io
import re
import sys
import time

import pytest

from local import progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def a_long_step(monkeypatch: pytest.MonkeyPatch, output: io.StringIO, *, talks: bool) -> str:
    monkeypatch.setattr(progress, "_PATIENCE", 0.02)
    monkeypatch.setattr(sys, "stdout", output)
    with progress.step("Waiting", talks=talks):
        time.sleep(0.1)
    return re.sub(r"[\d.]+ s", "0 s", output.getvalue())


@pytest.mark.parametrize("talks", [False, True])
def test_a_log_has_the_start_and_the_end_of_a_step(
    monkeypatch: pytest.MonkeyPatch, talks: bool
) -> None:
    said = a_long_step(monkeypatch, io.StringIO(), talks=talks)
    assert said == "Waiting …\nWaiting … done (0 s)\n"


def test_a_terminal_has_one_line_that_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    said = a_long_step(monkeypatch, Terminal(), talks=False)
    assert said.count("\n") == 1
    counted = said.split("\r")
    assert counted[-1] == "Waiting … done (0 s)\n"
    assert set(counted[1:-1]) == {"Waiting … 0 s"}
