// Appointment Requests: marks the chosen row, and where the queue has given way (phones) goes to the request. Links do the rest.

document.addEventListener("htmx:afterSwap", (event) => {
  const link = event.detail.requestConfig?.elt;
  if (event.target.id !== "chosen" || !link?.matches(".queue a")) return;
  document.querySelector(".queue a[aria-current]")?.removeAttribute("aria-current");
  link.setAttribute("aria-current", "true");
  event.target.scrollTop = 0;
  if (!link.checkVisibility()) scrollTo(0, 0);
  document.getElementById("card-title")?.focus({ preventScroll: true });
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !event.target.closest("input, textarea, select, details[open]")) document.querySelector('[data-key="Escape"]')?.click();
});

document.querySelector(".queue a[aria-current]")?.scrollIntoView({ block: "nearest" });
