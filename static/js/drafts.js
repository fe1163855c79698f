// A window that people write in: what is typed is kept on the server as it is typed, and colleagues see who is writing.

const PAUSE = 1000; // after the last key
const AT_MOST = 5000; // of typing without a pause
const PING = 4000;

let form, text, kept;
let since = 0;
let timer = 0;
let saving = Promise.resolve();
let over = true; // sent, discarded, signed out or left
let discarded = false;
let serial = 0; // numbers what the page says of its window: what is overtaken brings nobody back

function begin() {
  form = document.querySelector("form[data-draft]");
  text = form?.querySelector("textarea");
  kept = form?.querySelector("[data-kept]");
  text?.setSelectionRange(text.value.length, text.value.length); // who comes back writes on
  over = !form;
}
begin();

function keepSoon() {
  if (over) return;
  since ||= Date.now();
  clearTimeout(timer);
  timer = setTimeout(keep, Math.max(0, Math.min(PAUSE, since + AT_MOST - Date.now())));
}

function keep(leaving = false) {
  clearTimeout(timer);
  since = timer = 0;
  // One after the other, so that the newest comes last; who leaves cannot wait.
  if (leaving) send(true);
  else saving = saving.then(() => send());
}

const isHidden = () => document.visibilityState === "hidden";

function said(address, gone) {
  const url = new URL(address, location);
  url.searchParams.set("serial", ++serial);
  if (gone || isHidden()) url.searchParams.set("gone", 1);
  return url;
}

async function send(gone = false) {
  if (over) return;
  const mine = form;
  const body = new FormData(form);
  for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
  const facts = { method: "POST", headers: { "HX-Request": "true" }, body: new URLSearchParams(body), keepalive: gone };
  const answer = await fetch(said(form.dataset.draft, gone), facts).catch(() => null);
  if (over || mine !== form) return;
  if (!answer || answer.status >= 500) {
    say(kept.dataset.failed);
    timer ||= setTimeout(keep, AT_MOST);
  } else if (answer.headers.get("HX-Redirect")) signedOut(answer.headers.get("HX-Redirect"));
  else if (answer.ok) say(await answer.text(), true);
  else say(kept.dataset.refused);
}

function say(sentence, saved = false) {
  kept.querySelector("span").textContent = sentence;
  kept.querySelector("button").hidden = !saved || !sentence;
}

// The server has kept what came too late for the same person; they find it behind this link.
function signedOut(url) {
  over = true;
  say("");
  document.getElementById("news")?.remove();
  document.getElementById("signed-out")?.setAttribute("hidden", "");
  const alert = form.querySelector("[data-signed-out]");
  alert.querySelector("a").href = url;
  alert.hidden = false;
}

function stop() {
  over = true;
  clearTimeout(timer);
  since = timer = 0;
}

function leave() {
  if (over) return;
  if (timer) keep(true);
  else ping(true);
}

// Says that somebody writes here. It happens by itself, so it keeps no session alive (header X-Poll).
async function ping(gone = false) {
  if (!form.dataset.writing) return;
  const body = new URLSearchParams(["csrfmiddlewaretoken", "request_key"].map((name) => [name, form.elements[name].value]));
  const facts = { method: "POST", headers: { "X-Poll": "1" }, body, keepalive: gone };
  const answer = await fetch(said(form.dataset.writing, gone), facts).catch(() => null);
  if (answer && answer.status < 500 && !answer.ok) clearInterval(pinging);
}

const isHere = () => !over && !isHidden() && (text.value.trim() || form.contains(document.activeElement));
const pinging = form && setInterval(() => isHere() && ping(), PING);
if (isHere()) ping();

document.addEventListener("input", (event) => event.target.form === form && keepSoon());
document.addEventListener("submit", (event) => {
  if (!form || ![form, document.getElementById("discard-draft")].includes(event.target)) return;
  stop();
  discarded = event.target !== form;
});
document.addEventListener("htmx:beforeSwap", (event) => {
  if (!form || !event.detail.target.contains(form)) return;
  if (event.detail.target.id !== "new-message") leave(); // what changes the topic brings the text itself
  stop();
});
document.addEventListener("htmx:afterSwap", () => document.querySelector("form[data-draft]") !== form && begin());
document.addEventListener("htmx:responseError", (event) => event.detail.xhr.status === 401 && clearInterval(pinging));
// A phone may end a page that is hidden without a word more.
document.addEventListener("visibilitychange", () => (isHidden() ? leave() : isHere() && ping()));
addEventListener("pagehide", leave);
// Come back to by the browser's button, a form writes on; one whose draft was discarded begins anew.
addEventListener("pageshow", (event) => {
  if (!event.persisted || !form?.isConnected) return;
  if (discarded) location.reload();
  else over = false;
});
