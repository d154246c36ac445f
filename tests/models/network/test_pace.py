"""What a training costs on a processor and on a GPU, by its steps and its images."""

import pytest

from models.network import cnn, pace, precision
from models.network.pace import PROCESSOR, Pace, batch_size_for, pace_on


@pytest.fixture
def gpu(monkeypatch):
    """The pace of a GPU that is not there, on which a step takes so many seconds by itself and for each image."""

    def gpu(per_step, per_image, wide=1.0):
        def step_seconds(device, batch, width):
            assert device == "gpu"
            return (per_step + per_image * batch) * (wide if width == pace.WIDE else 1)

        monkeypatch.setattr(cnn, "resolved_device", lambda device: "gpu")
        monkeypatch.setattr(precision, "step_seconds", step_seconds)
        pace_on.cache_clear()
        return pace_on("auto")

    yield gpu
    pace_on.cache_clear()


def test_on_a_processor_work_is_images_times_passes():
    """Whatever the batch; a wide CNN needs twice the time."""
    assert PROCESSOR.work(100, 10) == 1_000
    assert PROCESSOR.work(10_000, 10, width=24) == 200_000
    assert pace_on("cpu") is PROCESSOR


def test_on_a_gpu_work_is_what_its_own_steps_took(gpu):
    """Two milliseconds a step and a microsecond an image: a step costs as much as 2,000 images more."""
    found = gpu(per_step=2e-3, per_image=1e-6, wide=1.1)

    assert found.overhead_per_step == pytest.approx(2_000)
    assert found.wide_factor == pytest.approx(1.1)
    few, many = found.work(320, 10), found.work(1_280, 10)  # twenty steps a pass of 16, and 32 of 40
    assert (batch_size_for(320), batch_size_for(1_280)) == (16, 40)
    assert few * 1e-6 == pytest.approx(10 * 20 * (2e-3 + 16e-6))
    assert many * 1e-6 == pytest.approx(10 * 32 * (2e-3 + 40e-6))


def test_equal_times_by_chance_give_finite_work(gpu):
    """A larger batch may even seem faster than a small one, and a wide CNN faster than a narrow one."""
    assert gpu(per_step=2e-3, per_image=-1e-6, wide=0.9) == Pace(pace.MOST_OVERHEAD, 1.0)
