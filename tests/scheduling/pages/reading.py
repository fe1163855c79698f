"""Reads a page as somebody without scripts fills it in: its last form, its fields by their names on screen."""

from html.parser import HTMLParser


class Form(HTMLParser):
    """The form of a page that the button called `button` sends."""

    def __init__(self, page: str, button: str):
        super().__init__()
        self._forms, self._label, self._text = [], None, None
        self.feed(page)
        self._form = next(form for form in self._forms if button in form["buttons"])

    @property
    def action(self) -> str:
        return self._form["action"]

    @property
    def names(self) -> list[str]:
        """The accessible names of its checkboxes and radios."""
        return [box["label"] for box in self._form["boxes"]]

    def fill(self, *ticked: str, **written: str) -> dict:
        """What the form sends with those boxes ticked and these fields written."""
        fields: dict[str, list] = {name: [value] for name, value in self._form["hidden"]}
        for box in self._form["boxes"]:
            if box["checked"] or box["label"] in ticked:
                fields.setdefault(box["name"], []).append(box["value"])
        return {**fields, **{name: [value] for name, value in written.items()}}

    def handle_starttag(self, tag, attrs):
        facts = dict(attrs)
        if tag == "form":
            self._forms.append({"action": facts.get("action", ""), "hidden": [], "boxes": [], "buttons": []})
        elif tag == "input" and self._forms:
            self._input(facts)
        elif tag in ("label", "button"):
            self._text = []

    def _input(self, facts):
        form = self._forms[-1]
        if facts.get("type") == "hidden":
            form["hidden"].append((facts["name"], facts.get("value", "")))
        elif facts.get("type") in ("radio", "checkbox"):
            box = {"name": facts["name"], "value": facts.get("value", "on"), "checked": "checked" in facts}
            form["boxes"].append({**box, "label": facts.get("aria-label", "")})

    def handle_data(self, data):
        if self._text is not None:
            self._text.append(data)

    def handle_endtag(self, tag):
        if tag in ("label", "button") and self._text is not None and self._forms:
            words, form = " ".join("".join(self._text).split()), self._forms[-1]
            if tag == "button":
                form["buttons"].append(words)
            elif form["boxes"] and not form["boxes"][-1]["label"]:
                form["boxes"][-1]["label"] = words
            self._text = None
