"""X45: which texts hold emergency words, in English and Spanish, and which do not."""

import pytest

from messaging.emergency import PHRASES, phrases_in


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("He has chest pain.", "chest pain"),
        ("CHEST   PAIN since noon", "chest pain"),
        ("chest-pain", "chest pain"),
        ("She can't breathe", "cant breathe"),
        ("She can\u2019t breathe", "cant breathe"),
        ("I cannot breathe well", "cannot breathe"),
        ("Leo has trouble breathing!", "trouble breathing"),
        ("I want to kill myself", "kill myself"),
        ("She talks of suicide", "suicide"),
        ("He took an overdose?", "overdose"),
        ("He was unconscious", "unconscious"),
        ("A seizure, at school", "seizure"),
        ("It is severe bleeding", "severe bleeding"),
        ("Could it be a stroke?", "stroke"),
        ("Le duele el pecho", "duele el pecho"),
        ("Tiene dolor\ten el pecho", "dolor en el pecho"),
        ("¡No puede respirar!", "no puede respirar"),
        ("Perdió el conocimiento", "perdio el conocimiento"),
        ("Dos CONVULSIÓNES", "convulsiones"),
        ("tomó una sobredosis", "sobredosis"),
        ("un ataque al corazón", "ataque al corazon"),
        ("quiere hacerse dano; yo quiero hacerme daño", "hacerme dano"),
    ],
)
def test_x45_a_text_holds_emergency_words(text, phrase):
    assert phrases_in(text) == [phrase]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Leo coughs at night.",
        "A pain in the neck, and the chest X-ray?",
        "Look at his chest. Pain is in the leg.",  # two sentences
        "She does the backstroke and the breaststroke.",
        "He scratches unconsciously.",
        "We painted the chest painstakingly.",
        "He can breathe now.",
        "Which dose is over? Over dose two?",
        "Puede respirar bien.",
        "El pecho no le duele.",
        "Una estrella convulsionada",
    ],
)
def test_x45_other_texts_hold_none(text):
    assert phrases_in(text) == []


def test_x45_several_texts_are_searched_each_by_itself():
    assert phrases_in("chest", "pain") == []
    assert phrases_in("Stroke?", "Chest pain") == ["chest pain", "stroke"]


def test_x45_every_phrase_of_the_list_is_found_as_it_stands():
    assert all(phrase in phrases_in(f"x {phrase} y") for phrase in PHRASES)
    assert len(set(PHRASES)) == len(PHRASES)
