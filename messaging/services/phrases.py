"""Doors for notebooks and the phrases in them (R48)."""

from django.utils.translation import gettext as _, gettext_lazy

from messaging import phrases, words
from messaging.models import TITLE_LENGTH, Department, Phrase, PhraseNotebook
from messaging.selectors import phrases as selectors
from practice.access import STAFF, Actor, Permission
from practice.errors import Refused, announce_constraint
from practice.service import door

MINE, PRACTICE = "mine", "practice"

announce_constraint(
    "notebook_name_unique", "name_taken", gettext_lazy("There is a notebook of this name already."), "name"
)
announce_constraint(
    "phrase_title_unique", "title_taken", gettext_lazy("There is a phrase of this title in the notebook."), "title"
)


def may_write(by: Actor, *, notebook: PhraseNotebook | None = None, phrase: Phrase | None = None, **_rest) -> bool:
    """Who answers messages, in notebooks of their own and of their departments; administrators in every shared one."""
    touched = {notebook.pk if notebook else None, phrase.notebook_id if phrase else None} - {None}
    return by.side == STAFF and selectors.writable(by).filter(pk__in=touched).count() == len(touched)


def may_own(by: Actor, *, owner: Department | str, **_rest) -> bool:
    """Everybody who answers messages may begin one of their own; see `may_write` for the others."""
    if by.side != STAFF or not by.may(Permission.THREAD_ANSWER):
        return False
    if owner == MINE:
        return True
    if owner == PRACTICE:
        return by.may(Permission.STAFF_MANAGE)
    return selectors.departments_with_notebooks(by).filter(pk=owner.pk).exists()


@door(Permission.THREAD_ANSWER, "notebook.added", allow=may_own, once=PhraseNotebook)
def add_notebook(*, by: Actor, name: str, owner: Department | str, request_key=None) -> PhraseNotebook:
    """Begin a notebook of one's own (`mine`), of a department, or of the `practice`. Refuses a name taken there."""
    notebook = _owned_by(by, owner)
    notebook.name, notebook.request_key = words.required(name, "name", TITLE_LENGTH), request_key
    notebook.save(force_insert=True)
    return notebook


@door(Permission.THREAD_ANSWER, "notebook.renamed", allow=may_write)
def rename_notebook(*, by: Actor, notebook: PhraseNotebook, name: str) -> PhraseNotebook:
    """Give the notebook another name. Refuses one that is taken."""
    notebook.name = words.required(name, "name", TITLE_LENGTH)
    notebook.save(update_fields=["name"])
    return notebook


@door(Permission.THREAD_ANSWER, "notebook.removed", allow=may_write)
def remove_notebook(*, by: Actor, notebook: PhraseNotebook) -> None:
    """Throw the notebook away with all phrases in it; what was sent with them stays."""
    PhraseNotebook.objects.visible_to(by).filter(pk=notebook.pk).delete()


@door(Permission.THREAD_ANSWER, "phrase.added", allow=may_write, once=Phrase)
def add_phrase(*, by: Actor, notebook: PhraseNotebook, title: str, text: str, request_key=None) -> Phrase:
    """Write a phrase down. Refuses an empty one, a title the notebook has, and a placeholder that is on no list."""
    return Phrase.objects.create(
        practice=by.practice,
        notebook=notebook,
        title=words.required(title, "title", TITLE_LENGTH),
        text=_checked(text),
        request_key=request_key,
    )


@door(Permission.THREAD_ANSWER, "phrase.changed", allow=may_write)
def edit_phrase(*, by: Actor, phrase: Phrase, version: int, notebook: PhraseNotebook, title: str, text: str) -> Phrase:
    """Change a phrase, or move it to another notebook. `version` is the one the form was drawn from.

    Refuses as `add_phrase` does, and `changed_meanwhile` when somebody saved it since (T-73).
    """
    phrase = Phrase.objects.select_for_update(no_key=True).get(pk=phrase.pk)
    if phrase.version != version:
        said = _("Somebody changed this phrase meanwhile. It now says: %(text)s") % {"text": phrase.text}
        raise Refused("changed_meanwhile", said, "text", version=phrase.version)
    phrase.notebook, phrase.title = notebook, words.required(title, "title", TITLE_LENGTH)
    phrase.text, phrase.version = _checked(text), version + 1
    phrase.save(update_fields=["notebook", "title", "text", "version"])
    return phrase


@door(Permission.THREAD_ANSWER, "phrase.removed", allow=may_write)
def remove_phrase(*, by: Actor, phrase: Phrase) -> None:
    """Throw the phrase away; what was sent with it stays."""
    Phrase.objects.visible_to(by).filter(pk=phrase.pk).delete()


def _owned_by(by: Actor, owner: Department | str) -> PhraseNotebook:
    notebook = PhraseNotebook(practice=by.practice)
    if owner == MINE:
        notebook.member = by.member
    elif owner != PRACTICE:
        notebook.department = owner
    return notebook


def _checked(text: str) -> str:
    kept = words.required(text, "text")
    if strange := phrases.unknown(kept):
        known = ", ".join(f"{{{{{name}}}}}" for name in phrases.PLACEHOLDERS)
        said = _("%(strange)s is not known. There are: %(known)s.")
        raise Refused("unknown_placeholder", said % {"strange": ", ".join(strange), "known": known}, "text")
    return kept
