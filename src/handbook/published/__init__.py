"""What was handed over, and when: the record of published editions, which a build reads and never writes.

A site stays a pure function of file, record and day, since the record moves only when an edition is handed
over. One file an edition, `published/<id>.<edition>.json`; a client's is made of the client's view alone.
"""

from handbook.published.files import read_history, record_file, write_file, write_history
from handbook.published.forgetting import person_in, without
from handbook.published.history import Booked, DateThen, Handed, History, MeetingThen, PageThen, with_edition
from handbook.published.values import Change, Kind, changes, values_of

__all__ = (
    "Booked",
    "Change",
    "DateThen",
    "Handed",
    "History",
    "Kind",
    "MeetingThen",
    "PageThen",
    "changes",
    "person_in",
    "read_history",
    "record_file",
    "values_of",
    "with_edition",
    "without",
    "write_file",
    "write_history",
)
