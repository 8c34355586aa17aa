"""Reads a video in a separate process with limited memory and time, as files are not trusted.

    python -I video_child.py LIMITS FILE    what MediaInfo knows of its first track of each kind, as JSON

`LIMITS` is JSON. It imports nothing of ours, so that it has no secrets that a file could get hold of.
"""

from __future__ import annotations

import json
import resource
import sys

KINDS = ("General", "Video", "Audio")


def main(limits: dict[str, int], path: str) -> None:
    from pymediainfo import MediaInfo

    for kind, most in (
        (resource.RLIMIT_AS, limits["memory"]),
        (resource.RLIMIT_CPU, limits["seconds"]),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))
    # A hostile file may have any number of tracks.
    firsts = {track.track_type: track for track in reversed(MediaInfo.parse(path).tracks)}
    json.dump({kind: firsts[kind].to_data() for kind in KINDS if kind in firsts}, sys.stdout)


if __name__ == "__main__":
    main(json.loads(sys.argv[1]), sys.argv[2])
