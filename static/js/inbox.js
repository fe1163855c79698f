// Message Center: keys, the mark of the selected row. Everything here has a link or a button that does the same.

const list = () => [...document.querySelectorAll(".list a[href]")];
const current = () => document.querySelector(".list a[aria-current]");

function mark(link) {
  current()?.removeAttribute("aria-current");
  link.setAttribute("aria-current", "true");
}

// A preview has arrived: mark its row; where the list has given way (phones), take the reader to the message.
document.addEventListener("htmx:afterSwap", (event) => {
  const link = event.detail.requestConfig?.elt;
  if (event.target.id !== "reader" || !link?.matches(".list a")) return;
  mark(link);
  if (link.checkVisibility()) link.scrollIntoView({ block: "nearest" });
  else {
    scrollTo(0, 0);
    document.getElementById("reader-title")?.focus({ preventScroll: true });
  }
});

function step(by) {
  const links = list();
  const from = links.indexOf(document.activeElement) >= 0 ? document.activeElement : current();
  const to = links[Math.min(links.length - 1, Math.max(0, links.indexOf(from) + by))];
  if (!to || to === from) return;
  to.focus();
  to.click();
}

const press = (key) => document.querySelector(`[data-key="${CSS.escape(key)}"]`);

document.addEventListener("keydown", (event) => {
  const writing = event.target.closest(".compose textarea");
  if (writing && event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    return writing.form.querySelector(".send .btn.primary")?.click();
  }
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  const dialog = document.getElementById("keys");
  if (document.querySelector("dialog[open]") || event.target.closest("input, textarea, select, [contenteditable]")) return;
  const onControl = event.target.closest("a, button, summary");
  if (event.key === "j") step(1);
  else if (event.key === "k") step(-1);
  else if (event.key === "?") dialog?.showModal();
  else if (event.key === "/") press("/")?.focus();
  else if (["r", "f", "e", "u"].includes(event.key)) press(event.key)?.click();
  else if (event.key === "Enter" && (!onControl || onControl === current())) {
    if (!press("Enter")) return;
    press("Enter").click();
  } else return;
  event.preventDefault();
});

for (const button of document.querySelectorAll("[data-keys]")) {
  button.hidden = false;
  button.addEventListener("click", () => document.getElementById("keys").showModal());
}

// A question inside a window is drawn open; here it takes the page until it is answered.
for (const dialog of document.querySelectorAll("dialog[data-modal][open]")) {
  dialog.close();
  dialog.showModal();
}

// A thread begins with its oldest word; what people want to read is the newest.
function showNewest() {
  const thread = document.querySelector(".reader .thread");
  const newest = [...(thread?.querySelectorAll(".part") ?? [])].pop();
  if (newest?.previousElementSibling) thread.scrollTop = newest.offsetTop - thread.offsetTop;
}
showNewest();
if (current()?.checkVisibility()) current().scrollIntoView({ block: "nearest" });
document.addEventListener("htmx:afterSettle", showNewest);

// The reply window is where the typing goes, unless something must be corrected first (see page.js).
if (!document.querySelector("[data-focus]")) document.querySelector(".compose textarea")?.focus({ preventScroll: true });
document.querySelector(".compose")?.scrollIntoView({ block: "nearest" });
