"""What is wrong with a system, in sentences, by its counters alone."""

from worker.intake.state import State
from worker.settings import Settings

__all__ = ["wrong_in_words"]


def wrong_in_words(state: State, settings: Settings) -> list[str]:
    """A sentence for each thing that is wrong, with what to do; empty when nothing is."""
    return [
        *_gap(state.gap, "entries", "came in and have neither a fate nor a place"),
        *_gap(state.letters_gap, "letters", "were kept and are neither there nor replayed nor dropped"),
        *_backlog(state, settings),
        *_sinks(state, settings),
    ]


def _gap(gap: int, what: str, how: str) -> list[str]:
    if gap > 0:
        return [f"{gap} {what} {how}: the server lost data, or somebody deleted keys; see copydesk reconcile"]
    if gap < 0:
        return [f"{-gap} {what} more than came in: somebody changed keys by hand; see copydesk reconcile"]
    return []


def _backlog(state: State, settings: Settings) -> list[str]:
    if state.waiting + state.in_work < settings.max_backlog:
        return []
    return [f"the intake is full (max_backlog, {settings.max_backlog}): producers are refused; start more workers"]


def _sinks(state: State, settings: Settings) -> list[str]:
    return [
        f"{sink.name} is {sink.waiting + sink.in_work} documents behind, sink_max_behind is {settings.sink_max_behind}:"
        " workers take no articles until it has caught up; see why in the workers' logs"
        for sink in state.sinks
        if sink.waiting + sink.in_work > settings.sink_max_behind
    ]
