"""Who may import whom: between the apps, and inside one from the routes down to the rows."""

from collections.abc import Iterable

from tests.walks.sources import APPS, Module

BELOW = {
    "practice": set(),
    "messaging": {"practice"},
    "scheduling": {"practice", "messaging"},
    "registration": {"practice", "messaging"},
    "portal": {"practice", "messaging", "scheduling", "registration"},
    "embedded": set(),
}
SKIN = {"url", "view", "form"}
# What a module of this role must not reach for, inside its own app or below.
FORBIDDEN = {
    "form": {"url", "view"},
    "service": {"url", "view", "form"},
    "selector": {"url", "view", "form", "service"},
    "model": {"url", "view", "form", "service", "selector"},
    "room": {"url", "view", "form", "service"},
    "task": {"url", "view", "form"},
}
HTTP = ("django.http", "django.forms", "django.shortcuts", "django.views", "rest_framework")


def faults(modules: Iterable[Module]) -> list[str]:
    """Every import that points the wrong way, as a sentence."""
    modules = list(modules)
    roles = {module.name: module.role for module in modules}
    found = []
    for module in modules:
        found += _between_apps(module)
        found += _inside(module, roles)
        found += _http(module)
        found += _doors_call_doors(module, roles)
    return found


def _between_apps(module: Module):
    for imported in sorted(module.imports):
        app = imported.partition(".")[0]
        if app in (*APPS, "embedded") and app != module.app and app not in BELOW[module.app]:
            yield f"{module.name} imports {imported}: {app} is not below {module.app}"


def _inside(module: Module, roles: dict[str, str]):
    for imported in sorted(module.imports):
        if roles.get(imported) in FORBIDDEN.get(module.role, ()):
            yield f"{module.name} ({module.role}) imports {imported} ({roles[imported]})"


def _http(module: Module):
    if module.role in SKIN | {"web", "start"} or module.app in ("portal", "embedded"):
        return
    for imported in sorted(module.imports):
        if imported == "django.forms" or imported.startswith(HTTP):
            yield f"{module.name} ({module.role}) imports {imported}: only views and forms speak HTTP"


def _doors_call_doors(module: Module, roles: dict[str, str]):
    if module.role != "service":
        return
    package = ".".join(module.name.split(".")[:2])
    for imported in sorted(module.imports):
        if roles.get(imported) == "service" and imported != package and module.name != package:
            yield f"{module.name} imports {imported}: a door never calls a door"
