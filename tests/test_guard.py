"""An article's limits, each in a process of its own: the kernel enforces them."""

import signal
import subprocess
import sys
from typing import NamedTuple

import pytest

HEAD = """
import collections, itertools, re, resource, signal, sys, time
from worker.guard import ArticleTimeout, Limits, reset_alarm
def told(): return (signal.getitimer(signal.ITIMER_REAL), signal.getitimer(signal.ITIMER_PROF),
                    resource.getrlimit(resource.RLIMIT_AS))
def forever():
    while True: pass
def swallowing():
    while True:
        try: sum(range(1000))
        except Exception: pass
def in_regex(): re.match(r"(a+)+$", "a" * 64 + "b")
def in_c(): collections.deque(itertools.repeat(0), maxlen=0)
def asleep(): time.sleep(60)
def deaf(): signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGPROF]); in_c()
def in_c_swallowing():
    while True:
        try: re.match(r"(a+)+$", "a" * 21 + "b")
        except Exception: pass
def hungry(): return [bytearray(64_000_000) for _ in range(10)]
"""


class Ended(NamedTuple):
    code: int
    printed: list[str]


def run(script: str) -> Ended:
    done = subprocess.run(
        [sys.executable, "-c", HEAD + script], capture_output=True, text=True, timeout=60, check=False
    )
    return Ended(done.returncode, done.stdout.split())


@pytest.mark.parametrize("work", ["forever", "swallowing", "in_c_swallowing", "in_regex"])
def test_the_soft_limit_is_raised_in_python_code_and_not_swallowed(work: str) -> None:
    ended = run(f"""
try:
    with Limits(0.2, 20, 512): {work}()
except ArticleTimeout: print("timeout")
""")

    assert ended == Ended(0, ["timeout"])


@pytest.mark.parametrize("work", ["in_c", "asleep", "deaf"])
def test_the_hard_limit_ends_the_process_wherever_it_is(work: str) -> None:
    ended = run(f"""
with Limits(0.1, 0.4, 512): {work}()
""")

    assert ended.code == -signal.SIGALRM


def test_the_hard_limit_holds_where_somebody_had_a_handler_for_it() -> None:
    """Billiard installs one, which would wait for C code to return."""
    ended = run("""
signal.signal(signal.SIGALRM, lambda *_: print("caught"))
reset_alarm()
with Limits(0.1, 0.4, 512): in_c()
""")

    assert ended == Ended(-signal.SIGALRM, [])


def test_waiting_does_not_count_against_the_soft_limit() -> None:
    """It is CPU time: a process that had to wait for a busy machine is not at fault."""
    ended = run("""
with Limits(0.2, 20, 512): time.sleep(0.5)
print("done")
""")

    assert ended == Ended(0, ["done"])


def test_too_much_memory_is_an_error_and_only_for_the_article() -> None:
    ended = run("""
try:
    with Limits(10, 20, 256): hungry()
except MemoryError: print("memory")
print(len(hungry()))
""")

    assert ended == Ended(0, ["memory", "10"])


def test_memory_counts_from_what_the_process_holds() -> None:
    """A parent that grew does not starve its articles."""
    ended = run("""
held = bytearray(600_000_000)
with Limits(10, 20, 512): more = bytearray(300_000_000)
print("fits")
""")

    assert ended == Ended(0, ["fits"])


@pytest.mark.parametrize("work", ["pass", "raise ValueError", "raise SystemExit", "forever()", "hungry()"])
def test_every_limit_is_gone_afterwards(work: str) -> None:
    ended = run(f"""
before = told()
for _ in range(2):
    try:
        with Limits(0.2, 20, 256): {work}
    except BaseException as error: print(type(error).__name__)
    print(told() == before)
""")

    assert ended.code == 0
    assert ended.printed.count("True") == 2
    assert "False" not in ended.printed


def test_a_limit_that_strikes_on_the_way_in_or_out_leaves_none_armed() -> None:
    """An armed hard limit would end the process ten seconds later, at some other article."""
    ended = run("""
import os
signal.signal(signal.SIGPROF, signal.SIG_IGN)
before, struck, parent = told(), 0, os.getpid()
striker = os.fork()
while striker == 0:
    os.kill(parent, signal.SIGPROF)
    for _ in range(500): pass
until = time.monotonic() + 1.5
while time.monotonic() < until:
    try:
        with Limits(10, 20, 512): [sum(range(50)) for _ in range(50)]
    except ArticleTimeout: struck += 1
    if told() != before: print("still armed"); break
os.kill(striker, signal.SIGKILL)
os.waitpid(striker, 0)
print("struck" if struck else "never")
""")

    assert ended == Ended(0, ["struck"])


def test_a_soft_limit_that_a_bare_except_swallowed_strikes_again() -> None:
    ended = run("""
def swallowing_all():
    for _ in range(2):
        try: forever()
        except: pass
try:
    with Limits(0.1, 30, 512): swallowing_all()
except ArticleTimeout: print("timeout")
else: print("swallowed twice")
""")

    assert ended == Ended(0, ["swallowed", "twice"])


def test_a_limit_that_the_system_has_set_is_not_loosened() -> None:
    ended = run("""
resource.setrlimit(resource.RLIMIT_AS, (700_000_000, 800_000_000))
try:
    with Limits(10, 20, 4096): bytearray(750_000_000)
except MemoryError: print("memory")
print(resource.getrlimit(resource.RLIMIT_AS))
""")

    assert ended == Ended(0, ["memory", "(700000000,", "800000000)"])


def test_limits_hold_for_one_block_after_another_and_not_between() -> None:
    ended = run("""
limits = Limits(0.2, 20, 256)
for work in (forever, hungry, forever, hungry):
    try:
        with limits: work()
    except (ArticleTimeout, MemoryError) as error: print(type(error).__name__)
    print(len(hungry()))
    signal.raise_signal(signal.SIGPROF)
""")

    assert ended == Ended(0, ["ArticleTimeout", "10", "MemoryError", "10"] * 2)


def test_memory_counts_anew_after_a_block_that_failed() -> None:
    """What it left behind in the process takes nothing from those after it."""
    ended = run("""
limits, held = Limits(10, 20, 512), []
for _ in range(4):
    try:
        with limits: held.append(bytearray(400_000_000)); raise ValueError
    except ValueError: print("fits")
""")

    assert ended == Ended(0, ["fits"] * 4)
