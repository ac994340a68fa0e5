import pytest

from worker.article.body.features import known
from worker.article.page import lines_of_page
from worker.article.rules import Limits

FIRST = "The council voted on Monday to repair the old bridge over the river before winter."
SECOND = "Work starts in the spring, said the mayor, who asked the state for money three times."
ELSEWHERE = "A heron that nests below the bridge has become the pet of the whole quarter since May."
PAGE = "".join(f"<p>{text}</p>" for text in (FIRST, SECOND, ELSEWHERE, "Read more"))


def claimed(claim: str) -> list[float] | None:
    found = known(lines_of_page(PAGE.encode(), Limits()), claim=claim).claimed
    return None if found is None else found.tolist()


def test_lines_of_the_claimed_body_are_told_from_others_whatever_their_case_and_breaks() -> None:
    assert claimed(f"{FIRST.upper()} {SECOND}") == [1, 1, 0, 0]


def test_a_line_that_the_claim_cuts_short_stands_in_it_in_part() -> None:
    first, second, elsewhere, short = claimed(f"{FIRST} {SECOND} {ELSEWHERE[:30]}") or []

    assert (first, second, short) == (1, 1, 0)
    assert elsewhere == pytest.approx(4 / 15)


@pytest.mark.parametrize("claim", ["", FIRST])
def test_no_claim_and_one_of_few_words_say_nothing_of_any_line(claim: str) -> None:
    assert claimed(claim) is None


def test_words_of_two_lines_make_no_triple() -> None:
    lines = lines_of_page(b"<p>one two</p><p>three four</p>", Limits())

    turned = known(lines, claim="one two three four " * 10).claimed

    assert turned is not None
    assert turned.tolist() == [0, 0]
