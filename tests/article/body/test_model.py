import io
import json
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from worker.article.body.model import read_model
from worker.article.data.weights import weights
from worker.errors import SettingsError


def rewritten(about: dict[str, Any], parts: dict[str, npt.NDArray[Any]]) -> bytes:
    """Weights of these `parts`, with what is told `about` them."""
    file = io.BytesIO()
    np.savez_compressed(
        file, allow_pickle=False, **parts | {"about": np.frombuffer(json.dumps(about).encode(), np.uint8)}
    )
    return file.getvalue()


@pytest.fixture
def parts() -> dict[str, npt.NDArray[Any]]:
    with np.load(io.BytesIO(weights("text"))) as arrays:
        return dict(arrays)


@pytest.fixture
def about(parts: dict[str, npt.NDArray[Any]]) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(parts["about"].tobytes())
    return told


def test_weights_with_a_stage_that_is_no_more_say_so(about: dict[str, Any], parts: dict[str, npt.NDArray[Any]]) -> None:
    about["stages"] = {"voted": about["stages"]["first"]}
    old = {name.replace("first", "voted"): part for name, part in parts.items()}

    with pytest.raises(SettingsError, match="the stage voted, which is no more"):
        read_model(rewritten(about, old))
