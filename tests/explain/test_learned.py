"""The right side: maps, Grad-CAM and neighbours of a network's answer."""

import numpy as np
import pytest

from explain.verbs import answer, explain, first_filters
from models.network import inside

pytestmark = pytest.mark.slow


def test_everything_is_of_the_image(kept, keep):
    """Filters, maps from large to small, and two maps as large as the image, with each stage's milliseconds."""
    id, image = keep("digits", "cnn", 500), kept.images["digits"].X_test[4]
    explained = explain(id, image)

    assert np.array_equal(explained.filters, first_filters(id))
    assert {part: found.shape for part, found in explained.maps.items()} == {
        "early": (16, 28, 28),
        "middle": (32, 14, 14),
        "late": (128, 3, 3),
    }
    assert explained.grad_cam.shape == explained.occlusion.shape == (28, 28)
    assert set(explained.milliseconds) == {"network", "maps", "grad_cam", "neighbours", "occlusion"}


def test_grad_cam_is_of_the_answer(kept, keep):
    """Of the class that the network named, not of another."""
    id, image = keep("digits", "cnn", 500), kept.images["digits"].X_test[4]
    ((said,),) = answer((id,), image[np.newaxis])
    expected = inside.grad_cam(kept.models[id], image, said.label)

    assert np.allclose(explain(id, image).grad_cam, expected, atol=1e-5)


def test_neighbours_mostly_share_the_class(kept, keep):
    """What lies near in the last hidden layer is what the network takes for the same."""
    id, images = keep("digits", "cnn", 500), kept.images["digits"]
    shares = [
        np.mean(images.y_train[explain(id, image).neighbours] == label)
        for image, label in zip(images.X_test[::75], images.y_test[::75], strict=True)
    ]

    assert np.mean(shares) > 0.7
