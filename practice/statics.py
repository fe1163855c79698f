"""Static files by names that change with what is in them."""

import functools

from whitenoise.storage import CompressedManifestStaticFilesStorage


class Storage(CompressedManifestStaticFilesStorage):
    """WhiteNoise's own, but for looking up each address once a process: a page has a dozen of them."""

    @functools.cache  # noqa: B019 - there is one storage, for as long as the process lives
    def url(self, name: str, force: bool = False) -> str:
        return super().url(name, force)
