"""One posting, one URL: the form in which two addresses of the same posting are equal."""

import re
from functools import lru_cache
from urllib.parse import parse_qsl, urlencode, urlsplit

# Parameters that say where a visitor came from and never which posting is shown. Anything that might name
# the posting (`gh_jid`, `jk`, `currentJobId`, `token`, `for`) stays: two postings taken for one lose data.
_TRACKING = frozenset(
    [
        "gclid",
        "gclsrc",
        "dclid",
        "fbclid",
        "msclkid",
        "yclid",
        "twclid",
        "igshid",
        "mc_cid",
        "mc_eid",
        "mkt_tok",
        "_hsenc",
        "_hsmi",
        "_ga",
        "_gl",
        "ref",
        "refid",
        "ref_src",
        "referrer",
        "trk",
        "trkinfo",
        "trackingid",
        "tracking_id",
        "lipi",
        "gh_src",
        "lever-source",
        "lever-origin",
    ]
)
_TRACKING_PREFIX = re.compile(r"(utm_|pk_|mtm_|hsa_)", re.IGNORECASE)
_WWW = re.compile(r"^(www\.)+(?=.)")
_DEFAULT_PORTS = {"http": 80, "https": 443}


@lru_cache(maxsize=256)  # an address is looked at once when it is checked, and once when it is stored
def canonical_url(url: str) -> str:
    """The comparison form of an http(s) URL; idempotent. Raises ValueError for anything else."""
    parts = urlsplit(url)
    if parts.scheme not in _DEFAULT_PORTS or not parts.hostname:
        raise ValueError("must be an http or https address")
    host = _WWW.sub("", parts.hostname)
    host = f"[{host}]" if ":" in host else host
    port = "" if parts.port in (None, _DEFAULT_PORTS[parts.scheme]) else f":{parts.port}"
    kept = sorted(
        (name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True, errors="surrogateescape")
        if name.lower() not in _TRACKING and not _TRACKING_PREFIX.match(name)
    )
    query = f"?{urlencode(kept, errors='surrogateescape')}" if kept else ""
    return f"{parts.scheme}://{host}{port}{parts.path.rstrip('/')}{query}"
