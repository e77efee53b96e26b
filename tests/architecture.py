"""The rules of docs/architecture.md, read off the source; each yields one sentence a fault."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

NO_FEATURE = {
    "stats",
    "store",
    "events",
    "importers",
    "models",
    "vocabulary",
    "deck",
    "ui",
    "cli",
    "demo",
}
# Results and pure types of one feature that others speak in too.
SPOKEN_BY_ALL = (
    "pmm_core.catalogue.called",
    "pmm_core.catalogue.directory",
    "pmm_core.catalogue.drafts",
    "pmm_core.company.calendar",
    "pmm_core.company.facts",
    "pmm_core.company.wording",
    "pmm_core.ledger.drafts",
    "pmm_core.house.drafts",
    "pmm_core.adoption.answer",
    "pmm_core.adoption.asked",
    "pmm_core.adoption.curves",
    "pmm_core.adoption.definition",
    "pmm_core.adoption.reading",
    "pmm_core.adoption.windows",
    "pmm_core.measures.reading",
    "pmm_core.measures.wording",
    "pmm_core.scorecard.goalpost",
    "pmm_core.scorecard.standpoints",
    "pmm_core.scorecard.wording",
    "pmm_core.prioritizer.defence",
)
DRAFTS = (
    "pmm_core.catalogue.directory",
    "pmm_core.catalogue.drafts",
    "pmm_core.drift.drafts",
    "pmm_core.ledger.drafts",
    "pmm_core.ledger.rules",
    "pmm_core.prioritizer.scoring",
    "pmm_core.typed.drafts",
)
SCREEN = ("streamlit", "pmm_core.ui", "pages")
STORE = ("pmm_core.store", "sqlmodel", "sqlalchemy", "alembic")
ENGINES = ("ibis", "duckdb", "sqlglot")
EVENTS = ("pmm_core.events", *ENGINES)
TEST_ONLY = ("pytest", "hypothesis", "playwright", "axe_playwright_python")


@dataclass(frozen=True)
class Layer:
    """What the files of a layer may not import, and why.

    Attributes:
        files: patterns below the root.
        banned: prefixes of modules; `features` stands for the insides of every feature.
        allowed: prefixes that are fine although a banned one covers them.
        spared: patterns of files the layer does not speak of.
    """

    files: tuple[str, ...]
    banned: tuple[str, ...]
    why: str
    allowed: tuple[str, ...] = ()
    spared: tuple[str, ...] = ()


FOUNDATION = ("pmm_core.vocabulary", "pmm_core.errors", "pmm_core.results")
LAYERS = (
    Layer(
        ("pmm_core/vocabulary/*.py", "pmm_core/errors.py", "pmm_core/results.py"),
        ("pmm_core", "pandas", "numpy", "streamlit", "altair", *STORE, *ENGINES),
        "everything rests on it, so it rests on the standard library",
        allowed=FOUNDATION,
    ),
    Layer(
        ("pmm_core/stats/*.py",),
        ("pmm_core", "pandas", "streamlit", "altair", *STORE, *ENGINES),
        "statistics are numbers in, numbers out, without a word of the business",
        allowed=("pmm_core.stats", *FOUNDATION),
    ),
    Layer(
        ("pmm_core/<feature>/*.py",),
        (*SCREEN, "altair", *STORE, *EVENTS, "pmm_core.cli", "pmm_core.importers", "features"),
        "a pure module computes; service.py is the one that reads and writes",
        spared=("service.py", "*charts.py"),
    ),
    Layer(
        ("pmm_core/<feature>/*charts.py",),
        (*SCREEN, *STORE, *EVENTS, "pmm_core.models", "pmm_core.cli", "features"),
        "a chart is drawn from a result",
    ),
    Layer(
        ("pmm_core/<feature>/service.py",),
        (*SCREEN, "altair", *ENGINES, "pmm_core.cli", "features"),
        "a service knows no screen, and another feature only through its service",
    ),
    Layer(
        ("pmm_core/store/**/*.py",),
        (*SCREEN, "altair", *EVENTS, "pmm_core.cli", "pmm_core.importers", "features"),
        "the store holds nouns and knows nobody who asks for them",
    ),
    Layer(
        ("pmm_core/events/**/*.py",),
        (*SCREEN, "altair", *STORE, "pmm_core.models", "pmm_core.cli", "features"),
        "event logs are counted by day and know no feature",
    ),
    Layer(
        ("pmm_core/importers/*.py",),
        (*SCREEN, "altair", *STORE, *ENGINES, "pmm_core.cli", "features"),
        "reading a file ends in drafts and rejections; apply, keep and undo store them",
        allowed=DRAFTS,
        spared=("apply.py", "keep.py", "undo.py"),
    ),
    Layer(
        (
            "pmm_core/importers/apply.py",
            "pmm_core/importers/keep.py",
            "pmm_core/importers/undo.py",
        ),
        (*SCREEN, "altair", *ENGINES, "pmm_core.cli"),
        "an import is stored without a screen",
    ),
    Layer(
        ("pmm_core/deck/*.py",),
        (*SCREEN, "altair", "pandas", *STORE, *EVENTS, "pmm_core.cli", "features"),
        "a document is written from blocks of words and numbers, whatever they are about",
    ),
    Layer(
        ("pmm_core/ui/*.py",),
        (*STORE, *EVENTS, "pmm_core.cli", "pages"),
        "screens ask services; session.py alone opens the store",
        spared=("session.py",),
    ),
    Layer(
        ("pages/**/*.py", "app.py"),
        (*STORE, *EVENTS, "pmm_core.models", "pmm_core.cli", "pandas", "numpy", "pages"),
        "a page picks, reads, shows, explains and acts; what it computes belongs to a feature",
    ),
    Layer(
        ("pmm_core/cli/*.py",),
        (*SCREEN, "altair", *EVENTS, "sqlmodel", "pmm_core.models"),
        "the command line proves that the core needs no screen",
    ),
    Layer(
        ("pmm_core/cli/*.py",),
        ("pmm_core.store", "sqlalchemy"),
        "commands ask services; only root.py, stores.py and doctor.py handle the store itself",
        spared=("root.py", "stores.py", "doctor.py"),
    ),
    Layer(
        ("pmm_core/demo/*.py",),
        (*SCREEN, "altair", *ENGINES, "pmm_core.cli"),
        "the sample is made without a screen",
    ),
    Layer(
        ("app.py", "pages/**/*.py", "pmm_core/**/*.py"),
        ("statsmodels",),
        "one module fits models of time series, and imports them when it does",
        spared=("pmm_core/impact/designs.py",),
    ),
    Layer(
        ("app.py", "pages/**/*.py", "pmm_core/**/*.py"),
        TEST_ONLY,
        "running the app needs nothing of requirements-dev.txt",
    ),
)


def features(root: Path) -> list[str]:
    """Name the folders of pmm_core that are features."""
    folders = (path.parent.name for path in root.glob("pmm_core/*/__init__.py"))
    return sorted(set(folders) - NO_FEATURE)


def tree(path: Path) -> ast.Module:
    """Parse one file."""
    return _parsed(path.read_text(encoding="utf-8"))


@cache
def _parsed(source: str) -> ast.Module:
    return ast.parse(source)


def sources(root: Path) -> list[Path]:
    """List every file the app is made of."""
    return [
        root / "app.py",
        *sorted(root.glob("pages/**/*.py")),
        *sorted(root.glob("pmm_core/**/*.py")),
    ]


def imported(path: Path) -> Iterator[tuple[int, str]]:
    """Yield line and full name of everything a file imports, wherever it stands."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def covers(prefixes: tuple[str, ...], name: str) -> bool:
    """Tell whether a module lies at or below one of the prefixes."""
    return any(name == prefix or name.startswith(prefix + ".") for prefix in prefixes)


