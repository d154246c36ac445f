"""Which files travel with a script: all that it needs, and nothing else."""

import ast
import re
import sys
import tomllib

from bundle.pack import SCRIPT
from bundle.sources import ROOT, imported, needed

NAMES = {"PIL": "pillow", "skimage": "scikit-image", "sklearn": "scikit-learn"}
"""What a library is called where it is installed from, if that is not what it is imported as."""


def header():
    """The script's own list of what it needs, read as the standard for such lists (PEP 723) says."""
    block = re.search(r"(?m)^# /// script$\n((?:^#(?: .*)?$\n)+?)^# ///$", SCRIPT.read_text(encoding="utf-8"))
    assert block
    return tomllib.loads("\n".join(line[2:] for line in block[1].splitlines()))


def test_imports_are_followed_to_their_end():
    """The script needs the reading of an image and all features, and what these need in turn."""
    places = set(needed(SCRIPT))

    assert {"catalogue/images/one_image.py", "catalogue/images/decode.py", "catalogue/entries.py"} <= places
    assert {"features/__init__.py", "features/register.py", "features/hog.py", "features/kernel.py"} <= places


def test_nothing_else_comes_along():
    """No settings, no learner, no drawing of features, and not the package that would load every data set."""
    assert {place.partition("/")[0] for place in needed(SCRIPT)} == {"catalogue", "features"}
    assert not {"catalogue/__init__.py", "catalogue/register.py", "features/views.py"} & set(needed(SCRIPT))


def test_a_file_is_never_lacking():
    """Whatever of ours a file on the list imports is on the list too."""
    files = needed(SCRIPT)
    for path in (SCRIPT, *files.values()):
        for module in imported(path):
            place = f"{module.replace('.', '/')}.py"
            assert not (ROOT / place).is_file() or place in files


def test_the_header_lists_exactly_what_is_imported():
    """Every library, and none that is not needed; torch least of all."""
    paths = (SCRIPT, *needed(SCRIPT).values())
    modules = {module.partition(".")[0] for path in paths for module in imported(path)}
    ours = {"catalogue", "features", *sys.stdlib_module_names}
    listed = {re.match(r"[a-z0-9-]+", line)[0] for line in header()["dependencies"]}

    assert listed == {NAMES.get(module, module) for module in modules - ours}


def test_the_header_has_the_bounds_of_the_app():
    """What the app was tested with is what the script asks for."""
    required = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()

    assert set(header()["dependencies"]) <= set(required)


def test_the_script_loads_no_library_before_it_knows_what_is_asked():
    """Wrong use is answered at once: at the top it imports what comes with Python."""
    top = ast.parse(SCRIPT.read_text(encoding="utf-8")).body
    plain = [node for node in top if isinstance(node, ast.Import | ast.ImportFrom)]
    modules = {name.name if isinstance(node, ast.Import) else node.module for node in plain for name in node.names}

    assert {str(module).partition(".")[0] for module in modules} <= set(sys.stdlib_module_names)
