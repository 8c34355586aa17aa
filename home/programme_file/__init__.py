"""Import of a programme from one YAML file: parsed, validated, then loaded into the database in one transaction."""
