import gc

# Python's default looks for garbage so often that an eighth of the time of tests and migrations goes into it.
gc.set_threshold(50_000, 20, 100)
