"""The learnt weights that come with the package."""

from importlib.resources import files

__all__ = ["model_card", "weights"]


def weights(kind: str) -> bytes:
    """The file of the `page` or the `text` model."""
    return files("worker.article.data").joinpath(f"{kind}_model.npz").read_bytes()


def model_card() -> str:
    """Where the weights come from, as JSON: version, seed, data sets with their SHA-256, licences, figures."""
    return files("worker.article.data").joinpath("model_card.json").read_text(encoding="utf-8")
