"""What `reconcile` finds: two places that should say the same, and do not."""

from dataclasses import dataclass

__all__ = ["Discrepancy"]


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """One kind of trouble, with all that has it."""

    name: str
    """Short and the same from run to run, for programs."""
    told: str
    """A sentence for people: what is wrong, and what to do where it is not repaired here."""
    subjects: tuple[str, ...]
    """Entries, documents or files that have it."""
    broken: bool = False
    """Whether something was lost or made up: then the command ends with the exit code for that."""
    repaired: int = 0
    """How many of the subjects have it no longer."""
