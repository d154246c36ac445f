"""Fitting the SVM with cuML, on NVIDIA GPUs where it is installed."""

from typing import Any

import torch
from torch import Tensor

from models.handcrafted.kernel_svc import KernelSVC


def svc() -> Any:
    """The class SVC of cuML, or None where it is not installed."""
    try:
        from cuml.svm import SVC
    except ImportError:
        return None
    return SVC


def fit(X: Tensor, y: Tensor) -> Any:
    """CuML's SVC with the settings of `KernelSVC`, fitted to labels y (n,) and X (n, d), which it standardises."""
    settings = KernelSVC()
    deviation, mean = torch.std_mean(X, 0, correction=0)
    rows = (X - mean) / torch.where(deviation > 0, deviation, 1.0)
    estimator = svc()(kernel=settings.kernel, C=settings.C, gamma=settings.gamma / X.shape[1], cache_size=1_000)
    return estimator.fit(rows, y)
