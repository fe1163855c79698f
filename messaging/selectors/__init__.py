"""What both sides read, by noun. Each starts from `visible_to`."""

from messaging.selectors.family import answer_promise, thread_list, threads_of, unread_answers, unread_threads
from messaging.selectors.people import colleagues, departments
from messaging.selectors.reading import (
    ThreadPage,
    attachment,
    delivery_of,
    holders,
    in_scope,
    live_delivery,
    may_answer,
    message,
    messages_of,
    readable,
    reads_file,
    thread,
    thread_page,
    waiting_files,
)
from messaging.selectors.refills import lines as medication_lines
from messaging.selectors.tabs import Desk, about, desk, shown, tab, unread_total, waiting

__all__ = [
    "Desk",
    "ThreadPage",
    "about",
    "answer_promise",
    "attachment",
    "colleagues",
    "delivery_of",
    "departments",
    "desk",
    "holders",
    "in_scope",
    "live_delivery",
    "may_answer",
    "medication_lines",
    "message",
    "messages_of",
    "readable",
    "reads_file",
    "shown",
    "tab",
    "thread",
    "thread_list",
    "thread_page",
    "threads_of",
    "unread_answers",
    "unread_threads",
    "unread_total",
    "waiting",
    "waiting_files",
]
