"""A programme written as one YAML file: read and checked, then loaded all or nothing."""
