"""Runs the core over hostile entries and says what it cannot stomach: exceptions, broken promises, slowness."""

import time
from collections.abc import Callable, Mapping
from typing import Any

from tests.patience import TooSlowError, cpu_limit
from worker.article.outcome import Fate, Outcome, Reason
from worker.article.rules import Rules
from worker.ingest import outcome_of

__all__ = ["MOST_SECONDS", "catastrophe", "limited_step", "seconds_of"]

MOST_SECONDS = 5.0
"""CPU time for an entry of some 100 KB, generously."""
AT_ONCE = {Reason.BAD_PAYLOAD, Reason.TOO_LARGE, Reason.UNDECODABLE}


def catastrophe(entry: Mapping[str, bytes], rules: Rules, *, again: bool = False) -> str | None:
    """What is wrong with what the core makes of `entry`; None when nothing is. `again`: twice gives the same bytes."""

    def broken(entry: Mapping[str, bytes]) -> str | None:
        outcome = outcome_of(entry, rules=rules)
        told = outcome.model_dump_json(by_alias=True).encode()
        if again and outcome_of(entry, rules=rules).model_dump_json(by_alias=True).encode() != told:
            return "twice gives other bytes"
        return _broken(outcome)

    return limited_step(broken, entry)


def limited_step(broken: Callable[[Any], str | None], given: Any, seconds: float = MOST_SECONDS) -> str | None:
    """What `broken` says of `given`, what it raises, or that it takes too long."""
    try:
        with cpu_limit(seconds):
            found = broken(given)
            return found and found[:300]
    except TooSlowError:
        return f"more than {seconds} s"
    except Exception as error:  # noqa: BLE001 -- this is what is looked for
        return f"{type(error).__name__}: {str(error)[:200]} at {_place(error)}"


def _broken(outcome: Outcome) -> str | None:
    if outcome.fate is Fate.DEAD and outcome.reason not in AT_ONCE:
        return f"dead without a name: {outcome.reason}"
    if outcome.fate is Fate.REJECTED and not outcome.reason:
        return "rejected without a reason"
    document = outcome.document
    if document is None:
        return None if outcome.fate is not Fate.STORED else "stored without a document"
    audit = document.audit
    if audit.lines_in != audit.lines_kept + audit.lines_metadata + audit.lines_removed:
        return (
            f"lines do not add up: {audit.lines_in}, {audit.lines_kept}, {audit.lines_metadata}, {audit.lines_removed}"
        )
    return None


def _place(error: Exception) -> str:
    trace, place = error.__traceback__, "?"
    while trace:
        code = trace.tb_frame.f_code
        if "worker/article" in code.co_filename:
            place = f"{code.co_filename.rpartition('worker/article/')[2]}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place


def seconds_of(entry: Mapping[str, bytes], rules: Rules) -> float:
    """CPU time that the core takes for `entry`."""
    began = time.process_time()
    outcome_of(entry, rules=rules)
    return time.process_time() - began
