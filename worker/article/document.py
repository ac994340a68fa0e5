"""The document: a clean article as it is stored (names as in schema.org/NewsArticle)."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any, Final, Literal

from pydantic import ConfigDict, Field

from worker.article.wire import WireModel

__all__ = [
    "Agency",
    "Audit",
    "Author",
    "AuthorKind",
    "DateDetail",
    "DateDetails",
    "Dateline",
    "Document",
    "Evidence",
    "Image",
    "InputKind",
    "MetadataLine",
    "Precision",
    "Provenance",
    "Publisher",
    "RemovedLine",
    "Stamp",
    "ZoneSource",
]

_LINE_CONFIG: Final = ConfigDict(
    extra="forbid", use_attribute_docstrings=True, json_schema_serialization_defaults_required=True
)

Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Stamp = Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d([+-]\d\d:\d\d)?)?$")]
UtcInstant = Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")]


class Publisher(WireModel):
    """Who runs the site."""

    name: str | None = None
    domain: str | None = None
    """Registrable domain in lower case, such as `business-standard.com`."""
    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")] | None = None
    """ISO 3166-1 alpha-2."""


class AuthorKind(StrEnum):
    """What stands in a byline."""

    PERSON = "person"
    AGENCY = "agency"
    DESK = "desk"


class Author(WireModel):
    """One of those who stand in the byline."""

    name: str
    name_raw: str
    """As printed, before roles and places were cut off."""
    kind: AuthorKind = AuthorKind.PERSON
    url: str | None = None


class Agency(WireModel):
    """The news agency that is credited with the text."""

    name: str
    raw: str


class Dateline(WireModel):
    """Place that opens a report, with the agency or day that stood beside it in `raw`."""

    raw: str
    place: str | None = None
    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")] | None = None


class Precision(StrEnum):
    """The finest unit of a stamp that was printed."""

    DAY = "day"
    MINUTE = "minute"
    SECOND = "second"


class ZoneSource(StrEnum):
    """How the zone of a stamp was resolved, strongest first."""

    EXPLICIT = "explicit"
    ABBREVIATION = "abbreviation"
    PUBLISHER = "publisher"
    HINT = "hint"
    NONE = "none"


class DateDetail(WireModel):
    """What is known of one date beyond its stamp."""

    utc: UtcInstant | None = None
    precision: Precision
    zone: str | None = None
    """IANA name or `±HH:MM`."""
    zone_source: ZoneSource = ZoneSource.NONE
    source: str
    """The witness, such as `json-ld`, `meta`, `line`, `url`, `hint`; with `modified:` before it where the date of a
    change stands for that of publication, for want of another: the flag `published-from-modified` is set too."""


class DateDetails(WireModel):
    """Details of both dates."""

    published: DateDetail | None = None
    modified: DateDetail | None = None


class Image(WireModel):
    """A picture of the article."""

    url: str
    caption: str | None = None
    credit: str | None = None


class Evidence(WireModel):
    """The witness that won a field, and the line it stood on (where it was a line)."""

    source: str
    line: int | None = None


@dataclass(slots=True)  # thousands a page: neither checked again nor frozen, which is five times as dear
class MetadataLine:
    """An input line that was used for a field."""

    __pydantic_config__ = _LINE_CONFIG

    line: int
    text: str
    field: str
    """Field name; several are joined by `, `."""


@dataclass(slots=True)
class RemovedLine:
    """An input line that is not in the document, and why."""

    __pydantic_config__ = _LINE_CONFIG

    line: int
    text: str
    reason: str
    score: float | None = None
    """The model's score for "body", 0 to 1, three places; None where a rule decided."""


class Audit(WireModel):
    """Where every non-blank input line went: `lines_in == lines_kept + lines_metadata + lines_removed`.

    A line both kept and used counts as kept.
    """

    lines_in: int
    lines_kept: int
    lines_metadata: int
    lines_removed: int
    metadata: tuple[MetadataLine, ...] = ()
    removed: tuple[RemovedLine, ...] = ()


class InputKind(StrEnum):
    """What the payload held."""

    HTML = "html"
    TEXT = "text"


class Provenance(WireModel):
    """What is needed to make the same bytes again."""

    input_kind: InputKind
    payload_hash: Sha256
    """SHA-256 of the page or text as it came, before decoding."""
    pipeline_version: str
    model_version: str
    rules_version: str


class Document(WireModel):
    """A clean article. Every field is always present, null where unknown: never guessed."""

    schema_version: Literal["1.0"] = "1.0"
    id: Sha256
    """SHA-256 of the identity: canonical URL, else source and payload id, else the content hash."""
    version: Annotated[int, Field(ge=1)] = 1
    """Counts up when the same identity comes with other content."""
    payload_id: str | int | None = None
    source: str | None = None
    meta: dict[str, Any] | None = None
    """The payload's, untouched."""

    url: str | None = None
    canonical_url: str | None = None
    publisher: Publisher | None = None

    headline: str | None = None
    description: str | None = None
    article_body: str
    """Paragraphs joined by a blank line; Unicode NFC; words untouched, never cut."""

    authors: tuple[Author, ...] = ()
    agency: Agency | None = None
    dateline: Dateline | None = None

    date_published: Stamp | None = None
    """Local time; the offset only where it is known. `YYYY-MM-DD` where only the day is."""
    date_published_raw: str | None = None
    date_modified: Stamp | None = None
    date_modified_raw: str | None = None
    date_details: DateDetails = DateDetails()

    in_language: str | None = None
    """BCP 47."""
    article_section: str | None = None
    keywords: tuple[str, ...] = ()
    main_image: Image | None = None
    images: tuple[Image, ...] = ()
    """The main one first; captions and credits from JSON-LD, or as printed below a figure of the article."""
    is_accessible_for_free: bool | None = None

    flags: tuple[str, ...] = ()
    """What the screen saw short of a rejection, such as `paywall` or `limit-hit:max-lines`."""
    evidence: dict[str, Evidence] = Field(default_factory=dict)
    """Which witness won, by field name as on the wire."""
    audit: Audit
    provenance: Provenance
