// Dragging a visit, or its lower edge, leads to the form that moves it, with the new values filled in. Nothing changes
// before its button is pressed, and the card's `Move` leads to the same form. Fingers scroll instead of dragging.

const QUARTER = 15 * 60_000;
const SLACK = 6; // pixels within which a press is still a click
const EDGE = 40; // pixels from the calendar's edges within which it scrolls along

const calendar = document.querySelector(".cal");
const isWeek = calendar?.classList.contains("week");
let drag = null;
let swallowClick = false;

calendar?.addEventListener("dragstart", (event) => event.preventDefault()); // the browser's own dragging of links

calendar?.addEventListener("pointerdown", (event) => {
  const item = event.target.closest("[data-move]");
  swallowClick = false;
  if (!item || event.button || event.pointerType === "touch") return;
  drag = { item, x: event.clientX, y: event.clientY, grabbed: event.clientY - item.getBoundingClientRect().top, resizes: event.target.matches(".grip") };
});

document.addEventListener("pointermove", (event) => {
  if (!drag) return;
  if (!drag.moving && Math.hypot(event.clientX - drag.x, event.clientY - drag.y) < SLACK) return;
  if (!drag.moving) begin();
  scrollAlong(event);
  if (isWeek) aimAtCell(event);
  else aimAtTime(event);
});

document.addEventListener("pointerup", () => {
  if (!drag?.moving) return void (drag = null);
  const { item, goal } = drag;
  end();
  if (!goal) return;
  const next = location.pathname + location.search;
  location.assign(`${item.querySelector("a").pathname}move/?${new URLSearchParams({ ...goal, next })}`);
});

document.addEventListener("pointercancel", end);
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !drag) return;
  event.stopImmediatePropagation();
  end();
}, { capture: true });

// The click that follows a drag opens nothing.
calendar?.addEventListener("click", (event) => {
  if (!swallowClick) return;
  swallowClick = false;
  event.preventDefault();
  event.stopImmediatePropagation();
}, { capture: true });

function begin() {
  drag.moving = swallowClick = true;
  drag.item.classList.add("dragged");
  document.body.classList.add(drag.resizes ? "resizing" : "dragging");
  if (isWeek) return;
  drag.ghost = document.createElement("li");
  drag.home = drag.item.closest(".col");
}

function end() {
  if (!drag) return;
  drag.item.classList.remove("dragged");
  drag.ghost?.remove();
  drag.cell?.classList.remove("aim");
  document.body.classList.remove("dragging", "resizing");
  drag = null;
}

function scrollAlong({ clientX, clientY }) {
  const { left, right, top, bottom } = calendar.getBoundingClientRect();
  const x = clientX > right - EDGE ? 1 : clientX < left + EDGE ? -1 : 0;
  const y = clientY > bottom - EDGE ? 1 : clientY < top + EDGE ? -1 : 0;
  if (x || y) calendar.scrollBy(x * 12, y * 12);
}

// A week's cell: the same time of day on its day, with its provider.
function aimAtCell({ clientX, clientY }) {
  const cell = document.elementFromPoint(clientX, clientY)?.closest("td[data-day]");
  const fits = cell && cell.dataset.provider !== "open" && cell !== drag.item.closest("td");
  drag.cell?.classList.remove("aim");
  drag.cell = fits ? cell : null;
  drag.cell?.classList.add("aim");
  drag.goal = fits ? { date: cell.dataset.day, provider: cell.dataset.provider } : null;
}

// A day's column: the quarter hour under the upper edge, or under the lower one while that is dragged.
function aimAtTime({ clientX, clientY }) {
  const column = drag.resizes ? drag.home : columnAt(clientX);
  if (!column) return;
  const track = column.querySelector(".track");
  const height = parseFloat(getComputedStyle(track).gridAutoRows);
  const begins = Date.parse(calendar.dataset.begins);
  const starts = Date.parse(drag.item.dataset.start);
  const ends = Date.parse(drag.item.dataset.end);
  const row = Math.round((clientY - track.getBoundingClientRect().top - (drag.resizes ? 0 : drag.grabbed)) / height);
  const first = Math.floor((starts - begins) / QUARTER);
  const rows = Number(calendar.dataset.rows);
  const provider = column.dataset.provider;
  if (drag.resizes) {
    const last = Math.min(Math.max(row, first + 1), rows);
    const until = begins + last * QUARTER;
    drag.goal = until === ends ? null : { minutes: (until - starts) / 60_000 };
    show(track, first, last - first, `${clock(starts)} – ${clock(until)}`);
  } else {
    const span = Math.max(Math.round((ends - starts) / QUARTER), 1);
    const at = Math.min(Math.max(row, 0), rows - 1);
    const moment = new Date(begins + at * QUARTER);
    const stays = column === drag.home && at === first;
    drag.goal = stays ? null : { at: `${moment.toISOString().slice(0, 16)}Z`, provider };
    show(track, at, span, clock(moment));
  }
}

function columnAt(x) {
  return [...calendar.querySelectorAll(".col:not([data-provider=open])")].find((column) => {
    const { left, right } = column.getBoundingClientRect();
    return x >= left && x < right;
  });
}

function show(track, row, span, text) {
  drag.ghost.className = `ghost r${row + 1} n${span}`;
  drag.ghost.textContent = `${text} ${drag.item.querySelector("b").textContent}`;
  if (drag.ghost.parentElement !== track) track.append(drag.ghost);
}

function clock(moment) {
  const written = new Intl.DateTimeFormat("en-US", { timeZone: calendar.dataset.zone, hour: "numeric", minute: "2-digit" });
  return written.format(moment).replace("AM", "am").replace("PM", "pm");
}

// On the form: what the visit would become is known no more once something else is chosen.
document.querySelector("form[data-moves]")?.addEventListener("input", () => {
  for (const part of document.querySelectorAll("[data-then]")) part.hidden = true;
}, { once: true });
