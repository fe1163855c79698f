// Warns a minute before the session ends by itself, hides the page at its end, and leads to sign-in and back.
//
// The server alone knows when that is: another tab may have kept the session. Asking it with X-Poll keeps nothing alive.

const WARN = 60;
const AGAIN = 30;
const box = document.getElementById("idle");
let timer;

async function left(stay) {
  const url = `${box.dataset.left}?at=${encodeURIComponent(location.pathname)}`;
  const answer = await fetch(url, { headers: stay ? {} : { "X-Poll": "1" }, cache: "no-store" });
  if (answer.status === 401 || answer.redirected) return 0;
  return (await answer.json()).seconds;
}

function later(seconds) {
  clearTimeout(timer);
  timer = setTimeout(() => look(false), seconds * 1000);
}

async function look(stay) {
  let seconds;
  try {
    seconds = await left(stay);
  } catch {
    return later(AGAIN); // no network, or a server that is away: it says so itself when something is pressed
  }
  if (seconds <= 0) return leave();
  if (seconds > WARN) {
    if (box.open) box.close();
    return later(seconds - WARN);
  }
  if (!box.open) box.showModal();
  later(seconds);
}

function leave() {
  document.documentElement.classList.add("over");
  const here = new URL(location.href);
  here.hash = "";
  location.replace(here); // not reload(), which would ask whether to send a form again
}

if (box) {
  later(Number(box.dataset.seconds) - WARN);
  box.querySelector("button").addEventListener("click", () => look(true));
  box.addEventListener("cancel", (event) => {
    event.preventDefault(); // Escape answers the question as the button does
    look(true);
  });
  document.addEventListener("visibilitychange", () => document.hidden || look(false));
}
