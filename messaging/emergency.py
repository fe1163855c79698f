"""Words by which people write of an emergency: a closed list in English and Spanish, and how a text is searched."""

import re
import unicodedata

# Without accents, apostrophes and case; each is looked for as whole words within one sentence.
PHRASES = (
    *("chest pain", "chest pains", "pain in my chest", "pain in his chest", "pain in her chest", "heart attack"),
    *("cant breathe", "cannot breathe", "can not breathe", "not breathing", "stopped breathing"),
    *("trouble breathing", "difficulty breathing", "struggling to breathe", "shortness of breath", "short of breath"),
    *("turning blue", "blue lips", "choking", "anaphylaxis", "anaphylactic"),
    *("suicide", "suicidal", "kill myself", "killing myself", "end my life", "kill himself", "kill herself"),
    *("want to die", "wants to die", "hurt myself", "self harm", "overdose", "overdosed", "poisoned"),
    *("unconscious", "unresponsive", "passed out", "wont wake up", "not waking up"),
    *("seizure", "seizures", "convulsion", "convulsions", "stroke"),
    *("severe bleeding", "heavy bleeding", "bleeding heavily", "bleeding a lot", "wont stop bleeding"),
    *("dolor de pecho", "dolor en el pecho", "duele el pecho", "ataque al corazon", "infarto"),
    *("no puedo respirar", "no puede respirar", "no respira", "dejo de respirar", "falta de aire", "le falta el aire"),
    *("dificultad para respirar", "me falta el aire", "labios azules", "se ahoga", "se esta ahogando", "anafilaxia"),
    *("suicidio", "suicidarme", "suicidarse", "matarme", "quitarme la vida", "quiero morir", "quiere morir"),
    *("hacerme dano", "sobredosis", "envenenado", "envenenada", "envenenamiento"),
    *("inconsciente", "no reacciona", "no despierta", "perdio el conocimiento", "se desmayo"),
    *("convulsiones", "convulsionando", "derrame cerebral", "embolia", "ictus"),
    *("hemorragia", "sangra mucho", "sangrado abundante", "no deja de sangrar", "no para de sangrar"),
)
_SENTENCE_ENDS = re.compile(r"[.!?;:\n]+")
_APOSTROPHES = re.compile("['`\u2018\u2019\u00b4]")
_NO_WORD = re.compile(r"[^a-z0-9]+")


def phrases_in(*texts: str) -> list[str]:
    """The phrases of the list that stand in these texts, in the order of the list.

    A word of the list that means something else there, or is denied (`no chest pain`), counts too: it costs a second
    press. What is misspelt does not.
    """
    sentences = [f" {sentence} " for text in texts for sentence in _sentences(text)]
    return [phrase for phrase in PHRASES if any(f" {phrase} " in sentence for sentence in sentences)]


def _sentences(text: str) -> list[str]:
    plain = _APOSTROPHES.sub("", text).casefold()
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(sign))
    return [_NO_WORD.sub(" ", sentence).strip() for sentence in _SENTENCE_ENDS.split(plain)]
