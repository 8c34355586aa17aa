"""The pages on accessibility, privacy and contact, which have computed parts. `texts` has their default text."""
