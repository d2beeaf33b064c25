"""The harness of the benchmarks, without timing anything."""
