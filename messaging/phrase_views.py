"""Phrase Construction: the notebooks, and the phrases in them."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from messaging import phrases as rules
from messaging.forms.phrases import NotebookForm, PhraseForm
from messaging.selectors import phrases as selectors
from messaging.services import phrases as doors
from practice.access import Permission
from practice.http import invalid_status, page, posted, read_id, see, through


@require_safe
def notebooks(request):
    """Every notebook this person can use, with what is in it."""
    see(request, Permission.THREAD_ANSWER)
    actor = request.actor
    writable = set(selectors.writable(actor).values_list("pk", flat=True))
    context = {"notebooks": [{"book": book, "open": book.pk in writable} for book in selectors.notebooks(actor)]}
    return page(request, "messaging/staff/notebooks.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add_notebook(request):
    """Begin a notebook."""
    see(request, Permission.THREAD_ANSWER)
    form = _notebook_form(request, is_new=True)
    if form.is_bound and form.submit(lambda: _add_notebook(request.actor, form)):
        return _done(request, _("The notebook was added. Now add its phrases."))
    return _form_page(request, form, _("Add notebook"), _("Add notebook"))


@require_http_methods(["GET", "HEAD", "POST"])
def notebook(request, notebook):
    """Rename a notebook."""
    see(request, Permission.THREAD_ANSWER)
    found = _writable_notebook(request, notebook)
    form = _notebook_form(request, is_new=False, initial={"name": found.name})
    if form.is_bound and form.submit(
        lambda: doors.rename_notebook(by=request.actor, notebook=found, name=form.cleaned_data["name"])
    ):
        return _done(request, _("Saved."))
    return _form_page(request, form, found.name, _("Save"), removal="notebook_removal", removed=found)


@require_http_methods(["GET", "HEAD", "POST"])
def notebook_removal(request, notebook):
    """Ask, then throw a notebook away."""
    see(request, Permission.THREAD_ANSWER)
    found = _writable_notebook(request, notebook)
    if request.method == "POST":
        through(lambda: doors.remove_notebook(by=request.actor, notebook=found))
        return _done(request, _("%(name)s was removed.") % {"name": found.name})
    context = {"name": found.name, "phrases": found.phrases.count()}
    return page(request, "messaging/staff/notebook_removal.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add_phrase(request):
    """Write a phrase down."""
    see(request, Permission.THREAD_ANSWER)
    initial = {"notebook": read_id(request.GET.get("notebook", ""))}
    form = PhraseForm(posted(request), initial=initial, notebooks=selectors.writable(request.actor))
    if form.is_bound and form.submit(lambda: _add_phrase(request.actor, form)):
        return _done(request, _("The phrase was added."))
    return _form_page(request, form, _("Add phrase"), _("Add phrase"), legend=True)


@require_http_methods(["GET", "HEAD", "POST"])
def phrase(request, phrase):
    """Change a phrase."""
    see(request, Permission.THREAD_ANSWER)
    found = _writable_phrase(request, phrase)
    initial = {name: getattr(found, name) for name in ("title", "text", "notebook", "version")}
    form = PhraseForm(posted(request), initial=initial, notebooks=selectors.writable(request.actor))
    if form.is_bound and form.submit(lambda: _edit_phrase(request.actor, found, form)):
        return _done(request, _("The phrase was saved."))
    form.catch_up()
    return _form_page(request, form, found.title, _("Save"), removal="phrase_removal", removed=found, legend=True)


@require_http_methods(["GET", "HEAD", "POST"])
def phrase_removal(request, phrase):
    """Ask, then throw a phrase away."""
    see(request, Permission.THREAD_ANSWER)
    found = _writable_phrase(request, phrase)
    if request.method == "POST":
        through(lambda: doors.remove_phrase(by=request.actor, phrase=found))
        return _done(request, _("%(name)s was removed.") % {"name": found.title})
    return page(request, "messaging/staff/phrase_removal.html", {"phrase": found})


def _add_notebook(actor, form: NotebookForm):
    said = {name: form.cleaned_data[name] for name in ("name", "request_key")}
    return doors.add_notebook(by=actor, owner=form.owned_by(), **said)


def _add_phrase(actor, form: PhraseForm):
    return doors.add_phrase(by=actor, request_key=form.cleaned_data["request_key"], **form.facts())


def _edit_phrase(actor, found, form: PhraseForm):
    return doors.edit_phrase(by=actor, phrase=found, version=form.cleaned_data["version"] or 0, **form.facts())


def _notebook_form(request, *, is_new: bool, initial=None) -> NotebookForm:
    actor = request.actor
    return NotebookForm(
        posted(request),
        initial=initial,
        departments=selectors.departments_with_notebooks(actor) if is_new else [],
        whole_practice=actor.may(Permission.STAFF_MANAGE),
        is_new=is_new,
    )


def _writable_notebook(request, pk):
    """One that this person can use, and write in: a 404 or a 403 else."""
    found = through(lambda: selectors.notebook(request.actor, pk))
    if not selectors.writable(request.actor).filter(pk=found.pk).exists():
        raise PermissionDenied
    return found


def _writable_phrase(request, pk):
    found = through(lambda: selectors.phrase(request.actor, pk))
    _writable_notebook(request, found.notebook_id)
    return found


def _form_page(request, form, title: str, submit: str, *, removal="", removed=None, legend=False):
    context = {
        "form": form,
        "title": title,
        "submit": submit,
        "removal_url": reverse(f"staff:messaging:{removal}", args=[request.actor.practice.slug, removed.pk])
        if removal
        else "",
        "placeholders": [(f"{{{{{name}}}}}", what) for name, what in rules.PLACEHOLDERS.items()] if legend else [],
    }
    return page(request, "messaging/staff/phrase_form.html", context, status=invalid_status(form))


def _done(request, said: str):
    messages.success(request, said)
    return redirect("staff:messaging:notebooks", request.actor.practice.slug)
