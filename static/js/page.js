// On every page: menus that close, the focus on what went wrong, forms sent once, selects that send themselves.

for (const box of document.querySelectorAll("[data-focus]")) box.focus({ preventScroll: false });

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// The tab one is on is in sight, where not all of them are.
for (const tab of document.querySelectorAll(".tabs [aria-current]")) {
  const bar = tab.closest(".tabs");
  bar.scrollLeft += tab.getBoundingClientRect().left - bar.getBoundingClientRect().left - (bar.clientWidth - tab.offsetWidth) / 2;
}

// A second press while the first is under way sends nothing; coming back by history makes the form usable again.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-once]") || event.defaultPrevented) return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "1";
  for (const button of form.querySelectorAll("button")) button.setAttribute("aria-busy", "true");
});
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
  }
});

// "Undo" counts down the seconds behind the "#" of its address, and goes with the last one.
for (const form of document.querySelectorAll("#flash form")) {
  let left = Number(new URL(form.action).hash.slice(1));
  const button = form.querySelector("button");
  const word = button.textContent;
  const tick = () => {
    if (left <= 0) return form.remove();
    button.textContent = `${word} ${left}`;
    button.setAttribute("aria-label", word);
    left -= 1;
    setTimeout(tick, 1000);
  };
  if (left) tick();
}

// <form data-auto>: a changed select sends the form, and its button, needed without scripts, steps aside.
for (const form of document.querySelectorAll("form[data-auto]")) {
  form.querySelector("button[type=submit]")?.classList.add("sr");
  form.addEventListener("change", (event) => event.target.matches("select, input[type=date]") && form.requestSubmit());
}

// The thin line at the top while htmx waits, unless it is a page that asks by itself.
const busy = document.getElementById("busy");
document.addEventListener("htmx:beforeRequest", (event) => event.detail.requestConfig.headers["X-Poll"] || busy?.classList.add("htmx-request"));
document.addEventListener("htmx:afterRequest", () => busy?.classList.remove("htmx-request"));
