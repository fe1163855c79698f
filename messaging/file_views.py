"""Files that came with a message: always as an attachment, never shown by the browser on our own page (T-50)."""

from django.http import FileResponse, Http404
from django.views.decorators.http import require_safe

from messaging import files, selectors
from messaging.services import files as doors
from practice.http import through


@require_safe
def attachment(request, attachment):
    """One file, for whoever reads the message it came with."""
    found = selectors.attachment(request.actor, attachment)
    if found is None:
        raise Http404
    found = through(lambda: doors.fetch_file(by=request.actor, attachment=found))
    response = FileResponse(
        found.file.open("rb"), as_attachment=True, filename=found.name, content_type=files.mime_of(found.kind)
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def send_up(request, form, patient, thread=None) -> list[str]:
    """Keep the files that this request brings for a form; returns what was refused, as sentences."""
    about = {"thread": thread} if thread else {"patient": patient}

    def add(name: str, content: bytes):
        return doors.add_file(by=request.actor, name=name, content=content, **about)

    return form.send_up(request.FILES.getlist("files"), add)
