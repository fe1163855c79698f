// Dashboard: `Select Provider(s)` is a window over the page here; without scripts it is a page of its own.

const box = document.getElementById("window");

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.target !== box || box.open) return;
  box.showModal();
  box.querySelector("input, button")?.focus();
});

box.addEventListener("click", (event) => {
  if (!event.target.closest("[data-close]")) return;
  event.preventDefault();
  box.close();
});
