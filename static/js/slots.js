// Choosing times: says how many are chosen, and at the limit closes the rest until one is taken away. The server has the last word.

function count() {
  const picker = document.querySelector(".picker");
  const tally = picker?.querySelector(".tally");
  if (!tally) return; // no times to choose on this page
  const boxes = [...picker.closest("form").querySelectorAll(".slots input")];
  // The same time may stand among the nearest and on its day.
  const chosen = new Set(boxes.filter((box) => box.checked).map((box) => Date.parse(box.value))).size;
  const full = chosen >= Number(picker.dataset.max);
  for (const box of boxes) {
    if (!box.checked && full && !box.disabled) { box.disabled = true; box.dataset.full = "1"; }
    else if (!full && box.dataset.full) { box.disabled = false; delete box.dataset.full; }
  }
  tally.textContent = full ? tally.dataset.full : chosen === 1 ? tally.dataset.one : chosen ? tally.dataset.many.replace("%n", chosen) : "";
}

document.addEventListener("change", (event) => event.target.closest(".slots") && count());
document.addEventListener("htmx:afterSettle", () => {
  count();
  document.querySelector(".days [aria-current]")?.focus({ preventScroll: true });
});
document.querySelector(".days [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
count();
