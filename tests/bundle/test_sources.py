"""Which files are packed with a script: all that it needs, and nothing else."""

import ast
import re
import sys
import tomllib

from bundle.pack import SCRIPT
from bundle.sources import ROOT, imported, needed_files

NAMES = {"PIL": "pillow", "pillow_heif": "pillow-heif", "skimage": "scikit-image", "sklearn": "scikit-learn"}
"""The names under which libraries are installed, if they are imported under another."""


def header():
    """The script's own list of what it needs, read as PEP 723 says."""
    block = re.search(r"(?m)^# /// script$\n((?:^#(?: .*)?$\n)+?)^# ///$", SCRIPT.read_text(encoding="utf-8"))
    assert block
    return tomllib.loads("\n".join(line[2:] for line in block[1].splitlines()))


def test_imports_are_followed_to_their_end():
    """The script needs the code that reads an image, all features, and what these need in turn."""
    places = set(needed_files(SCRIPT))

    assert {"catalogue/images/one_image.py", "catalogue/images/decode.py", "catalogue/images/look.py"} <= places
    assert {"features/__init__.py", "features/register.py", "features/hog.py", "features/family.py"} <= places


def test_nothing_else_is_packed():
    """No settings, no learner, no drawing of features, and not the package that loads every data set."""
    assert {place.partition("/")[0] for place in needed_files(SCRIPT)} == {"catalogue", "features"}
    assert not {"catalogue/__init__.py", "catalogue/register.py", "features/views.py"} & set(needed_files(SCRIPT))


def test_no_file_is_missing():
    """Any file of ours that a file on the list imports is on the list too."""
    files = needed_files(SCRIPT)
    for path in (SCRIPT, *files.values()):
        for module in imported(path):
            place = f"{module.replace('.', '/')}.py"
            assert not (ROOT / place).is_file() or place in files


def test_the_header_lists_exactly_what_is_imported():
    """Every library that is needed and no other, so not torch."""
    paths = (SCRIPT, *needed_files(SCRIPT).values())
    modules = {module.partition(".")[0] for path in paths for module in imported(path)}
    ours = {"catalogue", "features", *sys.stdlib_module_names}
    listed = {re.match(r"[a-z0-9-]+", line)[0] for line in header()["dependencies"]}

    assert listed == {NAMES.get(module, module) for module in modules - ours}


def test_the_header_has_the_bounds_of_the_app():
    """The script asks for the versions that the app was tested with."""
    required = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()

    assert set(header()["dependencies"]) <= set(required)


def test_the_script_loads_no_library_before_it_has_read_its_arguments():
    """Wrong use is reported at once: at the top it only imports what comes with Python."""
    top = ast.parse(SCRIPT.read_text(encoding="utf-8")).body
    plain = [node for node in top if isinstance(node, ast.Import | ast.ImportFrom)]
    modules = {name.name if isinstance(node, ast.Import) else node.module for node in plain for name in node.names}

    assert {str(module).partition(".")[0] for module in modules} <= set(sys.stdlib_module_names)
