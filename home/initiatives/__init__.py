"""Queries for the public pages of plans, projects, forums and initiatives, and the relations between them.

Each page makes a fixed number of queries. All pages that it refers to are fetched with one of them.
"""
