"""What became of the database when a statement failed: nobody's fault who asked, and over when the machine is well."""

from __future__ import annotations

import errno
import sqlite3
from enum import StrEnum

from sqlalchemy.exc import DBAPIError, OperationalError

# Primary codes of SQLite for a file that can't be had now: busy, locked, read-only, unreadable, damaged, not there.
AWAY = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PROTOCOL,
    sqlite3.SQLITE_NOTADB,
}
FULL = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_SHMSIZE}
# Classes of PostgreSQL: connection, resources, an operator's hand, the system below it; and its disk.
AWAY_CLASSES = ("08", "53", "57P", "58")
DISK_FULL = "53100"


class Fault(StrEnum):
    """Why nothing can be kept at the moment."""

    AWAY = "away"
    FULL = "full"


def fault_of(error: BaseException) -> Fault | None:
    """The fault of the machine behind an error; None where the statement itself is to blame."""
    if isinstance(error, DBAPIError) and error.orig is not None:
        found = fault_of(error.orig)
        # Without a state there was no answer: PostgreSQL gives one to whatever it has heard.
        silent = isinstance(error, OperationalError) and getattr(error.orig, "sqlstate", "") is None
        return Fault.AWAY if found is None and silent else found
    if isinstance(error, OSError):
        return Fault.FULL if error.errno in {errno.ENOSPC, errno.EDQUOT} else None
    if (state := getattr(error, "sqlstate", None)) is not None:
        return Fault.FULL if state == DISK_FULL else Fault.AWAY if state.startswith(AWAY_CLASSES) else None
    code = getattr(error, "sqlite_errorcode", 0)
    return Fault.FULL if code in FULL else Fault.AWAY if code & 0xFF in AWAY else None
