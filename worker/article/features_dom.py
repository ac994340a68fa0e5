"""What the markup says of each line, as columns: tags, class names, where the prose is, which article it is in."""

from typing import Any, Final

import numpy as np
import numpy.typing as npt

from worker.article.blocktree import TAG_CODES, BlockTree, block_tree, meeting
from worker.article.characters import Floats
from worker.article.lexicon import Lexicon
from worker.article.lines import Lines
from worker.article.series import log, shifted, signed_log

__all__ = ["dom_columns"]

_Columns = dict[str, npt.NDArray[Any]]


def dom_columns(lines: Lines, lexicon: Lexicon, prose: Floats, titles: npt.NDArray[np.bool_]) -> _Columns:
    """Columns of a page with markup, a row a line; `titles` marks the lines that repeat a title."""
    tree = block_tree(lines, prose)
    return (
        _line_columns(tree)
        | _name_columns(lines, lexicon, tree)
        | _mass_columns(tree)
        | _group_columns(lines, tree, prose)
        | _article_columns(tree, titles)
    )


_FLAGS: Final = 13
_ROOT_SHARES: Final = (0.9, 0.6)


def _line_columns(tree: BlockTree) -> _Columns:
    here = tree.here
    parent = tree.parent[here]
    flags = tree.flags[here]
    found: _Columns = {f"flag_{bit}": (flags >> bit) & 1 for bit in range(_FLAGS)}
    return found | {
        "linked": tree.linked,
        "emphasised": tree.emphasised,
        "tag": tree.tag[here],
        "tag_1": tree.tag[parent],
        "tag_2": tree.tag[tree.parent[parent]],
        "depth": tree.depth[here],
        "same_parent": shifted(parent, -1) == parent,
        "fresh_block": shifted(here, -1) != here,
    }


def _name_columns(lines: Lines, lexicon: Lexicon, tree: BlockTree) -> _Columns:
    scores = lexicon.attributes(lines.blocks.attributes)
    here = tree.here
    first, second = tree.parent[here], tree.above[1][here]
    least, most = scores[:, 0].copy(), scores[:, 1].copy()
    bad, good, decayed = scores[:, 3].copy(), scores[:, 4].copy(), scores[:, 2].copy()
    nearest = np.where(scores[:, 2] != 0, np.arange(len(scores)), tree.parent)
    weight = 0.7
    for up in tree.above:
        top = up == 0
        least, most = np.minimum(least, least[up]), np.maximum(most, most[up])
        bad, good = bad + np.where(top, 0, bad[up]), good + np.where(top, 0, good[up])
        decayed = decayed + np.where(top, 0, weight * decayed[up])
        nearest = nearest[nearest]
        weight *= weight
    return {
        "token_least": least[here],
        "token_most": most[here],
        "token_near": scores[nearest[here], 2],
        "token_sum": decayed[here],
        "token_bad": bad[here],
        "token_good": good[here],
        "token_own": scores[here, 2],
        "token_own_least": scores[here, 0],
        "token_own_bad": scores[here, 3],
        "token_1": scores[first, 2],
        "token_1_bad": scores[first, 3],
        "token_1_good": scores[first, 4],
        "token_2": scores[second, 2],
        "token_2_bad": scores[second, 3],
    }


def _mass_columns(tree: BlockTree) -> _Columns:
    """How much of the page's prose, and how dense with links, each of a line's ancestors is."""
    found: _Columns = {}
    total = max(float(tree.mass[0]), 1.0)
    block = tree.here
    for step in range(5):
        found[f"mass_{step}"] = tree.mass[block] / total
        if step:
            found[f"links_{step}"] = tree.link_chars[block] / (tree.chars[block] + 1)
            found[f"chars_{step}"] = log(tree.chars[block])
        block = tree.parent[block]
    for share in _ROOT_SHARES:
        # blocks that hold more than half of the prose stand inside one another: the last one is the innermost
        root = int(np.flatnonzero(tree.mass >= share * total)[-1]) if tree.mass[0] >= share * total else 0
        inside = (tree.here >= root) & (tree.here < tree.end[root])
        found[f"root_{share}"] = np.where(inside, tree.depth[tree.here] - tree.depth[root], -1)
    return found


