"""What the pages on accessibility, privacy and contact compute. `texts.yaml` has the default text of these pages."""
