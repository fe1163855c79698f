"""A plain HTTP client with cookies, for web servers of their own: what a browser without scripts would do."""

import re
from html import unescape
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener


class Browser:
    def __init__(self, base: str):
        self.base = base
        self._opener = build_opener(HTTPCookieProcessor(CookieJar()))

    def get(self, path: str):
        """Status and page, redirects followed."""
        return self._open(Request(self.base + path))  # noqa: S310

    def post(self, path: str, fields: dict):
        """Send a form, with the token of the page it would stand on."""
        data = urlencode({"csrfmiddlewaretoken": self._token} | fields).encode()
        return self._open(Request(self.base + path, data=data))  # noqa: S310

    def _open(self, request):
        try:
            response = self._opener.open(request, timeout=30)
        except HTTPError as error:
            response = error
        page = response.read().decode()
        if found := re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page):
            self._token = found[1]
        return response.status, page

    @staticmethod
    def fields(page: str) -> dict:
        """What pressing the button of a page's only filled form would send."""
        hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))
        written = dict(re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>\n?(.*?)</textarea>', page, re.DOTALL))
        return {name: unescape(value) for name, value in (hidden | written).items()}
