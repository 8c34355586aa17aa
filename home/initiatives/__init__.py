"""Plans, projects, forums and initiatives as their pages show them: what is public, and what points at what.

Each page asks a fixed number of questions, however much there is. All pages that it names are one of them.
"""
