"""Files on their way up."""

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

LARGEST_BODY = 52 * 1024 * 1024  # bytes: five files of 10 MB, and the fields beside them


class RefuseTooLarge(FileUploadHandler):
    """Refuses a body that says of itself that it is too large, before any of it is read; keeps nothing itself."""

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):  # noqa: N803
        if content_length > LARGEST_BODY:
            raise RequestDataTooBig

    def receive_data_chunk(self, raw_data, start):
        return raw_data

    def file_complete(self, file_size):
        return None
