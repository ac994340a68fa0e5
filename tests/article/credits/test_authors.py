import pytest

from worker.article.credits.authors import AuthorClaim, choose_authors, is_settled
from worker.article.document import Author, AuthorKind


def claim(source: str, *names: str, kind: AuthorKind = AuthorKind.PERSON) -> AuthorClaim:
    return AuthorClaim(tuple(Author(name=name, name_raw=name, kind=kind) for name in names), source)


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        ([claim("meta", "Jo Lind"), claim("json-ld", "Anna Berg")], ["Anna Berg"]),
        ([claim("json-ld", "The Post", kind=AuthorKind.DESK), claim("line", "Anna Berg")], ["Anna Berg"]),
        ([claim("json-ld", "Post"), claim("byline", "Anna Berg")], ["Anna Berg"]),
        ([claim("json-ld", "Anna Berg"), claim("byline", "Anna Berg", "Jo Lind")], ["Anna Berg", "Jo Lind"]),
        ([claim("json-ld", "Anna Berg"), claim("meta", "Anna Berg", "Jo Lind")], ["Anna Berg"]),
        ([claim("bare", "Jo Lind"), claim("json-ld", "The Post", kind=AuthorKind.DESK)], ["The Post"]),
        (
            [claim("mark", "Follow", kind=AuthorKind.DESK), claim("meta", "The Post", kind=AuthorKind.DESK)],
            ["The Post"],
        ),
        ([claim("bare", "Jo Lind")], ["Jo Lind"]),
    ],
)
def test_persons_count_before_the_house(claims: list[AuthorClaim], expected: list[str]) -> None:
    found = choose_authors(claims, ["The Post"])

    assert found is not None
    assert [author.name for author in found.authors] == expected


def test_no_claim_gives_no_author() -> None:
    assert choose_authors([AuthorClaim((), "meta")], []) is None


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (claim("json-ld", "Anna Berg"), True),
        (claim("json-ld", "The Post", "Anna Berg"), True),
        (claim("json-ld", "The Post"), False),
        (claim("json-ld", "City Desk", kind=AuthorKind.DESK), False),
        (claim("json-ld"), False),
        (claim("meta", "Anna Berg"), False),
    ],
)
def test_a_person_that_json_ld_names_settles_it(given: AuthorClaim, *, expected: bool) -> None:
    assert is_settled(given, ["The Post"]) is expected