def arrows_point_one_way(root: Path) -> Iterator[str]:
    """Each layer imports only what lies below it."""
    for layer in LAYERS:
        for pattern in layer.files:
            names = features(root) if "<feature>" in pattern else [""]
            for feature in names:
                for path in sorted(root.glob(pattern.replace("<feature>", feature))):
                    if not any(path.match(one) for one in layer.spared):
                        yield from _wrong_imports(root, path, layer, feature)


def _wrong_imports(root: Path, path: Path, layer: Layer, own: str) -> Iterator[str]:
    others = tuple(f"pmm_core.{name}" for name in features(root) if name != own)
    services = tuple(f"{other}.service" for other in others) if path.name == "service.py" else ()
    allowed = (*layer.allowed, *services)
    banned = tuple(name for name in layer.banned if name != "features")
    if "features" in layer.banned:
        banned, allowed = (*banned, *others), (*allowed, *SPOKEN_BY_ALL)
    for line, name in imported(path):
        if covers(banned, name) and not covers(allowed, name):
            yield f"{path.relative_to(root)}:{line} imports {name}: {layer.why}"


def sizes_fit(root: Path) -> Iterator[str]:
    """Pages stay under 80 lines, files under 450."""
    for path in [*sources(root), *sorted(root.glob("tests/**/*.py"))]:
        if not path.exists():
            continue
        here = path.relative_to(root)
        limit = 80 if here.parts[0] == "pages" else 450
        lines = len(path.read_text(encoding="utf-8").splitlines())
        if lines >= limit:
            yield f"{here} has {lines} lines, {limit - 1} at most: split it by question answered"


