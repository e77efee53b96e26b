"""What `make bench` measures; the figures stand in docs/benchmarks.md."""
