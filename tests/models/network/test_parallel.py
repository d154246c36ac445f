"""Training by several processes gives what one process gives; without such a group it is one sentence."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch

from models.network import parallel
from models.network.cnn import CNN
from models.network.recipes import load, make, save
from models.register import Context
from settings import ROOT
from tests.models.images import easy

SMALL = {"epochs": 1, "width": 4, "batch_size": 8, "device": "cpu", "dtype": "float32"}
SEVERAL_GPUS = pytest.mark.skipif(torch.cuda.device_count() < 2, reason="needs two CUDA devices")


def together(device):
    """What two processes tell that train together."""
    command = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node=2"]
    script = str(Path(__file__).with_name("shares.py"))
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    answer = subprocess.run(
        [*command, script, device], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=250
    )
    assert answer.returncode == 0, answer.stderr
    return json.loads(answer.stdout)


@pytest.mark.slow
@pytest.mark.parametrize("device", ["cpu", pytest.param("cuda", marks=[pytest.mark.gpu, SEVERAL_GPUS])])
def test_two_processes_train_as_one_does(device):
    """Shares of unequal size, changed images: the same gradients and weights up to rounding, in both processes."""
    told = together(device)

    assert [one["rank"] for one in told] == [0, 1]
    for one in told:
        assert one["gradients"] < 1e-6
        assert one["from_one_process"] < 1e-4
        assert one["from_the_first"] == 0.0
        assert one["score"] > 0.9
        assert one["refused"] == "A batch of 1 images cannot be shared by 2 processes."


def test_without_the_others_nothing_is_trained():
    """Neither made nor fitted: one sentence says what would be right."""
    sentence = r"^Training by 2 processes needs 2, started by torchrun .*; here only 1 runs\.$"
    with pytest.raises(ValueError, match=sentence):
        make(Context(device="cpu"), processes=2)
    with pytest.raises(ValueError, match=sentence):
        CNN(**SMALL, processes=2).fit(*easy(8))


def test_a_process_that_torchrun_did_not_start_has_no_group():
    """One sentence, not a missing variable in the depths of a library."""
    with (
        pytest.raises(ValueError, match=r"^Training by several processes is started by torchrun"),
        parallel.group("cpu"),
    ):
        pass


def test_one_process_asks_nobody():
    """The plain path: no group, no copy of the network, the loss of torch's own criterion."""
    parallel.meet(1)
    network, criterion = torch.nn.Linear(4, 3), torch.nn.CrossEntropyLoss()
    rows, labels = torch.eye(4), torch.tensor([0, 1, 2, 0])

    assert parallel.agreed("mine", 1) == "mine"
    assert torch.equal(parallel.loss_of(network, criterion, 1)(rows, labels), criterion(network(rows), labels))


def test_what_several_have_trained_one_can_ask(tmp_path):
    """A kept network answers without a group; it still says how many had trained it."""
    X, y = easy(16)
    model = CNN(**SMALL).fit(X, y).set_params(processes=2)
    save(model, tmp_path)
    again = load(tmp_path)

    assert again.processes == 2
    assert np.array_equal(again.predict(X), model.predict(X))
