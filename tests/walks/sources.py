"""The code of the product as data: each module's name, syntax tree, imports and place in its app."""

import ast
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = ("practice", "messaging", "scheduling", "registration", "portal")

# Named modules of `practice` that speak HTTP by profession.
WEB = {"practice.http", "practice.middleware", "practice.standing", "practice.sessions", "practice.parking"}


@dataclass(frozen=True)
class Module:
    name: str
    source: str

    @property
    def app(self) -> str:
        return self.name.partition(".")[0]

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.source)

    @cached_property
    def imports(self) -> frozenset[str]:
        """The modules this one imports, a name imported from a package counted as the module it may be."""
        found = set()
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
        return frozenset(found)

    @cached_property
    def role(self) -> str:
        """url, view, form, service, selector, model, task, web, start or room: by the name alone."""
        parts = self.name.split(".")[1:]
        if self.name in WEB or "templatetags" in parts:
            return "web"
        if "management" in parts or parts[:1] in (["demo"], ["celery"], ["settings"], ["wsgi"], ["apps"]):
            return "start"
        for role, is_it in _ROLES.items():
            if any(is_it(part) for part in parts):
                return role
        return "room"


_ROLES = {
    "url": lambda part: part == "urls" or part.endswith("_urls"),
    "view": lambda part: part.endswith("views") or part in ("api", "health") or part.startswith("api_"),
    "form": lambda part: part.endswith("forms"),
    "service": lambda part: part == "services",
    "selector": lambda part: part == "selectors",
    "model": lambda part: part == "models",
    "task": lambda part: part == "tasks",
}


def product() -> list[Module]:
    """Every module of the five apps and of embedded/, migrations aside."""
    return [
        Module(".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"), path.read_text())
        for app in (*APPS, "embedded")
        for path in sorted((ROOT / app).rglob("*.py"))
        if "migrations" not in path.parts
    ]
