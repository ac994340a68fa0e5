"""The JSON Schemas under config/schemas are those of the models, and what we print fits them."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from worker.cli.extract import extract, schema

SCHEMAS = Path(__file__).parents[1] / "config" / "schemas"
PAGE = (
    "<html><body><article><h1>Ferry returns to the harbour</h1>"
    + "<p>The ferry came back at dawn, to the joy of many. </p>" * 9
)


def read(name: str) -> dict[str, Any]:
    written: dict[str, Any] = json.loads((SCHEMAS / f"{name}.json").read_text("utf-8"))
    return written


@pytest.mark.parametrize("name", ["payload", "document", "outcome"])
def test_the_file_is_what_the_model_says(name: str) -> None:
    """Written by `copydesk schema NAME > config/schemas/NAME.json`."""
    printed = CliRunner().invoke(schema, [name]).output

    assert printed == (SCHEMAS / f"{name}.json").read_text("utf-8")
    Draft202012Validator.check_schema(read(name))


def test_an_outcome_fits_its_schema_with_every_field_of_the_document_present(tmp_path: Path) -> None:
    payloads = tmp_path / "payloads.jsonl"
    payloads.write_text(json.dumps({"id": 1, "html": PAGE}) + "\n" + json.dumps({"id": 2, "html": ""}) + "\n{}\n")

    lines = CliRunner().invoke(extract, ["--jsonl", str(payloads)]).output.splitlines()

    outcomes = [json.loads(line) for line in lines]
    assert [outcome["fate"] for outcome in outcomes] == ["stored", "rejected", "dead"]
    for outcome in outcomes:
        Draft202012Validator(read("outcome")).validate(outcome)
    assert outcomes[0]["document"].keys() == read("document")["properties"].keys()
    assert set(read("document")["required"]) == read("document")["properties"].keys()


@pytest.mark.parametrize(
    ("payload", "fits"),
    [
        ({"html": "<p>", "id": 7, "fetchedAt": "2026-01-31T08:00:00Z"}, True),
        ({"bodyBase64": "PHA+", "contentEncoding": "br"}, True),
        ({"html": "<p>", "htm": ""}, False),
        ({"html": "<p>", "httpStatus": 99}, False),
    ],
)
def test_payloads_fit_their_schema_as_they_fit_the_model(payload: dict[str, Any], fits: bool) -> None:  # noqa: FBT001
    assert Draft202012Validator(read("payload")).is_valid(payload) is fits
