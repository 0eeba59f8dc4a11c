"""Days on which something is due as an iCalendar file, which every calendar program opens; nothing in it comes from the clock."""

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta

from gzvalue.financing.due_dates import DueDate


def calendar_bytes(days: Iterable[DueDate], owner: str) -> bytes:
    """The file. The same days give the same bytes, and a later file replaces the entries of an earlier one.

    Args:
        days: what is due.
        owner: name of the enterprise; it tells the entries of two projects apart.
    """
    from icalendar import Calendar, Event  # late: only this file needs it

    made = Calendar()
    made.add("prodid", "-//gzvalue//贷后监测//ZH")
    made.add("version", "2.0")
    made.add("x-wr-calname", f"{owner} 贷后日历" if owner else "贷后日历")
    for one in days:
        event = Event()
        event.add("uid", hashlib.sha256(f"{owner}/{one.key}".encode()).hexdigest()[:32] + "@gzvalue")
        event.add("dtstamp", datetime.combine(one.on, time(), UTC))
        event.add("dtstart", one.on)
        event.add("dtend", one.on + timedelta(days=1))
        event.add("summary", one.title)
        if one.words:
            event.add("description", one.words)
        made.add_component(event)
    return bytes(made.to_ical())
