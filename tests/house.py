"""The rules of the house as functions: each reads a tree of files and lists what breaks it."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

# Who stands above whom: a room imports only rooms of a lower storey.
STOREYS = {
    "home": 8,
    "conversations": 7,
    "meetings": 7,
    "surveys": 7,
    "training": 7,
    "reports": 7,
    "record": 6,
    "participation": 5,
    "moderation": 5,
    "people": 4,
    "ledger": 3,
    "web": 2,
    "disclosure": 2,
    "opinion": 1,
}
NEIGHBOURS = {("web", "disclosure"), ("disclosure", "web")}
ENGINE_MAY_KNOW = {"numpy", "scipy", "numba", "townbell"}
# The engine's callers: three rooms, in one file each, and the command line.
ANALYSTS = {"conversations", "meetings", "surveys"}

FORBIDDEN_MODULES = {"utils", "util", "helpers", "helper", "common", "misc", "lib"}
FORBIDDEN_ENDINGS = ("Manager", "Service", "Handler", "Processor")
WRITES = {
    "save",
    "create",
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
    "execute",
    "executemany",
    "asave",
    "acreate",
    "adelete",
    "aupdate",
}
# `.count` and the like only after a plural: `statements.count` asks, `line.count` is a number.
QUERY_WORDS = r"\.(all|exists|filter|exclude|order_by|values_list)\b|s\.(count|first|last|latest)\b"


@dataclass(frozen=True)
class Module:
    """One Python file of the package, seen from the folder that holds the package."""

    root: Path
    path: Path

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.path.read_text())

    @cached_property
    def parts(self) -> tuple[str, ...]:
        return self.path.relative_to(self.root).with_suffix("").parts

    @property
    def room(self) -> str:
        """The room, or the module of the house itself, e.g. `settings`."""
        return self.parts[1] if len(self.parts) > 1 else ""

    @property
    def subject(self) -> str:
        """What the file is in its room, e.g. `views` for conversations/views/vote.py."""
        return self.parts[2] if len(self.parts) > 2 else ""

    def at(self, node: ast.AST, complaint: str) -> str:
        return f"{self.path.relative_to(self.root)}:{getattr(node, 'lineno', 1)} {complaint}"


def modules(root: Path) -> Iterator[Module]:
    """Yield every module of the package but its tests and migrations."""
    for path in sorted((root / "townbell").rglob("*.py")):
        module = Module(root, path)
        if not {"tests", "migrations"} & set(module.parts):
            yield module


def imports(module: Module) -> Iterator[tuple[ast.AST, str]]:
    """Yield the dotted name of everything the module imports, lazily or not."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from ((node, f"{node.module}.{alias.name}") for alias in node.names)


