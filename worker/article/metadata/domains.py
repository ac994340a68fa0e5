"""The domain that somebody registered, by the Public Suffix List that comes with the package; never online."""

from functools import cache, lru_cache

from tldextract import TLDExtract

from worker.article.payload import MAX_HOST_CHARS

__all__ = ["MAX_HOST_CHARS", "domain_of"]


def domain_of(host: str | None) -> str | None:
    """The registered domain of a host, in lower case; None for IP addresses and single names.

    Hosts of shared platforms (`blogspot.com`) count as suffixes.

    >>> domain_of("News.BBC.co.uk"), domain_of("127.0.0.1")
    ('bbc.co.uk', None)
    """
    return _registered(host.lower().rstrip(".")) if host and len(host) <= MAX_HOST_CHARS else None


@lru_cache(maxsize=4096)
def _registered(host: str) -> str | None:
    """The list's default rule: where no rule matches, the last label is the suffix."""
    found = _extractor()(host)
    labels = host.split(".")
    if not found.suffix and len(labels) > 1 and not labels[-1].isdigit() and all(labels):
        return ".".join(labels[-2:])
    return found.top_domain_under_public_suffix or None


@cache
def _extractor() -> TLDExtract:
    return TLDExtract(cache_dir=None, suffix_list_urls=(), include_psl_private_domains=True)
