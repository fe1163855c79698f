// Times are on the location's clock. Where the reader's own clock shows another time then, it stands in brackets behind.

const words = document.querySelector("[data-own-time]").dataset.ownTime;
const own = Intl.DateTimeFormat().resolvedOptions().timeZone;

function clock(at, timeZone) {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone, weekday: "short", month: "short", day: "numeric", hour: "numeric", minute: "2-digit", hour12: true,
  }).formatToParts(at);
  const part = Object.fromEntries(parts.map(({ type, value }) => [type, value]));
  return { day: `${part.weekday}, ${part.month} ${part.day}`, time: `${part.hour}:${part.minute} ${part.dayPeriod.toLowerCase()}` };
}

function add() {
  for (const time of document.querySelectorAll("time[datetime]:not([data-read])")) {
    const zone = time.closest("[data-zone]")?.dataset.zone;
    if (!zone) continue;
    time.dataset.read = "";
    const at = new Date(time.dateTime);
    const there = clock(at, zone), here = clock(at, own);
    if (there.day === here.day && there.time === here.time) continue;
    const mine = document.createElement("span");
    mine.className = "own-time";
    mine.textContent = words.replace("%t", there.day === here.day ? here.time : `${here.day}, ${here.time}`);
    time.append(" ", mine);
  }
}

document.addEventListener("htmx:afterSettle", add);
add();
