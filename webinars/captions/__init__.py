"""Caption files: bytes in, lines with a time, a speaker and a text out. Nothing in this package needs Django.

    webvtt     the W3C WebVTT parsing algorithm, in full; `cue_settings`, `cue_text` and `times` are its sections
    subrip     SubRip as programs write it; gives the same cues
    encodings  which encoding the bytes are in
    reading    what a person uploads, of either format, as `Line`s; or a `CaptionProblem`
    speakers   names written as "Kari Nordmann: text"
    mending    lines that end before they begin
    languages  which language a text is in, roughly
    checking   what to tell the person about the lines
    writing    the normalised WebVTT that is stored
    chapters   chapters from a WebVTT file or from pasted lines

Parsing and checking are separate: the parser accepts whatever the algorithm accepts, the check says what to correct.
"""
