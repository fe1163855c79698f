"""What both sides read, by noun. Each starts from `visible_to`."""

from messaging.selectors.drafts import draft, drafts, first_draft, writing
from messaging.selectors.family import (
    answer_promise,
    own_thread,
    thread_list,
    threads_of,
    unread_answers,
    unread_threads,
)
from messaging.selectors.people import colleagues, departments
from messaging.selectors.reading import (
    ThreadPage,
    attachment,
    delivery_of,
    in_scope,
    is_taken_back,
    may_answer,
    message,
    message_numbered,
    messages_of,
    readable,
    reads_file,
    thread,
    thread_page,
    waiting_files,
)
from messaging.selectors.refills import lines as medication_lines
from messaging.selectors.rows import Row
from messaging.selectors.tabs import Desk, about, desk, shown, tab, unanswered, unread, waiting

__all__ = [
    "Desk",
    "Row",
    "ThreadPage",
    "about",
    "answer_promise",
    "attachment",
    "colleagues",
    "delivery_of",
    "departments",
    "desk",
    "draft",
    "drafts",
    "first_draft",
    "in_scope",
    "is_taken_back",
    "may_answer",
    "medication_lines",
    "message",
    "message_numbered",
    "messages_of",
    "own_thread",
    "readable",
    "reads_file",
    "shown",
    "tab",
    "thread",
    "thread_list",
    "thread_page",
    "threads_of",
    "unanswered",
    "unread",
    "unread_answers",
    "unread_threads",
    "waiting",
    "waiting_files",
    "writing",
]