def _group_columns(lines: Lines, tree: BlockTree, prose: Floats) -> _Columns:
    """Lines of the same kind of markup, and of the same parent, taken together."""
    blocks, here = lines.blocks, tree.here
    kinds: dict[tuple[str, str, str, str], int] = {}
    tags, names, parents = blocks.tag, blocks.attributes, blocks.parent
    rows = [
        kinds.setdefault((tags[row], names[row], tags[parents[row]], names[parents[row]]), len(kinds))
        for row in lines.block
    ]
    kind = np.array(rows, np.intp)
    size = np.maximum(np.bincount(kind), 1)
    sentences = (prose > 0).astype(np.float32)
    parent = tree.parent[here]
    siblings = np.bincount(parent, minlength=len(tree.parent))
    return {
        "kind_lines": log(size)[kind],
        "kind_prose": (np.bincount(kind, sentences) / size)[kind],
        "kind_linked": (np.bincount(kind, tree.linked) / size)[kind],
        "kind_mass": np.bincount(kind, prose)[kind] / max(float(prose.sum()), 1.0),
        "kind_position": (np.bincount(kind, np.arange(len(kind))) / size)[kind] / max(len(kind), 1),
        "kind_before": shifted(kind, -1) == kind,
        "kind_after": shifted(kind, 1) == kind,
        "siblings": log(siblings)[parent],
        "siblings_prose": np.bincount(parent, sentences, len(tree.parent))[parent] / siblings[parent],
    }


def _article_columns(tree: BlockTree, titles: npt.NDArray[np.bool_]) -> _Columns:
    """Which article: where the line stands to the headline, to the two best groups of paragraphs, among articles."""
    here, count = tree.here, len(tree.here)
    total = max(float(tree.mass[0]), 1.0)
    anchor = _anchor(tree, titles)
    best, second = _two_best(tree)
    article = np.cumsum(tree.tag == TAG_CODES["article"])
    found: _Columns = {
        "articles": np.full(count, log(float(article[-1]))),
        "article": article[here],
        "rival": np.full(count, float(tree.own[second] / max(float(tree.own[best]), 1.0))),
        "best_share": np.full(count, float(tree.own[best]) / total),
    }
    for name, target in (("best", best), ("second", second)):
        met = meeting(tree, target)[here]
        found[f"{name}_inside"] = (here >= target) & (here < tree.end[target])
        found[f"{name}_mass"] = tree.mass[met] / total
        found[f"{name}_up"] = tree.depth[target] - tree.depth[met]
    if anchor < 0:
        lost = np.full(count, -1.0)
        return found | {"title_mass": lost, "title_up": lost, "title_down": lost, "from_h1": lost, "title_run": lost}
    met = meeting(tree, int(here[anchor]))[here]
    runs = np.cumsum(tree.tag[here] == TAG_CODES["h1"])
    return found | {
        "title_mass": tree.mass[met] / total,
        "title_up": tree.depth[here[anchor]] - tree.depth[met],
        "title_down": tree.depth[here] - tree.depth[met],
        "from_h1": signed_log(np.arange(count) - anchor),
        "title_run": runs - runs[anchor],
    }


def _anchor(tree: BlockTree, titles: npt.NDArray[np.bool_]) -> int:
    """The line that is the headline: an h1 that repeats a title, else a line that does, else the first h1, else -1."""
    first_rank = tree.tag[tree.here] == TAG_CODES["h1"]
    for choice in (first_rank & titles, titles, first_rank):
        rows = np.flatnonzero(choice)
        if len(rows):
            return int(rows[0])
    return -1


def _two_best(tree: BlockTree) -> tuple[int, int]:
    """The blocks with the most prose in their own and their children's lines; the same twice where there is one."""
    best = int(np.argmax(tree.own))
    rest = tree.own.copy()
    rest[best] = 0
    rest[tree.parent[best]] = 0
    second = int(np.argmax(rest))
    return best, second if rest[second] > 0 else best
