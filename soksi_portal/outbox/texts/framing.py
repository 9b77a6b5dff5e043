"""An e-mail inside a page of the portal: its styles stand in its markup, which the portal's own rule forbids.

A frame written into the page obeys the page's rule. So this answer alone allows exactly the styles of this one mail, by
their hashes; whatever else got into the page would stay without.
"""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode

from csp.constants import SELF, UNSAFE_HASHES
from django.http import HttpResponse

STYLES = re.compile(r'style="([^"]*)"|<style>(.*?)</style>', re.DOTALL)


def allow_styles_of(response: HttpResponse, mail: str) -> None:
    found = sorted({attribute or sheet for attribute, sheet in STYLES.findall(mail)})
    hashes = [f"'sha256-{b64encode(hashlib.sha256(style.encode()).digest()).decode()}'" for style in found]
    response._csp_replace = {"style-src": [SELF, UNSAFE_HASHES, *hashes]}  # type: ignore[attr-defined]
