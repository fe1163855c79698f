"""Every door: gated, keyword-only, says what it needs and how it is written down, and calls no other door."""

import ast
import inspect
import re
from collections.abc import Callable, Iterable, Mapping

from practice.access import DUTY_PERMISSIONS, LEVEL_PERMISSIONS, Permission
from tests.walks.sources import Module

ACTION = re.compile(r"[a-z_]+(?:-[a-z]+)*\.[a-z_]+(?:-[a-z]+)*")


def ungated(modules: Iterable[Module]) -> list[str]:
    """Public functions of a services module that are no doors, and doors that call one of their neighbours."""
    found = []
    for module in modules:
        if module.role != "service":
            continue
        functions = [node for node in module.tree.body if isinstance(node, ast.FunctionDef)]
        doors = {node.name for node in functions if _is_door(node)}
        rules = {word.value.id for node in ast.walk(module.tree) for word in _allow(node)}
        for node in functions:
            if node.name not in doors | rules and not node.name.startswith("_"):
                found.append(f"{module.name}.{node.name} is public and not gated")
            for call in ast.walk(node):
                if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in doors:
                    found.append(f"{module.name}.{node.name} calls the door {call.func.id}")
    return found


def _allow(node) -> list[ast.keyword]:
    """The rules that doors ask instead of a permission."""
    words = node.keywords if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "door" else []
    return [word for word in words if word.arg == "allow" and isinstance(word.value, ast.Name)]


def _is_door(node: ast.FunctionDef) -> bool:
    return any(isinstance(mark, ast.Call) and getattr(mark.func, "id", "") == "door" for mark in node.decorator_list)


def badly_made(doors: Mapping[str, Callable]) -> list[str]:
    """Doors without a permission or rule, a readable and unique action, `by` first, or words about themselves."""
    found, actions = [], {}
    for name, door in doors.items():
        shape = list(inspect.signature(door).parameters.values())
        if [parameter.kind for parameter in shape] != [inspect.Parameter.KEYWORD_ONLY] * len(shape):
            found.append(f"{name} takes positional arguments")
        if not shape or shape[0].name != "by":
            found.append(f"{name} does not begin with `by`")
        if not isinstance(door.permission, Permission) and door.allow is None:
            found.append(f"{name} names neither a permission nor a rule")
        if not ACTION.fullmatch(door.action):
            found.append(f"{name} has the action {door.action!r}")
        if not door.__doc__:
            found.append(f"{name} does not say what it does")
        if door.action in actions:
            found.append(f"{name} and {actions[door.action]} leave the same audit action {door.action}")
        actions[door.action] = name
    return found


def idle_permissions(permissions: Iterable[Permission], modules: Iterable[Module]) -> list[str]:
    """Permissions that no duty and no level gives, and those that nothing asks for."""
    given = frozenset().union(*DUTY_PERMISSIONS.values(), *LEVEL_PERMISSIONS.values())
    asked = {
        node.attr
        for module in modules
        if module.name != "practice.access"
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute) and getattr(node.value, "id", "") in ("Permission", "P")
    }
    found = [f"{permission} belongs to no duty and no level" for permission in permissions if permission not in given]
    return found + [f"nothing asks for {permission}" for permission in permissions if permission.name not in asked]


def managers_in_views(modules: Iterable[Module]) -> list[str]:
    """Views and API modules that reach for rows themselves."""
    return [
        f"{module.name}, line {node.lineno}: .{node.attr}"
        for module in modules
        if module.role in ("view", "url", "form")
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute) and node.attr in ("objects", "_default_manager", "_base_manager")
    ]


def readers_of_audit(modules: Iterable[Module], permitted: Iterable[str]) -> list[str]:
    """Modules that name the audit's rows and are not among those permitted to."""
    named = (module.name for module in modules if re.search(r"\bAuditEvent\b|practice_auditevent", module.source))
    return [f"{name} reads the audit" for name in named if name not in permitted]
