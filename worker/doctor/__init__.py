"""The doctor: gathers facts about a system and tells what is wrong with it, why that matters, and what to do."""

from worker.doctor.checks import findings
from worker.doctor.facts import Facts, gather
from worker.doctor.finding import Finding, Level

__all__ = ["Facts", "Finding", "Level", "findings", "gather"]
