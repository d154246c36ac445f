"""The same comparison as one would write it in an afternoon, which `chart.py` compares us with.

Features image by image with scikit-image, computed again for each size; scikit-learn's own SVC and its `predict`; a
plain float32 PyTorch loop over a DataLoader, with ten epochs as in the recipe `quick`.
"""

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.stats import skew
from skimage.color import rgb2gray
from skimage.feature import hog, local_binary_pattern
from skimage.filters import sobel
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

ImageArrays = NDArray[np.uint8]
Labels = NDArray[np.int64]


def features(image: ImageArrays) -> NDArray[np.float64]:
    """Histograms, edges, textures and colour moments of one image, as listed in the lesson."""
    grey = (rgb2gray(image) * 255).astype(np.uint8)
    channels = [image[..., channel].ravel() for channel in range(3)]
    patterns = local_binary_pattern(grey, P=8, R=1, method="uniform")
    half = len(grey) // 2
    quarters = (patterns[:half, :half], patterns[:half, half:], patterns[half:, :half], patterns[half:, half:])
    return np.concatenate(
        [
            *(np.histogram(channel, bins=32, range=(0, 256), density=True)[0] for channel in channels),
            *([channel.mean(), channel.std(), skew(channel)] for channel in channels),
            np.histogram(sobel(grey), bins=16, range=(0, 1), density=True)[0],
            hog(image, orientations=9, pixels_per_cell=(8, 8), cells_per_block=(2, 2), channel_axis=-1),
            *(np.histogram(quarter, bins=10, range=(0, 10), density=True)[0] for quarter in quarters),
        ]
    )


def handcrafted(X: ImageArrays, y: Labels, X_test: ImageArrays) -> Labels:
    """The labels that an SVM on scaled features predicts for the test images."""
    model = make_pipeline(StandardScaler(), SVC(kernel="rbf", C=5))
    model.fit(np.array([features(image) for image in X]), y)
    return model.predict(np.array([features(image) for image in X_test]))


def network(n_classes: int = 10) -> nn.Module:
    """Three convolutions with batch normalisation and pooling, and one linear layer."""
    layers: list[nn.Module] = []
    for n_in, n_out in ((3, 32), (32, 64), (64, 128)):
        layers += [nn.Conv2d(n_in, n_out, 3, padding=1), nn.BatchNorm2d(n_out), nn.ReLU(), nn.MaxPool2d(2)]
    return nn.Sequential(*layers, nn.Flatten(), nn.Linear(128 * 4 * 4, n_classes))


def learned(X: ImageArrays, y: Labels, X_test: ImageArrays, seed: int, epochs: int = 10) -> Labels:
    """The labels that a CNN trained with Adam predicts for the test images."""
    torch.manual_seed(seed)
    model = network()
    optimiser = torch.optim.Adam(model.parameters(), lr=1e-3)
    batches = DataLoader(TensorDataset(tensor(X), torch.from_numpy(y)), batch_size=64, shuffle=True)
    for _ in range(epochs):
        model.train()
        for images, labels in batches:
            optimiser.zero_grad()
            loss = nn.functional.cross_entropy(model(images), labels)
            loss.backward()
            optimiser.step()
    model.eval()
    with torch.no_grad():
        return np.concatenate([model(images).argmax(1).numpy() for images in tensor(X_test).split(500)])


def tensor(X: ImageArrays) -> torch.Tensor:
    """Images in torch's order: float32 (n, channels, height, width), from -1 to 1."""
    return torch.from_numpy(X.astype(np.float32) / 127.5 - 1).permute(0, 3, 1, 2).contiguous()
