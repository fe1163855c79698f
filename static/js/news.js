// Message Center: what is new appears by itself. Rows and counts change; selection, focus, scrolling and typing do not.

const pane = document.getElementById("list");
const told = document.getElementById("told");
const center = document.querySelector(".mc")?.dataset.center;

// htmx has exchanged the element that asks; what has arrived with it goes where it belongs.
document.addEventListener("htmx:afterSwap", () => {
  mergeWriters(document.querySelector("#news > .arrived-writers"));
  const arrived = document.querySelector("#news > template");
  if (!arrived) return;
  arrived.remove();
  const fresh = arrived.content;
  const said = [...mergeTabs(fresh), ...mergeRows(fresh.querySelector(".arrived-list"))];
  mergePager(fresh.querySelector(".arrived-pager"));
  mergeCounts(fresh.querySelector(".arrived-count"), arrived.dataset.unread);
  if (said.length) told.textContent = said.join(". ");
});

// The question names the thread that is open, and what the page says of its writers.
document.addEventListener("htmx:configRequest", (event) => {
  if (event.detail.elt.id !== "news") return;
  for (const field of document.querySelectorAll("#writers input")) event.detail.parameters[field.name] = field.value;
});

// Who is writing in the thread that is open; by now that may be another.
function mergeWriters(arrived) {
  arrived?.remove();
  const now = arrived?.content.querySelector("#writers");
  const old = document.getElementById("writers");
  if (!now || !old || now.children.thread.value !== old.children.thread.value) return;
  old.children.writers.value = now.children.writers.value;
  old.querySelector("[role=status]").replaceChildren(...now.querySelector("[role=status]").childNodes);
}

// Returns the names of unread rows that were not there before.
function mergeRows(fresh) {
  const next = fresh.querySelector("tbody");
  const body = pane.querySelector("tbody");
  const staying = [...(body?.rows ?? [])].filter(isInHand);
  if (!body || (!next && !staying.length)) {
    pane.replaceChildren(...fresh.childNodes);
    htmx.process(pane);
    return names(pane.querySelectorAll("tr.unread"));
  }
  const before = new Map([...body.rows].map((row) => [row.dataset.id, row]));
  const added = [];
  const rows = [...(next?.rows ?? [])].map((row) => {
    const old = before.get(row.dataset.id);
    if (!old) added.push(row);
    return old ? patched(old, row) : row;
  });
  // A row that has left the tab stays for as long as somebody reads it.
  for (const row of staying.filter((row) => !rows.includes(row))) {
    rows.splice(rows.indexOf(row.previousElementSibling) + 1, 0, row);
  }
  arrange(body, rows);
  for (const row of added) htmx.process(row);
  return names(added.filter((row) => row.classList.contains("unread")));
}

const isInHand = (row) => row.contains(document.activeElement) || row.querySelector("[aria-current]");
const names = (rows) => [...rows].map((row) => row.querySelector("a > .sr").textContent.trim()).slice(0, 3);

// The row as it is now, in the element it was in: its link keeps the focus and the mark.
function patched(row, now) {
  row.className = now.className;
  for (const [n, cell] of [...now.cells].entries()) {
    const old = row.cells[n];
    if (!cell.classList.contains("c-subject")) old.innerHTML = cell.innerHTML;
    else {
      const link = old.querySelector("a");
      const fresh = cell.querySelector("a");
      link.replaceChildren(...fresh.childNodes);
      for (const rest of old.querySelectorAll(".tag, .snippet")) rest.remove();
      link.parentElement.append(...cell.querySelectorAll(".tag"));
      old.append(...cell.querySelectorAll(".snippet"));
    }
  }
  return row;
}

// Moves only what is not in its place, so that what is under the pointer or has the focus stays.
function arrange(body, rows) {
  const focused = document.activeElement;
  for (const row of [...body.rows]) if (!rows.includes(row)) row.remove();
  rows.forEach((row, n) => body.rows[n] === row || body.insertBefore(row, body.rows[n] ?? null));
  if (body.contains(focused) && document.activeElement !== focused) focused.focus({ preventScroll: true });
}

// Returns what the tabs say of which the count has grown, other than the one that is open.
function mergeTabs(fresh) {
  const links = [...document.querySelectorAll(".mc > .tabs a")];
  const number = (link) => parseInt(link.querySelector(".count")?.textContent ?? "0", 10);
  return [...fresh.querySelectorAll(".tabs a")].flatMap((now, n) => {
    const grown = number(now) > number(links[n]) && !links[n].matches("[aria-current], [href*='/open/']");
    links[n].replaceChildren(...now.childNodes);
    return grown ? [`${links[n].firstChild.textContent.trim()} ${links[n].querySelector(".sr").textContent}`] : [];
  });
}

function mergePager(fresh) {
  const now = fresh.querySelector(".pager");
  const old = document.querySelector(".mc > .pager");
  if (old?.contains(document.activeElement)) return;
  old?.remove();
  if (now) document.querySelector(".mc > .tabs").after(now);
}

function mergeCounts(fresh, unread) {
  for (const link of document.querySelectorAll(`.rail a[href="${CSS.escape(center)}"], .top a[href="${CSS.escape(center)}"]`)) {
    for (const old of link.querySelectorAll(".count, .count + .sr")) old.remove();
    link.append(...fresh.cloneNode(true).childNodes);
  }
  document.title = (unread ? `(${unread}) ` : "") + document.title.replace(/^\(\d+\+?\) /, "");
}

// Signed out, here or in another tab: the page says so and asks no more. What is typed on it stays.
document.addEventListener("htmx:responseError", (event) => {
  const asks = document.getElementById("news");
  if (event.detail.elt !== asks || event.detail.xhr.status !== 401) return;
  asks.remove();
  const sentence = document.getElementById("signed-out");
  sentence.hidden = false;
  sentence.querySelector("span").textContent = sentence.dataset.said;
});
