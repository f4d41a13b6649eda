"""Calendar files as calendar programs want them: entries in, bytes of RFC 5545 out.

Nothing here knows an engagement. The same entries give the same bytes.
"""

from handbook.ics.entries import Attendee, Entry, Role, unsafe
from handbook.ics.files import Folder, calendar

__all__ = ("Attendee", "Entry", "Folder", "Role", "calendar", "unsafe")
