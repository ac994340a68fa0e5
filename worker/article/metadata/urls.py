"""Addresses: the canonical form of an article's URL, the registrable domain of a host."""

import re
from collections.abc import Iterable
from functools import lru_cache
from ipaddress import ip_address
from typing import Final
from urllib.parse import SplitResult, urljoin, urlsplit, urlunsplit

from w3lib.url import safe_url_string

from worker.article.metadata.domains import MAX_HOST_CHARS, domain_of

__all__ = ["absolute", "canonical", "publishing_domain", "registrable_domain"]

MAX_URL_CHARS: Final = 2048


@lru_cache(maxsize=64)
def canonical(url: str | None, page_url: str | None = None) -> str | None:
    """`url` in the form that stands for the article: no fragment, no tracking parameters, no AMP or mobile form.

    With `page_url`, `url` may be relative to it and must be on its registrable domain: what a page says of itself
    counts on its own site only. None for a site's root, which is no identity, and for what is not a plain http(s)
    address of at most 2,048 characters. The order of parameters and the scheme are left as they are. Idempotent.

    Source: the URL Standard; AMP, "AMP Cache URL format".

    >>> canonical("https://m.example.com/story/amp/?id=3&utm_source=x#top")
    'https://www.example.com/story?id=3'
    """
    parts = _split(absolute(url, page_url))
    if parts is None:
        return None
    parts = _out_of_amp_cache(parts)
    if parts is None or (page_url and not _is_same_site(parts, page_url)):
        return None
    path, query = _path(parts.path), _query(parts.query)
    if _NOTHING.search(f"{path}?{query}"):
        return None
    if not query and (path.strip("/").lower() in _ROOTS):
        return None
    host = _bracketed(_host(parts.hostname or ""))
    port = f":{parts.port}" if parts.port and parts.port != {"http": 80, "https": 443}[parts.scheme] else ""
    return urlunsplit((parts.scheme, host + port, path or "/", query, ""))


@lru_cache(maxsize=256)
def absolute(url: str | None, page_url: str | None = None) -> str | None:
    r"""`url` as a plain http(s) address, read relative to `page_url`; None for anything else, however it is dressed.

    >>> absolute("/a.jpg", "https://example.com/story"), absolute("java\tscript:alert(1)", "https://example.com/")
    ('https://example.com/a.jpg', None)
    """
    given = (url or "").strip()
    if _USUAL.match(given) and len(given) <= MAX_URL_CHARS and ".." not in given and "/." not in given:
        return given if _split(given) is not None else None
    cleaned = _SLASHES.sub(r"\1://", _UNSEEN.sub("", given).strip())
    if not cleaned or len(cleaned) > MAX_URL_CHARS:
        return None
    try:
        joined = urljoin(page_url, cleaned) if page_url else cleaned
        quoted = _quoted(joined)
    except ValueError:
        return None
    return quoted if len(quoted) <= MAX_URL_CHARS and _split(quoted) is not None else None


@lru_cache(maxsize=256)
def registrable_domain(url: str | None) -> str | None:
    """The domain somebody registered, in lower case; `url` may be a bare host.

    Hosts of shared platforms (`blogspot.com`) count as suffixes. None for IP addresses and single names. Never online.

    >>> registrable_domain("https://news.bbc.co.uk/1/hi"), registrable_domain("http://127.0.0.1/")
    ('bbc.co.uk', None)
    """
    if not url:
        return None
    try:
        parts = _split(url) or urlsplit(url if "//" in url[:16] else f"//{url}")
        return domain_of(parts.hostname)
    except ValueError:
        return None


def publishing_domain(url: str | None) -> str | None:
    """`registrable_domain` of whoever publishes at `url`: not of the cache or viewer of AMP that it leads through.

    >>> publishing_domain("https://www.google.com/amp/s/www.example.org/story")
    'example.org'
    """
    parts = _split(absolute(url))
    is_led = parts is not None and _is_amp_cache(parts)
    return (registrable_domain(canonical(url)) if is_led else None) or registrable_domain(url)


# --- reading ---

_SLASHES: Final = re.compile(r"^(https?):(?:/(?!/)|//(?=/))/*", re.IGNORECASE)
"""One slash or three for two, as browsers read them."""
_UNSEEN: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\ufeff]")
_HOST: Final = re.compile(r"^[\w.-]+$")
_USUAL: Final = re.compile(
    r"(?P<scheme>https?)://(?P<host>[a-z\d](?:[a-z\d.-]*[a-z\d])?)(?P<path>/[\w./~,=:@!+()$%-]*)"
    r"(?:\?(?P<query>[\w=&.,:+()/%-]+))?\Z",
    re.ASCII,
)
"""Addresses that neither joining nor quoting would change."""


@lru_cache(maxsize=256)
def _split(url: str | None) -> SplitResult | None:
    """Parts of a plain http(s) address without user or password; None for any other."""
    if not url:
        return None
    if usual := _USUAL.match(url):
        parts = SplitResult(usual["scheme"], usual["host"], usual["path"], usual["query"] or "", "")
        return parts if len(parts.netloc) <= MAX_HOST_CHARS else None
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    host = parts.hostname or ""
    is_plain = parts.scheme in ("http", "https") and "@" not in parts.netloc and port != 0
    is_host = bool(_HOST.match(host) and host.strip(".")) or _is_address(host)
    return parts if is_plain and is_host and len(host) <= MAX_HOST_CHARS else None


