"""The Staff Directory: the people of the practice, and its departments with their members."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from messaging import directory as selectors
from messaging.forms.departments import CloseForm, DepartmentForm, MembersForm
from messaging.services import departments as doors
from practice.access import Permission
from practice.http import invalid_status, page, posted, see, through
from practice.selectors import directory as people


@require_safe
def directory(request):
    """Everybody, and every department."""
    see(request, Permission.STAFF_MANAGE)
    context = {
        "people": people.people(request.actor),
        "departments": selectors.departments(request.actor),
    }
    return page(request, "messaging/staff/directory.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add_department(request):
    """Another department; members come next, on its own page."""
    see(request, Permission.STAFF_MANAGE)
    form = DepartmentForm(posted(request))
    if request.method == "POST":
        made = form.submit(lambda: doors.create_department(by=request.actor, name=form.cleaned_data["name"]))
        if made:
            messages.success(request, _("%(name)s was added. Now choose its members.") % {"name": made})
            return redirect("staff:messaging:department", request.actor.practice.slug, made.pk)
    return page(request, "messaging/staff/department_new.html", {"form": form}, status=invalid_status(form))


@require_http_methods(["GET", "HEAD", "POST"])
def department(request, department):
    """One department: its members, its name."""
    found = _department(request, department)
    form = _members_form(request, found, posted(request))
    if request.method == "POST":
        wanted = {"by": request.actor, "department": found}
        if form.submit(lambda: doors.set_members(members=list(form.cleaned_data["members"]), **wanted)):
            messages.success(request, _("%(name)s was saved.") % {"name": found})
            return redirect("staff:messaging:directory", request.actor.practice.slug)
    return _department_page(request, found, form, _name_form(found))


@require_POST
def department_name(request, department):
    """Rename a department."""
    found = _department(request, department)
    form = _name_form(found, request.POST)
    name = form.data.get("name", "")
    if form.submit(lambda: doors.rename_department(by=request.actor, department=found, name=name)):
        messages.success(request, _("%(name)s was saved.") % {"name": name})
        return redirect("staff:messaging:directory", request.actor.practice.slug)
    return _department_page(request, found, _members_form(request, found), form)


@require_http_methods(["GET", "HEAD", "POST"])
def closing(request, department):
    """Ask who gets what waits here, then close the department."""
    found, actor = _department(request, department), request.actor
    waiting = selectors.waiting(actor, found)
    form = CloseForm(posted(request), heirs=selectors.choices(actor, without=found), waits=waiting > 0)
    if request.method == "POST":
        said = form.submit(lambda: doors.close_department(by=actor, department=found, heir=form.cleaned_data["heir"]))
        if said is not None:
            messages.success(request, " ".join([_("%(name)s was closed.") % {"name": found}, *said]))
            return redirect("staff:messaging:directory", actor.practice.slug)
    context = {"department": found, "form": form, "waiting": waiting}
    return page(request, "messaging/staff/department_closing.html", context, status=invalid_status(form))


def _department(request, pk):
    see(request, Permission.STAFF_MANAGE)
    return through(lambda: selectors.department(request.actor, pk))


def _members_form(request, found, data=None) -> MembersForm:
    initial = {"members": found.members.all()}
    return MembersForm(data, initial=initial, colleagues=people.answering(request.actor))


def _name_form(found, data=None) -> DepartmentForm:
    return DepartmentForm(data, initial={"name": found.name}, auto_id="name_%s")


def _department_page(request, found, form, name_form):
    context = {
        "line": selectors.line(request.actor, found),
        "form": form,
        "name_form": name_form,
    }
    status = max(invalid_status(form), invalid_status(name_form))
    return page(request, "messaging/staff/department.html", context, status=status)
