"""The design's rules as tests: who may import whom, one door a library, nothing at import, short and documented."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LAYERS = {
    "settings": set(),
    "features": set(),
    "analysis": set(),
    "charts": {"analysis"},
    "catalogue": {"settings"},
    "uploads": {"catalogue", "settings"},
    "models": {"features"},
    "timing": {"models", "features", "catalogue", "settings"},
    "experiments": {"timing", "models", "features", "uploads", "catalogue", "settings"},
    "explain": {"experiments", "models", "features", "catalogue", "analysis"},
    "bundle": {"experiments", "timing", "models", "features", "catalogue", "analysis", "charts", "settings"},
    "ui": {
        *("explain", "bundle", "experiments", "timing", "models", "features", "uploads", "catalogue", "charts"),
        *("analysis", "settings"),
    },
    "app_pages": {"ui", "experiments", "models", "catalogue", "charts", "analysis", "settings"},
    "navigation": {"ui"},
    "app": {"ui"},
    "benchmarks": {"explain", "experiments", "timing", "models", "features", "catalogue", "analysis", "settings"},
}
"""What each folder may import of ours besides itself; nothing may import the pages, the app or the benchmarks."""

DOORS = {
    "streamlit": ("app.py", "navigation.py", "app_pages/", "ui/", "benchmarks/"),
    "plotly": ("charts/",),
    "dask": ("experiments/engine",),
    "distributed": ("experiments/engine",),
    "sqlalchemy": ("experiments/store",),
    "alembic": ("experiments/store",),
    "sqlite3": ("experiments/store",),
    "torch": ("models/", "timing/", "experiments/clock.py", "benchmarks/"),
    "torchvision": ("catalogue/",),
    "PIL": ("catalogue/",),
    "skimage": ("analysis/", "catalogue/", "features/", "timing/", "ui/", "benchmarks/"),
    "skops": ("models/handcrafted/files.py",),
    "onnx": ("bundle/",),
    "onnxruntime": ("bundle/",),
    "safetensors": ("models/network/files.py", "explain/"),
    "typer": ("experiments/__main__.py", "uploads/__main__.py"),
    "pydantic_settings": ("settings.py",),
}
"""Where a library may be imported: everything else asks there."""

DESCRIBING = {
    *("dataclass", "field", "cache", "lru_cache", "kernel", "migration"),
    *("st.cache_data", "st.cache_resource", "st.fragment", "torch.inference_mode", "torch.no_grad"),
    *("tuple", "set", "dict", "frozenset", "range", "zip", "str", "np.array", "np.geomspace", "logging.getLogger"),
    *("app.command", "_experiment_columns"),
}
"""Calls that a module may make while it is imported: they note something and do no work; so do constructors."""

SCRIPTS = ("app.py", "navigation.py", "app_pages/")
WITHOUT_TORCH = """
import importlib, pathlib, sys
for folder in ("ui", "charts", "analysis"):
    for path in sorted(pathlib.Path(folder).glob("*.py")):
        importlib.import_module(".".join(path.with_suffix("").parts).removesuffix(".__init__"))