def _quoted(url: str) -> str:
    """`url` with what no address may hold quoted; the brackets around an address of IPv6 go lost on the way."""
    host = urlsplit(url).hostname or ""
    return safe_url_string(url).replace(f"//{host}", f"//{_bracketed(host)}", 1)


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _is_same_site(parts: SplitResult, page_url: str) -> bool:
    page = _split(absolute(page_url))
    if page is None:
        return True
    page = _out_of_amp_cache(page) or page
    own, theirs = domain_of(page.hostname), domain_of(parts.hostname)
    return own == theirs if own or theirs else page.hostname == parts.hostname


# --- AMP and mobile forms ---

_CACHE_PATH: Final = re.compile(r"^/(?:amp|[acvwir](?:/s)?|amp/s)/(?:s/)?([^/]+\.[^/]+)(/.*)?$")


def _out_of_amp_cache(parts: SplitResult) -> SplitResult | None:
    """The publisher's own address, where `parts` are a cache's or viewer's of AMP; None for what only looks like it."""
    found: SplitResult | None = parts
    for _ in range(_MOST_CACHES):
        if found is None or not _is_amp_cache(found):
            return found
        inner = _CACHE_PATH.match(found.path)
        found = _split(urlunsplit(("https", inner[1], inner[2] or "/", found.query, ""))) if inner else None
    return None


_MOST_CACHES: Final = 4
"""Of a cache's address within a cache's address."""


def _is_amp_cache(parts: SplitResult) -> bool:
    netloc = parts.netloc.lower()
    if "ampproject" not in netloc and "google" not in netloc:
        return False
    host = _host(parts.hostname or "")
    return host.endswith(".cdn.ampproject.org") or (host.startswith("www.google.") and parts.path.startswith("/amp/"))


_MOBILE: Final = frozenset(["m", "mobile", "amp", "mobil", "touch", "wap"])
_ROOTS: Final = frozenset(["", "index.html", "index.htm", "index.php", "home", "default.aspx", "index.asp"])


def _host(host: str) -> str:
    host = host.lower().rstrip(".")
    own = domain_of(host)
    if own is None or host == own:
        return host
    labels = host[: -len(own) - 1].split(".")
    kept = [label for label in labels if label not in _MOBILE]
    if len(kept) == len(labels):
        return host
    return ".".join([*(kept or ["www"]), own])


_NOTHING: Final = re.compile(
    r"(?:^|/)(?:null|undefined|(?-i:None)|\[object(?:%20| )object\]|%5Bobject(?:%20| )Object%5D)/?\?$|"
    r"\{\{|\}\}|%7B%7B|\$\{|\$%7B|<%|%3C%25",
    re.IGNORECASE,
)
"""What a template prints that was given nothing: it would be one identity for many articles."""
_SESSION: Final = re.compile(r";(?:jsessionid|sid|phpsessid)=[^/;]*", re.IGNORECASE)
_AMP_END: Final = re.compile(r"(?:/amp(?:\.html?)?/?|\.amp(?=\.html?$)|\.amp)$|\.amp(?=\.html?$)", re.IGNORECASE)


def _path(path: str) -> str:
    if "/." in path:
        path = _without_dots(path)
    path = _SESSION.sub("", path)
    while (shorter := _AMP_END.sub("", path)) != path:
        path = shorter
    while path.startswith("/amp/"):
        path = path.removeprefix("/amp")
    return path


def _without_dots(path: str) -> str:
    """`path` without "." and ".." as segments. Source: RFC 3986, section 5.2.4."""
    kept: list[str] = []
    segments = path.split("/")[1:]
    for segment in segments:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in (".", ".."):
        kept.append("")
    return "/" + "/".join(kept)


_TRACKING_WORDS: Final = (
    "fbclid gclid gclsrc dclid gbraid wbraid msclkid yclid ysclid igshid igsh twclid ttclid li_fat_id mc_cid "
    "mc_eid mkt_tok _hsenc _hsmi hsctatracking vero_id vero_conv oly_enc_id oly_anon_id s_kwcid ef_id cmpid "
    "cmp icid ncid ocid ito wt_mc wt.mc_id wt_zmc xtor xtref ns_mchannel ns_source ns_campaign ns_linkname "
    "ns_fee at_medium at_campaign at_custom1 at_custom2 at_custom3 at_custom4 at_link_id at_link_type "
    "at_link_origin at_format at_ptr_name smid smtyp smprod sref srnd taid __twitter_impression __source "
    "share_id sharetype soc_src soc_trk spm from_source guccounter guce_referrer guce_referrer_sig srsltid "
    "campaign_id mbid traffic_source sr_share leadsource sh_kit amp amp_js_v amp_gsa outputtype usqp phpsessid "
    "jsessionid "
)
_TRACKING: Final = frozenset(_TRACKING_WORDS.split())
_TRACKING_STARTS: Final = ("utm_", "pk_", "mtm_", "piwik_", "hsa_", "_ga", "at_", "fb_", "trk_", "matomo_")


def _query(query: str) -> str:
    return "&".join(_own_parameters(query.split("&")))


def _own_parameters(parameters: Iterable[str]) -> Iterable[str]:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        name = name.lower()
        is_amp_output = name == "output" and value.lower() in ("amp", "amphtml")
        if name and name not in _TRACKING and not name.startswith(_TRACKING_STARTS) and not is_amp_output:
            yield parameter
