// Schedule: begins where the day is, marks the chosen event, and on phones the provider in view. Links do the rest.

const calendar = document.querySelector(".cal");
const target = calendar?.querySelector("a[aria-current]") ?? calendar?.querySelector("tr.today") ?? calendar?.querySelector(".now") ?? calendar?.querySelector(".ev a");
if (calendar && target) {
  const offset = target.getBoundingClientRect().top - calendar.getBoundingClientRect().top;
  calendar.scrollTop = Math.max(0, offset - calendar.clientHeight / 3);
}

// There are too many links to give each one attributes of its own.
calendar?.addEventListener("click", (event) => {
  const link = event.target.closest(".ev > a");
  if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  htmx.ajax("GET", link.getAttribute("href"), { source: link, target: "#card", swap: "innerHTML" });
});

document.addEventListener("htmx:afterSwap", (event) => {
  const link = event.detail.requestConfig?.elt;
  if (event.target.id !== "card" || !link?.matches(".ev > a")) return;
  calendar.querySelector("a[aria-current]")?.removeAttribute("aria-current");
  link.setAttribute("aria-current", "true");
  document.getElementById("card-title")?.focus({ preventScroll: true });
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !event.target.closest("input, textarea, select, details[open]")) document.querySelector('[data-key="Escape"]')?.click();
});

const picks = new Map([...document.querySelectorAll(".pick a")].map((link) => [link.hash.slice(1), link]));
if (calendar && picks.size) {
  const seen = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      const link = picks.get(entry.target.id);
      if (entry.isIntersecting) link?.setAttribute("aria-current", "true");
      else link?.removeAttribute("aria-current");
    }
  }, { root: calendar, threshold: 0.6 });
  for (const id of picks.keys()) seen.observe(document.getElementById(id));
  // A picked provider comes into view sideways only: the hour on screen stays.
  for (const [id, link] of picks) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      const column = document.getElementById(id);
      calendar.scrollTo({ left: column.offsetLeft - calendar.querySelector(".corner").offsetWidth, behavior: "smooth" });
    });
  }
}
