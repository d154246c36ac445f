"""The weights of a backbone, found on this machine alone: nothing is downloaded, and only what is known is loaded."""

import hashlib
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from torch import hub

from settings import settings


class UnusableWeights(ValueError):  # noqa: N818  (it is no error of the program)
    """The weights are missing or are not the published ones; the text is one sentence that says what to do."""


@dataclass(frozen=True)
class WeightsFile:
    """A published file of weights, and the first digits of its SHA-256, as far as they are published.

    With a `package`, the file is in that package's folder `models`; otherwise in the one that CROSSOVER_WEIGHTS names,
    or in torch.hub's folder of checkpoints.
    """

    name: str
    sha256: str
    package: str = ""

    def read_checked(self) -> bytes:
        """The content; UnusableWeights if the file is missing or was changed since it was published."""
        remedy = "please put PyTorch's own file of this name into the folder that CROSSOVER_WEIGHTS names"
        if self.package:
            remedy = f"please install the package {self.package} again"
        try:
            content = self._path().read_bytes()
        except OSError as problem:
            raise UnusableWeights(f"The weights file {self.name} is not on this machine: {remedy}.") from problem
        if not hashlib.sha256(content).hexdigest().startswith(self.sha256):
            raise UnusableWeights(
                f"The weights file {self.name} is not the published one (its SHA-256 differs), so it is not loaded: "
                f"{remedy}."
            )
        return content

    def _path(self) -> Path:
        """Where the file is; FileNotFoundError without its package."""
        if self.package:
            found = find_spec(self.package.replace("-", "_"))  # which does not run the package
            folder = next(iter(found.submodule_search_locations or ()), "") if found else ""
            if not folder:
                raise FileNotFoundError(self.package)
            return Path(folder, "models", self.name)
        downloaded = Path(hub.get_dir(), "checkpoints")  # torchvision's downloads, which another program asked for
        folders = [folder for folder in (settings().weights, downloaded) if folder]
        return next((path for folder in folders if (path := folder / self.name).exists()), folders[0] / self.name)
