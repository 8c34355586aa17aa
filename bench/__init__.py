"""Benchmarks. They print figures and have no pass or fail limits."""