def calls(module: Module) -> Iterator[tuple[ast.Call, str]]:
    """Yield every call of a method with the method's name."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node, node.func.attr


# --- who may know whom --------------------------------------------------------------------------


def upward_imports(root: Path) -> list[str]:
    return [
        module.at(node, f"{module.room} may not know {name}")
        for module in modules(root)
        for node, name in imports(module)
        if module.room in STOREYS and not may_know(module.room, name.split("."))
    ]


def may_know(room: str, name: list[str]) -> bool:
    if name[0] != "townbell" or name == ["townbell", "VERSION"]:
        return True
    other = name[1] if len(name) > 1 else ""
    if other == room or (room, other) in NEIGHBOURS:
        return True
    if other == "reports" or (room, other) == ("reports", "record"):
        return False
    return other in STOREYS and STOREYS[other] < STOREYS[room]


def engine_imports(root: Path) -> list[str]:
    """The engine knows arrays only; it is called from the one file of a room made for that."""
    complaints = []
    for module in modules(root):
        for node, name in imports(module):
            top = name.split(".")[0]
            if module.room == "opinion" and top not in ENGINE_MAY_KNOW and not in_python(top):
                complaints.append(module.at(node, f"the engine may not know {name}"))
            if name.startswith("townbell.opinion") and not may_call_the_engine(module):
                complaints.append(module.at(node, "only analysis.py calls the engine"))
    return complaints


def in_python(name: str) -> bool:
    import sys

    return name in sys.stdlib_module_names


def may_call_the_engine(module: Module) -> bool:
    if module.room in STOREYS and module.room not in {"opinion", "disclosure"}:
        return module.room in ANALYSTS and module.subject == "analysis"
    return True


def inward_imports(root: Path) -> list[str]:
    """Inside a room: urls, views; then forms, access, queries, actions; then models."""
    ranks = {
        "urls": 4,
        "views": 3,
        "forms": 2,
        "access": 2,
        "queries": 2,
        "actions": 2,
        "models": 1,
    }
    complaints = []
    for module in modules(root):
        for node, name in imports(module):
            words = name.split(".")
            subject = words[2] if words[0] == "townbell" and len(words) > 2 else ""
            mine, theirs = ranks.get(module.subject, 9), ranks.get(subject, 0)
            same_room = len(words) > 1 and words[1] == module.room
            if mine < theirs or (theirs > 2 and not same_room):
                complaints.append(module.at(node, f"{module.subject} may not know {name}"))
    return complaints


def relative_imports(root: Path) -> list[str]:
    return [
        module.at(node, "relative import")
        for module in modules(root)
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ImportFrom) and node.level
    ]


# --- who may do what ----------------------------------------------------------------------------


def writes_outside_actions(root: Path) -> list[str]:
    return [
        module.at(node, f"{module.subject} may not write: .{name}(…)")
        for module in modules(root)
        if module.subject in {"views", "forms", "access", "queries", "templatetags", "urls"}
        for node, name in calls(module)
        if is_write(node, name)
    ]


def is_write(call: ast.Call, name: str) -> bool:
    if name == "update":
        # A dictionary takes a positional argument, a query set takes none.
        return bool(call.keywords) and not call.args
    if name == "delete":
        return not call.args and not call.keywords
    return name in WRITES


def requests_in_actions(root: Path) -> list[str]:
    complaints = []
    for module in modules(root):
        if module.subject != "actions":
            continue
        for node, name in imports(module):
            if name.startswith(("django.http", "django.shortcuts", "django.views", "django.urls")):
                complaints.append(module.at(node, f"an action does not know {name}"))
        for node in ast.walk(module.tree):
            if isinstance(node, ast.arg) and node.arg in {"request", "response"}:
                complaints.append(module.at(node, f"an action never sees a {node.arg}"))
    return complaints


def positional_arguments_of_actions(root: Path) -> list[str]:
    """An action is called with words, keyword-only from the third parameter."""
    complaints = []
    for module in modules(root):
        if module.subject != "actions":
            continue
        for node in module.tree.body:
            public = isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
            if public and len(node.args.args) > 2:
                complaints.append(module.at(node, f"{node.name} takes keywords from the third"))
    return complaints


def templates_that_query(root: Path) -> list[str]:
    complaints = []
    for path in sorted((root / "townbell").glob("*/templates/**/*.html")):
        for number, line in enumerate(path.read_text().splitlines(), start=1):
            for expression in re.findall(r"\{[{%].*?[}%]\}", line):
                bare = expression.replace("paginator.count", "")
                if re.search(QUERY_WORDS, bare) or re.search(r"_set\b", bare):
                    complaints.append(f"{path.relative_to(root)}:{number} queries: {expression}")
    return complaints


def logged_values(root: Path) -> list[str]:
    """A message of ours is fixed text: what a visitor sent may not slip into a log."""
    levels = {"debug", "info", "warning", "error", "exception", "critical", "log"}
    return [
        module.at(node, "a log message is fixed text without values")
        for module in modules(root)
        for node, name in calls(module)
        if name in levels and is_logger(node) and not is_fixed(node)
    ]


def is_logger(call: ast.Call) -> bool:
    owner = call.func.value if isinstance(call.func, ast.Attribute) else None
    return isinstance(owner, ast.Name) and owner.id in {"log", "logger", "logging"}


def is_fixed(call: ast.Call) -> bool:
    return len(call.args) == 1 and isinstance(call.args[0], ast.Constant)


# --- names and furniture ------------------------------------------------------------------------


def forbidden_names(root: Path) -> list[str]:
    complaints = []
    for module in modules(root):
        name = module.parts[-1]
        if name in FORBIDDEN_MODULES or re.fullmatch(r"(views|models|actions|forms)\d+", name):
            complaints.append(module.at(module.tree, f"a file is not called {name}"))
        for node in ast.walk(module.tree):
            if isinstance(node, ast.ClassDef) and node.name.endswith(FORBIDDEN_ENDINGS):
                complaints.append(module.at(node, f"a class is not called {node.name}"))
    return complaints


def missing_furniture(root: Path) -> list[str]:
    """Every room has an app and tests, and migrations and addresses where it needs them."""
    complaints = []
    for room in rooms(root):
        folder = root / "townbell" / room
        needed = ["__init__.py", "apps.py", "tests/__init__.py"]
        if (folder / "models.py").exists() or (folder / "models").exists():
            needed.append("migrations/__init__.py")
        if (folder / "views.py").exists() or (folder / "views").exists():
            needed.append("urls.py")
        complaints += [f"{room} has no {name}" for name in needed if not (folder / name).exists()]
    return complaints


def rooms(root: Path) -> list[str]:
    return [
        room
        for room in STOREYS
        if (root / "townbell" / room).is_dir() and room not in {"opinion", "disclosure"}
    ]


def installations_in_the_code(root: Path) -> list[str]:
    """The data of an installation, its keys above all, lie in no folder of the package."""
    found = sorted((root / "townbell").glob("**/keys/*"))
    return [f"{path.relative_to(root)} is a key of an installation" for path in found]


RULES = [
    upward_imports,
    engine_imports,
    inward_imports,
    relative_imports,
    writes_outside_actions,
    requests_in_actions,
    positional_arguments_of_actions,
    templates_that_query,
    logged_values,
    forbidden_names,
    missing_furniture,
    installations_in_the_code,
]
