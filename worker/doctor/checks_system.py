"""Checks of the system: workers, lease, clocks, sinks, folders and ports."""

from worker.article.document import Document
from worker.doctor.facts import Facts
from worker.doctor.finding import Finding, fine, warning, wrong
from worker.settings import Settings

__all__ = [
    "backlog",
    "clocks",
    "conservation",
    "disks",
    "lease",
    "orphans",
    "ports",
    "releases",
    "sinks",
    "workers",
]

SKEW_SECONDS = 5
COMMIT_SECONDS = 15
"""What a commit may take on top of the article, when the server is slow."""
BACKLOG_SHARE = 0.8
LEAST_FREE_BYTES = 1024**3
IN_MEMORY = {"tmpfs", "ramfs"}


def conservation(facts: Facts, _settings: Settings) -> Finding:
    """Every entry that was added is somewhere."""
    state = facts.state
    if state.conserved:
        return fine("conservation", f"all {state.entries_added} entries are accounted for")
    return wrong(
        "conservation",
        f"{state.gap} entries and {state.letters_gap} letters are not accounted for",
        "somebody wrote to or deleted from Copydesk's keys by hand, or the server lost data",
        "compare `copydesk status` with the server's log; after a restore from a backup, see docs/operations.md",
    )


def workers(facts: Facts, _settings: Settings) -> Finding:
    """Somebody works, where there is work."""
    alive = [beat for beat in facts.workers if beat.is_alive]
    dead = [beat.worker for beat in facts.workers if not beat.is_alive]
    told = f"{len(alive)} alive, with {sum(beat.pool_size for beat in alive)} processes"
    if not alive and facts.state.waiting + facts.state.in_work:
        return wrong(
            "workers",
            f"none is alive, and {facts.state.waiting + facts.state.in_work} entries wait",
            "nothing happens until one is",
            "start one: copydesk worker; if one runs, look into its log",
        )
    if dead:
        return warning(
            "workers",
            f"{told}; without a word: {', '.join(dead)}",
            "they died, or cannot reach the server; what they held is taken up by others when its lease is over",
            "look into their logs; a name is forgotten after a day",
        )
    return fine("workers", told)


def orphans(facts: Facts, settings: Settings) -> Finding:
    """Nothing is held by the dead for longer than its lease."""
    alive = {beat.worker for beat in facts.workers if beat.is_alive}
    held = [
        holder
        for holder in facts.holders
        if holder.consumer.rpartition("/")[0] not in alive and holder.idle_seconds > settings.lease_seconds
    ]
    if not held:
        return fine("orphans", "no entry is held by a dead worker")
    return warning(
        "orphans",
        f"{sum(holder.pending for holder in held)} entries are held by {', '.join(h.consumer for h in held)}",
        "their workers are gone and the lease is over; the next ticket of any worker takes them up",
        "nothing where a worker is alive; else start one. Never XGROUP DELCONSUMER: it would lose them",
    )


def lease(_facts: Facts, settings: Settings) -> Finding:
    """The lease covers the article's limit and a slow commit."""
    told = f"lease {settings.lease_seconds:g} s, hard limit {settings.hard_limit_seconds:g} s"
    if settings.lease_seconds >= settings.hard_limit_seconds + COMMIT_SECONDS:
        return fine("lease", told)
    return warning(
        "lease",
        told,
        "an article near its limit on a slow server may be given to a second worker: its work is done twice",
        f"lease_seconds of at least {settings.hard_limit_seconds + COMMIT_SECONDS:g}, the same for every worker",
    )


def clocks(facts: Facts, _settings: Settings) -> Finding:
    """Clocks agree; only logs depend on it, since leases go by the server's."""
    skews = {"this host": facts.skew_seconds} | {
        beat.worker: beat.skew_seconds for beat in facts.workers if beat.is_alive
    }
    off = {name: skew for name, skew in skews.items() if abs(skew) > SKEW_SECONDS}
    if not off:
        return fine("clocks", f"at most {max(map(abs, skews.values())):.1f} s from the server's")
    return warning(
        "clocks",
        "; ".join(f"{name} {skew:+.0f} s" for name, skew in off.items()),
        "leases go by the server's clock and do not suffer, but logs cannot be put in order and TLS may fail",
        "let a time service (NTP) set the clock",
    )