def pages_lie_one_folder_deeper(root: Path) -> Iterator[str]:
    """No page can be opened around app.py, and no two share an address."""
    for path in sorted(root.glob("pages/*.py")):
        yield f"pages/{path.name} could be opened without app.py: move it into a folder of pages/"
    names = [path.stem for path in sorted(root.glob("pages/*/*.py"))]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield f"two pages are called {name}.py, and a page's address is its file name"
    for path in sorted(root.glob("pages/*/*.py")):
        if any(isinstance(node, ast.FunctionDef | ast.ClassDef) for node in tree(path).body):
            yield f"{path.relative_to(root)} defines something: a page is a script, ui has the rest"


def features_have_one_anatomy(root: Path) -> Iterator[str]:
    """Every feature has a service and its wording."""
    for feature in features(root):
        for part in ("service.py", "wording.py"):
            if not (root / "pmm_core" / feature / part).exists():
                yield f"pmm_core/{feature} has no {part}: every feature has one anatomy"


BANNED_CALLS = {
    "to_csv": (
        "pmm_core/exports.py",
        "cells are written by exports.py alone, which escapes formulas",
    ),
    "to_excel": ("pmm_core/exports.py", "cells are written by exports.py alone"),
    "to_clipboard": ("pmm_core/exports.py", "cells are written by exports.py alone"),
    "html": (None, "no markup of our own on a screen"),
    "today": (None, "no hidden clock: take as_of as an argument"),
    "utcnow": (None, "no hidden clock: pmm_core/clock.py is the only one"),
    "now": ("pmm_core/clock.py", "no hidden clock: pmm_core/clock.py is the only one"),
    "create_all": (None, "tables are made by migrations, under a lock"),
}
CLOCK_OWNERS = {"date", "datetime", "Timestamp"}
CHOSEN_BY_OWNER = {
    "today": CLOCK_OWNERS,
    "now": CLOCK_OWNERS,
    "html": {"st", "components", "v1"},
    "create_all": {"metadata"},
}


def calls_are_harmless(root: Path) -> Iterator[str]:
    """No cells written, markup, built SQL, relationship or clock outside their one place."""
    for path in sources(root):
        if not path.exists():
            continue
        for node in ast.walk(tree(path)):
            why = _wrong_call(node, str(path.relative_to(root)))
            if why:
                yield f"{path.relative_to(root)}:{node.lineno} {why}"


def _wrong_call(node: ast.AST, here: str) -> str | None:
    if isinstance(node, ast.keyword) and node.arg in {
        "unsafe_allow_html",
        "unsafe_allow_javascript",
    }:
        return f"passes {node.arg}: user text must stay text"
    if not isinstance(node, ast.Call):
        return None
    function = node.func
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    owner = getattr(function, "value", None)
    owned_by = getattr(owner, "attr", getattr(owner, "id", ""))
    if name == "Relationship":
        return "has a Relationship: it breaks on detached records; name the join as a query"
    if name == "text" and owned_by in {"", "sa", "sqlalchemy"} and _is_built(node):
        return "builds SQL from pieces: bind the values"
    place, why = BANNED_CALLS.get(name, (here, ""))
    if place == here or owned_by not in CHOSEN_BY_OWNER.get(name, {owned_by}):
        return None
    return f"calls {owned_by}.{name}(): {why}"


def _is_built(call: ast.Call) -> bool:
    return bool(call.args) and not isinstance(call.args[0], ast.Constant)


RULES = (
    arrows_point_one_way,
    sizes_fit,
    pages_lie_one_folder_deeper,
    features_have_one_anatomy,
    calls_are_harmless,
)
