"""How the API reads a body. Apart from the rest: REST framework imports this while it is being imported."""

import json

from rest_framework import parsers
from rest_framework.exceptions import ParseError


class JSONParser(parsers.JSONParser):
    """JSON; what only nests, deeper than Python follows, or holds halves of characters is refused like what is none."""

    def parse(self, stream, media_type=None, parser_context=None):
        try:
            said = super().parse(stream, media_type, parser_context)
            json.dumps(said, ensure_ascii=False).encode()  # an answer may have to say it back
        except (RecursionError, UnicodeEncodeError) as error:
            raise ParseError from error
        return said
