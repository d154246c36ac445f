"""An SVM on features that a network learned before, on other images: a frozen backbone, scaling, and a KernelSVC."""
