"""What words and class names say."""

import numpy as np

from worker.article.body.characters import characters
from worker.article.body.lexicon import Lexicon, attribute_tokens


def test_unknown_words_say_nothing() -> None:
    known, unknown = characters(["share"]).word_hash[0], characters(["tide"]).word_hash[0]
    lexicon = Lexicon(word_keys=np.array([known], np.uint32), word_odds=np.array([-2.0], np.float32))

    assert lexicon.words(np.array([known, unknown], np.uint32)).tolist() == [-2.0, 0.0]
    assert Lexicon().words(np.array([known], np.uint32)).tolist() == [0.0]


def test_class_names_are_scored_by_their_known_tokens() -> None:
    lexicon = Lexicon(tokens={"story": 2.0, "footer": -3.0})

    scores = lexicon.attributes(["story-footer x9", "", "unheard"])

    assert scores.tolist() == [[-3.0, -0.5, 1.0], [0.0] * 3, [0.0] * 3]


def test_signs_that_are_no_letters_only_part_tokens_and_names() -> None:
    lexicon = Lexicon(tokens={"story": 2.0, "foot": -3.0})

    scores = lexicon.attributes(["story1", "story-22 x\nstoryFoot", "éstory", "st0ry"])

    assert scores.tolist() == [[2.0, 2.0, 0.0], [-3.0, np.float32(1 / 3), 1.0], [2.0, 2.0, 0.0], [0.0, 0.0, 0.0]]


def test_camel_case_is_taken_apart() -> None:
    assert attribute_tokens("siteNav--top TOP") == ("site", "nav", "top")
