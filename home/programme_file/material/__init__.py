"""Generates the media of a demonstration programme: presentations, captions, attachments and videos.

Nothing here uses the database. Each module takes data from the programme file and returns bytes or plain values, and is
deterministic: the same input gives the same output.
"""
