"""A producer as a process that can be killed: `python -m tests.chaos.feeder URL PREFIX FIRST`.

It pushes articles from number FIRST on, keeps a few hundred waiting, and prints after each step how many are safely on
the intake, and `refused` where there was no room. It ends when its standard input does.
"""

import select
import sys
import time
from itertools import count

from tests.chaos.system import article
from worker.client import Producer, entry_of
from worker.errors import IntakeFullError
from worker.intake.keys import Keys
from worker.intake.state import state_of
from worker.server import connect

AT_ONCE = 16
WAITING = 200


def main(url: str, prefix: str, first: int) -> None:
    """Feed until standard input ends; any trouble but a full intake ends it with a traceback."""
    with Producer(url, prefix=prefix) as producer, connect(url) as client:
        for number in count(first, AT_ONCE):
            while state_of(client, Keys(prefix)).waiting > WAITING and not _over():
                time.sleep(0.02)
            if _over():
                return
            batch = [entry_of(article(n)) for n in range(number, number + AT_ONCE)]
            while batch:
                try:
                    del batch[: len(producer.push_entries(batch))]
                except IntakeFullError:
                    sys.stdout.write("refused\n")
                    sys.stdout.flush()
                    time.sleep(0.1)
            sys.stdout.write(f"{number + AT_ONCE}\n")
            sys.stdout.flush()


def _over() -> bool:
    return bool(select.select([sys.stdin], [], [], 0)[0])


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
