"""Where data sets come from: packages, generators, downloads, folders and archives on disk, uploads."""
