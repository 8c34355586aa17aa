"""Benchmarks. They print figures and never say whether one is good."""
