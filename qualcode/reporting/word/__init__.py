"""Word reports: excerpts by code, and whole transcripts with their codings as comments."""

from qualcode.reporting.word.document import CodedSpan, Counts, ExcerptReport, TranscriptDocument
from qualcode.reporting.word.excerpts import write_excerpts
from qualcode.reporting.word.transcript import write_transcript

__all__ = [
    "CodedSpan",
    "Counts",
    "ExcerptReport",
    "TranscriptDocument",
    "write_excerpts",
    "write_transcript",
]
