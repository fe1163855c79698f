// Phrase Construction: puts a phrase where the cursor is. Without this the button posts the form and it comes last.

document.addEventListener("click", (event) => {
  const phrase = event.target.closest("button[data-phrase]");
  const response = phrase?.form?.elements.response;
  if (!response) return;
  event.preventDefault();
  const { selectionStart: from, selectionEnd: until, value } = response;
  const glue = from > 0 && !/\s$/.test(value.slice(0, from)) ? "\n\n" : "";
  phrase.closest("[popover]")?.hidePopover();
  response.focus();
  response.setRangeText(glue + phrase.dataset.phrase, from, until, "end");
  response.dispatchEvent(new Event("input", { bubbles: true }));
  // The first thing still to be filled in is what is typed next.
  const place = /\[\[.+?\]\]/.exec(response.value);
  if (place) response.setSelectionRange(place.index, place.index + place[0].length);
});

// Enter in the title keeps the phrase; the form's first button would insert one.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.target.id !== "phrase_title") return;
  event.preventDefault();
  event.target.closest("details").querySelector("button").click();
});
