"""What tests and benchmarks share: files made as real programs make them."""
