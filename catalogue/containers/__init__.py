"""Files that hold many images: MNIST's idx files, CIFAR's batches, NumPy arrays, and tables in Parquet or Arrow."""