from experiments.engine.dispatch import open_engine
from experiments.plan import plan, usual_sizes
from experiments.kept.model_store import shelf
from explain import answer, held_out
from experiments.store.results import Store
import catalogue
print(*sorted({"torch", "torchvision", "numba", "distributed"} & set(sys.modules)))
"""


def tracked() -> list[str]:
    """Our Python files, as git knows or would know them; in a copy without git, all there are."""
    command = ["git", "-C", str(ROOT), "ls-files", "-co", "--exclude-standard", "*.py"]
    listing = subprocess.run(command, capture_output=True, text=True).stdout.splitlines()
    found = listing or [str(path.relative_to(ROOT)) for path in ROOT.rglob("*.py") if not hidden(path)]
    return sorted(name for name in found if (ROOT / name).is_file())


def hidden(path: Path) -> bool:
    """Whether the path lies in a folder such as .venv."""
    return any(part.startswith(".") for part in path.relative_to(ROOT).parts)


PRODUCT = [name for name in tracked() if not name.startswith("tests/")]
TESTS = [name for name in tracked() if name.startswith("tests/")]


def tree(name: str) -> ast.Module:
    """The parsed file."""
    return ast.parse((ROOT / name).read_text(encoding="utf-8"), name)


def imported(name: str) -> Iterator[str]:
    """The dotted name of every module that the file imports anywhere, inside functions as well."""
    for node in ast.walk(tree(name)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name}:{node.lineno} imports by dots; the rules are read from whole names"
            yield str(node.module)


def top(module: str) -> str:
    """The folder, file or library that a module belongs to."""
    return module.partition(".")[0]


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


def functions(name: str) -> list[ast.FunctionDef]:
    """Every function and method of a file."""
    return [node for node in ast.walk(tree(name)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def length(function: ast.FunctionDef) -> int:
    """Lines of a function without its docstring."""
    documented = ast.get_docstring(function) is not None and len(function.body) > 1
    first = function.body[1].lineno if documented else function.lineno
    return int(function.end_lineno or first) - first + 1


def test_every_folder_has_its_place():
    """A new folder of code is given its layer before it is used."""
    assert {top(name.replace("/", ".").removesuffix(".py")) for name in PRODUCT} == set(LAYERS)


@pytest.mark.parametrize("name", PRODUCT)
def test_imports_run_one_way(name):
    """Pages ask ui, ui asks experiments, experiments ask models, models ask features; charts draw analysis."""
    own = top(name.replace("/", ".").removesuffix(".py"))
    ours = {top(module) for module in imported(name)} & set(LAYERS)

    assert ours <= LAYERS[own] | {own}


@pytest.mark.parametrize("name", PRODUCT)
def test_every_library_has_one_door(name):
    """A library that could be exchanged is known in one place."""
    wrong = [library for library in map(top, imported(name)) if not name.startswith(DOORS.get(library, ""))]

    assert wrong == []


@pytest.mark.parametrize("name", [name for name in PRODUCT if not name.startswith(("settings.py", "benchmarks/"))])
def test_the_environment_is_read_in_settings_only(name):
    """Every variable that we read stands in one frozen object."""
    read = [
        ast.unparse(node)
        for node in ast.walk(tree(name))
        if (isinstance(node, ast.Attribute) and node.attr in ("environ", "environb", "getenv", "putenv"))
        or (isinstance(node, ast.alias) and node.name in ("environ", "getenv"))
    ]

    assert read == []


@pytest.mark.parametrize("name", [name for name in PRODUCT if not name.startswith((*SCRIPTS, "benchmarks/"))])
def test_nothing_happens_at_import(name):
    """A module only says what there is: it constructs values and decorates, and calls nothing that works."""
    called = {ast.unparse(call.func) for call in calls_at_import(tree(name))}
    working = {call for call in called - DESCRIBING if not call.rpartition(".")[2].lstrip("_")[0].isupper()}

    assert working == set()


def test_the_web_process_loads_no_torch():
    """All that pages are made of is imported without torch, which takes two seconds and half a gigabyte, or Dask."""
    answer = subprocess.run([sys.executable, "-c", WITHOUT_TORCH], cwd=ROOT, capture_output=True, text=True)

    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.strip() == ""


@pytest.mark.parametrize("name", PRODUCT)
def test_files_and_functions_are_short(name):
    """A page has at most 60 lines, a module 300, a function 40 without its docstring."""
    most = 60 if name.startswith(SCRIPTS) else 300
    long = [function.name for function in functions(name) if length(function) > 40]

    assert len((ROOT / name).read_text(encoding="utf-8").splitlines()) <= most
    assert long == []


@pytest.mark.parametrize("name", PRODUCT)
def test_every_function_is_typed(name):
    """The result and every argument but self and cls say what they are."""
    untyped = [
        function.name
        for function in functions(name)
        for arguments in [function.args.posonlyargs + function.args.args + function.args.kwonlyargs]
        if function.returns is None or not all(one.annotation for one in arguments if one.arg not in ("self", "cls"))
    ]

    assert untyped == []


@pytest.mark.parametrize("name", PRODUCT)
def test_everything_public_is_documented(name):
    """Each module, class and function that others may use says in a docstring what it is."""
    module = tree(name)
    kinds = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    public = [node for node in module.body if isinstance(node, kinds) and not node.name.startswith("_")]
    # What a protocol asks for is described where it is met.
    classes = [
        node for node in public if isinstance(node, ast.ClassDef) and "Protocol" not in map(ast.unparse, node.bases)
    ]
    methods = [
        node for one in classes for node in one.body if isinstance(node, kinds) and not node.name.startswith("_")
    ]

    assert [node.name for node in (*public, *methods) if not ast.get_docstring(node)] == []
    assert ast.get_docstring(module) or not module.body


@pytest.mark.parametrize("name", TESTS)
def test_every_test_states_its_law(name):
    """Read one after the other, the docstrings of the tests are the specification."""
    silent = [node.name for node in functions(name) if node.name.startswith("test_") and not ast.get_docstring(node)]

    assert silent == []
    assert ast.get_docstring(tree(name))
