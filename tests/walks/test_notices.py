"""Every notice, made from a sample: it arrives with a link and says nothing about anybody's health."""

from practice.outbox import NOTICES, Letter
from tests.walks import notices
from tests.walks.world import CLINICAL


def test_every_notice_has_a_sample(cast, furnished):
    assert set(NOTICES) == set(notices.samples(cast, furnished))


def test_no_notice_says_anything_clinical(cast, furnished):
    for name, sample in notices.samples(cast, furnished).items():
        letter = notices.compose(NOTICES[name].compose, sample, cast)
        assert letter is not None, name
        assert list(notices.faults(letter)) == [], name


def test_a_letter_that_tells_is_seen():
    letter = Letter("gina@demo.example", f"About {CLINICAL}", "Leo has a Well visit", "<p>Hello</p>")
    assert len(list(notices.faults(letter))) == 5