def releases(facts: Facts, _settings: Settings) -> Finding:
    """All workers run one release and one model, and write the schema that this one knows."""
    versions = {beat.version for beat in facts.workers if beat.is_alive and beat.version}
    ours = str(Document.model_fields["schema_version"].default)
    told = (
        f"release {', '.join(sorted(versions)) or '-'}; model {', '.join(sorted(facts.models)) or '-'}; schema {ours}"
    )
    if facts.schemas - {ours}:
        return warning(
            "releases",
            f"{told}; documents of schema {', '.join(sorted(facts.schemas - {ours}))}",
            "workers of another release write documents that readers of this one may not understand",
            "bring readers to the newer release first, then workers (docs/operations.md, upgrade)",
        )
    if len(versions) > 1 or len(facts.models) > 1:
        return warning(
            "releases",
            told,
            "the same article may come out differently, depending on who takes it",
            "fine while an upgrade is under way; else bring all workers to one release",
        )
    return fine("releases", told)


def backlog(facts: Facts, settings: Settings) -> Finding:
    """Producers find room."""
    waiting = facts.state.waiting
    if waiting > BACKLOG_SHARE * settings.max_backlog:
        return wrong(
            "backlog",
            f"{waiting} of {settings.max_backlog} entries wait",
            "producers are refused at the limit",
            "add workers",
        )
    return fine("backlog", f"{waiting} wait, {facts.state.in_work} in work, {facts.state.inbox} in the inbox")


def sinks(facts: Facts, settings: Settings) -> Finding:
    """Every sink keeps up."""
    late = [sink for sink in facts.state.sinks if sink.waiting + sink.in_work > settings.sink_max_behind]
    if not late:
        return fine("sinks", ", ".join(f"{s.name} {s.waiting + s.in_work} behind" for s in facts.state.sinks) or "none")
    return wrong(
        "sinks",
        ", ".join(f"{sink.name} is {sink.waiting + sink.in_work} documents behind" for sink in late),
        f"workers take no articles while a sink is more than {settings.sink_max_behind} behind (sink_max_behind)",
        "see the workers' logs for `sink unavailable`; a sink that is no more: XGROUP DESTROY its group on the stream",
    )


def disks(facts: Facts, _settings: Settings) -> Finding:
    """Folders can be written, lie on a real disk, and have room."""
    for name, disk in facts.disks.items():
        where = f"{name} ({disk.folder})"
        if disk.trouble:
            return wrong(
                "disks",
                f"{where} cannot be written: {disk.trouble}",
                "documents stay in the output stream until it can",
                "give the user of the workers the right to write there",
            )
        if disk.kind in IN_MEMORY:
            return warning(
                "disks",
                f"{where} lies in memory ({disk.kind})",
                "a restart of the machine, or of the container, forgets it",
                "name a folder on a disk, or mount a volume there",
            )
        if disk.free_bytes < LEAST_FREE_BYTES:
            return warning(
                "disks",
                f"{where} has {disk.free_bytes // 1024**2} MB left",
                "when it is full, workers stop taking articles",
                "make room",
            )
    return fine(
        "disks", ", ".join(f"{name} on {disk.kind or 'a disk'}" for name, disk in facts.disks.items()) or "none"
    )


def ports(facts: Facts, _settings: Settings) -> Finding:
    """Flower and the metrics are for this machine, unless told otherwise."""
    if not facts.open_ports:
        return fine("ports", "neither Flower nor metrics answer on this host's network address")
    return warning(
        "ports",
        ", ".join(f"{name} answers at {address}" for name, address in facts.open_ports.items()),
        "metrics need no password, and Flower's can stop workers",
        "let them listen on 127.0.0.1 and reach them by a tunnel or a proxy with a password and TLS",
    )
