/* The desk's script: wakes the design system's parts, keeps clocks going, and keeps lists up to date.
   Every page works without it. When an update fails it says so in words: an old list must never pass for a quiet one. */
const root = document.documentElement, body = document.body;
const all = (what, within = document) => [...within.querySelectorAll(what)];
const EVERY = 4000, PATIENCE = 10000;
const ahead = (Date.parse(root.dataset.now) || Date.now()) - Date.now(); // how far the desk's clock is ahead of this one
const now = () => Date.now() + ahead;

body.classList.add("js-enabled", "govuk-frontend-supported");
if (document.querySelector("[data-module^='govuk-']")) import(root.dataset.govuk).then((parts) => parts.initAll());
if (document.querySelector("[data-module^='moj-']")) import(root.dataset.moj).then((parts) => parts.initAll());

/* The same words as look/moments.py. */
function span(milliseconds) {
  const minutes = Math.floor(Math.abs(milliseconds) / 60000);
  const many = (count, unit) => `${count} ${unit}${count === 1 ? "" : "s"}`;
  if (minutes < 1) return "less than a minute";
  if (minutes < 60) return many(minutes, "minute");
  return minutes < 48 * 60 ? many(Math.floor(minutes / 60), "hour") : many(Math.floor(minutes / 1440), "day");
}

function tick(within = document) {
  for (const time of all("time[data-ago]", within)) {
    const apart = now() - Date.parse(time.dateTime);
    time.textContent = apart < 0 ? `in ${span(apart)}` : `${span(apart)} ago`;
  }
  for (const badge of all("[data-due]", within)) {
    const left = Date.parse(badge.dataset.due) - now();
    if (left >= 3600000) continue;
    badge.textContent = left < 0 ? `overdue by ${span(left)}` : `due in ${span(left)}`;
    badge.className = badge.className.replace(/govuk-tag--\w+/, left < 0 ? "govuk-tag--red" : "govuk-tag--yellow");
  }
}
setInterval(tick, 15000);

const clock = (moment) => new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: "Europe/London" }).format(moment);
const line = (name, role) => Object.assign(document.createElement("p"), { className: name, role, hidden: name === "look-stale" });

/* Puts the new list in place of the old one; the focus and what was unfolded stay where they were. */
function swap(part, html) {
  const fresh = new DOMParser().parseFromString(html, "text/html");
  const source = fresh.querySelector("[data-live]") || fresh.body;
  const focused = part.contains(document.activeElement) ? document.activeElement : null;
  const where = focused && (focused.id ? `#${CSS.escape(focused.id)}` : focused.getAttribute("href") && `a[href="${CSS.escape(focused.getAttribute("href"))}"]`);
  const unfolded = all("details[open][id]", part).map((details) => details.id);
  part.replaceChildren(...source.childNodes);
  unfolded.forEach((id) => { const details = document.getElementById(id); if (details) details.open = true; });
  const again = focused && ((where && part.querySelector(where)) || part);
  if (again === part) part.tabIndex = -1;
  if (again) again.focus({ preventScroll: true });
  tick(part);
}

async function watch(part) {
  const stale = line("look-stale", "status"), said = line("govuk-visually-hidden", "status");
  const every = Number(part.dataset.liveEvery) * 1000 || EVERY;
  let tag = part.dataset.etag || "", good = Date.now(), saying = part.querySelector("[data-say]")?.dataset.say;
  part.before(stale, said);
  const wrong = (sentence) => { if (stale.textContent !== sentence) stale.textContent = sentence; stale.hidden = false; };
  const typing = () => part.contains(document.activeElement) && document.activeElement.matches("input, textarea, select");
  for (;;) {
    await new Promise((resume) => { setTimeout(resume, every); });
    if (typing()) continue;
    try {
      const answer = await fetch(part.dataset.live, { cache: "no-store", redirect: "manual", headers: tag ? { "If-None-Match": tag } : {}, signal: AbortSignal.timeout(PATIENCE) });
      if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) {
        wrong(`Not up to date since ${clock(good)}: you are signed out or may no longer see this. Load the page again.`);
        return;
      }
      if (answer.status !== 200 && answer.status !== 304) throw new Error(String(answer.status));
      if (answer.status === 200) {
        const html = await answer.text();
        if (typing()) continue;
        swap(part, html);
        tag = answer.headers.get("ETag") || "";
        const news = part.querySelector("[data-say]")?.dataset.say;
        if (news && news !== saying) said.textContent = news;
        saying = news;
      }
      good = Date.now();
      stale.hidden = true;
      stale.textContent = "";
    } catch {
      wrong(`Not up to date since ${clock(good)}. Trying again; if this stays, ring whoever is on the rota with you.`);
    }
  }
}
all("[data-live]").forEach(watch);
tick();
