"""What tools/bench/run and tools/bench/compare share. Standard library only, but for the picture."""
