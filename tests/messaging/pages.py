"""The Message Center's addresses, and the words of its pages."""

from django.urls import reverse


def center(tab="unread-portal", **query) -> str:
    """The address of a tab."""
    return reverse("staff:messaging:tab", args=["maple", tab], query=query)


def act(name, thread, tab="unread-portal") -> str:
    """The address to which an act on a thread is posted."""
    return reverse(f"staff:messaging:{name}", args=["maple", thread.pk], query={"tab": tab})


def words(response) -> str:
    """What the page says, its white space evened out."""
    return " ".join(response.content.decode().split())
