"""The visitor's own GPU: measured in the browser by WebGPU, in WGSL and JavaScript."""
