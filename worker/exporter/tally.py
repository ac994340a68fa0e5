"""What the fates stream says beyond the counters: milliseconds, deliveries, models, and bodies by publisher."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["BOUNDS_MS", "OTHER", "FatesTally", "Milliseconds"]

BOUNDS_MS = (1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000, float("inf"))
OTHER = "other"
"""Publisher of all those that have no series of their own."""
MAX_PUBLISHERS = 50
OWN_SERIES_FROM = 10
"""Articles after which a publisher gets a series of its own, while there is one left."""
MAX_CANDIDATES = 10_000
SHORT_CHARS = 600
"""A body of fewer characters is short: about 100 words, two or three paragraphs."""
NO_BODY = {"no-text", "javascript-shell", "not-an-article"}
SHORT_BODY = {"too-short", "paywall", "stub", "consent-wall", "bot-check"}


@dataclass(slots=True)
class Milliseconds:
    """A histogram: counts cumulate at reading, not at writing."""

    counts: list[int] = field(default_factory=lambda: [0] * len(BOUNDS_MS))
    total: float = 0.0

    def add(self, milliseconds: float) -> None:
        """Count one article."""
        self.total += milliseconds
        self.counts[next(at for at, bound in enumerate(BOUNDS_MS) if milliseconds <= bound)] += 1

    @property
    def buckets(self) -> dict[float, int]:
        """Articles at or below each bound."""
        seen = 0
        found = {}
        for bound, count in zip(BOUNDS_MS, self.counts, strict=True):
            seen += count
            found[bound] = seen
        return found


class FatesTally:
    """Counts fates as they are read. Nothing it holds grows without bound, and no count ever falls."""

    def __init__(self) -> None:
        self.milliseconds: defaultdict[str, Milliseconds] = defaultdict(Milliseconds)
        """By fate."""
        self.deliveries: Counter[str] = Counter()
        self.models: Counter[str] = Counter()
        self.votes = 0
        """Articles whose body was in such doubt that an extractor's vote was asked for."""
        self.bodies: Counter[tuple[str, str]] = Counter()
        """By publisher's domain and kind of body: `full`, `short`, `none`."""
        self._own: set[str] = set()
        self._candidates: Counter[str] = Counter()

    def add(self, fate: Mapping[str, str]) -> None:
        """Count one entry of the fates stream; a field may be missing."""
        if took := fate.get("tookMs"):
            self.milliseconds[fate["fate"]].add(float(took))
        if attempt := fate.get("attempt"):
            self.deliveries[attempt] += 1
        if model := fate.get("model"):
            self.models[model] += 1
        self.votes += fate.get("voted") == "1"
        body = _body(fate)
        if body and (publisher := fate.get("publisher")):
            self.bodies[self._series(publisher), body] += 1

    def _series(self, publisher: str) -> str:
        """The publisher itself once it has sent enough, as long as there is room; what came before stays `other`."""
        if publisher in self._own:
            return publisher
        if len(self._own) == MAX_PUBLISHERS:
            return OTHER
        self._candidates[publisher] += 1
        if self._candidates[publisher] >= OWN_SERIES_FROM:
            self._own.add(publisher)
            del self._candidates[publisher]
        elif len(self._candidates) > MAX_CANDIDATES:
            self._candidates.clear()
        return OTHER


def _body(fate: Mapping[str, str]) -> str | None:
    """None for a fate that says nothing about the body, such as `dead`."""
    if fate["fate"] in {"stored", "duplicate"} and "bodyChars" in fate:
        return "full" if int(fate["bodyChars"]) >= SHORT_CHARS else "short"
    if fate.get("reason") in NO_BODY:
        return "none"
    return "short" if fate.get("reason") in SHORT_BODY else None
