"""Accessibility, privacy and contact: pages that know the site. `texts` is what they say until somebody writes else."""
