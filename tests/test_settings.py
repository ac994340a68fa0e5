"""Settings: where they come from, and that their file says what the code does."""

from pathlib import Path

import pytest

from worker.article.data.weights import weights
from worker.errors import SettingsError
from worker.settings import Settings, load_settings, settings_as_toml

CONFIG = Path(__file__).parents[1] / "config" / "copydesk.toml"


def test_the_config_file_is_the_defaults() -> None:
    """Written by `copydesk schema settings > config/copydesk.toml`."""
    assert CONFIG.read_text("utf-8") == settings_as_toml()
    assert load_settings(CONFIG) == Settings()


def test_every_setting_says_what_it_means() -> None:
    told = {name: field.description or "" for name, field in Settings.model_fields.items()}

    assert [name for name, meaning in told.items() if len(meaning) < 20] == []


def test_environment_wins_over_the_file_and_arguments_over_both(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "copydesk.toml"
    file.write_text("ticket_articles = 3\nmin_words = 4\nmax_lines = 5\n")
    monkeypatch.setenv("COPYDESK_MIN_WORDS", "40")
    monkeypatch.setenv("COPYDESK_MAX_LINES", "50")

    settings = load_settings(file, max_lines=500)

    assert (settings.ticket_articles, settings.min_words, settings.max_lines) == (3, 40, 500)


def test_another_process_gets_the_very_settings_by_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = load_settings(
        lease_seconds=77.5,
        data_dir=Path("/somewhere"),
        body="model",
        documents="",
        reject=["no-text"],
        published_from_modified=False,
    )

    for name, value in settings.as_environment().items():
        monkeypatch.setenv(name, value)

    assert load_settings() == settings


@pytest.mark.parametrize("taken", [True, False])
def test_whether_a_change_may_stand_for_publication_is_part_of_the_rules(*, taken: bool) -> None:
    assert load_settings(published_from_modified=taken).rules.published_from_modified is taken


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("lease = 1", "lease: Extra inputs are not permitted"),
        ("lease_seconds = 10", "soft_limit_seconds < hard_limit_seconds < lease_seconds"),
        ("lease_seconds = x", "line 1"),
        ('key_prefix = "a b"', "key_prefix: "),
        ('body = "guess"', "body: Input should be 'auto', 'model' or 'trafilatura'"),
    ],
)
def test_a_wrong_setting_is_named(tmp_path: Path, text: str, told: str) -> None:
    file = tmp_path / "copydesk.toml"
    file.write_text(text)

    with pytest.raises(SettingsError, match=r"\w") as caught:
        load_settings(file)

    assert told in str(caught.value)


def test_a_variable_that_is_no_setting_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COPYDESK_REDIS_ULR", "redis://x")

    with pytest.raises(SettingsError, match="COPYDESK_REDIS_ULR: no such setting"):
        load_settings()


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"nowhere\.toml: No such file"):
        load_settings(tmp_path / "nowhere.toml")


def test_weights_of_ones_own_are_read_and_missing_ones_named(tmp_path: Path) -> None:
    for kind in ("page", "text"):
        (tmp_path / f"{kind}_model.npz").write_bytes(weights(kind))

    rules = load_settings(model_dir=str(tmp_path)).rules

    assert (rules.page_weights, rules.text_weights) == (weights("page"), weights("text"))
    with pytest.raises(SettingsError, match=r"model_dir: .*nowhere.*copydesk train"):
        _ = load_settings(model_dir=str(tmp_path / "nowhere")).rules
