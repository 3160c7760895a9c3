/* Leaves at once, asks one question at a time, covers a page left open. Every page works without it.
   It stores nothing (no cookie, no local storage) and asks no address for anything: what is typed stays in the page. */
(() => {
  "use strict";
  const page = document, root = page.documentElement;
  const all = (what, within) => Array.from((within || page).querySelectorAll(what));
  const make = (tag, name, text) => Object.assign(page.createElement(tag), { className: name || "", textContent: text || "" });
  const says = (page.getElementById("look-says") || { dataset: {} }).dataset;
  const button = page.querySelector(".govuk-exit-this-page__button");
  let left = false, unsent = false, sent = false;

  /* Nothing personal stays in the page that the browser may keep for its Back button. */
  function wipe() {
    all("input:not([type=hidden]), textarea, select").forEach((field) => {
      if (field.type === "radio" || field.type === "checkbox") field.checked = false;
      else if (field.tagName === "SELECT") field.selectedIndex = -1;
      else field.value = field.defaultValue = "";
    });
    all("[data-private]").forEach((part) => { part.textContent = ""; });
  }

  function leave(event) {
    if (event) event.preventDefault();
    if (left) return;
    left = true;
    const cover = make("div", "look-cover", button.parentElement.getAttribute("data-i18n.activated"));
    cover.setAttribute("role", "alert");
    page.body.append(cover);
    wipe();
    location.replace(button.href);
  }

  /* Shift three times, alone, each within five seconds of the last. */
  function listenForShift() {
    const box = button.parentElement, lights = make("span", "govuk-exit-this-page__indicator"), status = make("span", "govuk-visually-hidden");
    const words = (key) => box.getAttribute("data-i18n." + key);
    let presses = 0, together = false, timer;
    lights.setAttribute("aria-hidden", "true");
    lights.append(make("i"), make("i"), make("i"));
    status.setAttribute("role", "status");
    button.append(lights);
    box.append(status);
    const count = (number) => {
      presses = number;
      box.classList.toggle("look-counting", number > 0);
      Array.from(lights.children).forEach((light, place) => light.classList.toggle("on", place < number));
    };
    const forget = () => {
      if (presses) { status.textContent = words("timed-out"); setTimeout(() => { status.textContent = ""; }, 5000); }
      count(0);
    };
    page.addEventListener("keyup", (event) => {
      if (event.key === "Shift" && !together) {
        clearTimeout(timer);
        count(presses + 1);
        if (presses > 2) return leave();
        status.textContent = words(presses === 1 ? "press-two-more-times" : "press-one-more-time");
        timer = setTimeout(forget, 5000);
      } else if (presses) { clearTimeout(timer); forget(); }
      together = event.shiftKey;
    }, true);
  }

  if (button) {
    all("a").filter((link) => link.href === button.href).forEach((link) => link.addEventListener("click", leave));
    listenForShift();
  }

  /* The page goes dark as it is left, so that Back cannot flash it; it lights up again only for
     someone who was still among our pages and has not sent what they wrote. */
  addEventListener("pagehide", () => root.classList.add("look-away"));
  addEventListener("pageshow", (event) => {
    const came = window.navigation && navigation.activation && navigation.activation.from;
    if (event.persisted && (left || sent || !came)) { wipe(); location.replace(location.pathname + location.search); }
    else root.classList.remove("look-away");
  });

  /* Another app or tab in front: nothing is left to see in the small picture that stands for this page meanwhile. */
  page.addEventListener("visibilitychange", () => root.classList.toggle("look-behind", page.visibilityState === "hidden"));

  /* What stands in a box when this script comes is not sent either: begun on a slow line, or given back with the page. */
  unsent = all("textarea").some((field) => field.value);
  page.addEventListener("input", (event) => { if (event.target.tagName === "TEXTAREA") unsent = true; });
  page.addEventListener("submit", (event) => {
    const form = event.target, now = Date.now();
    if (form.lookSent && now - form.lookSent < 1000) return event.preventDefault();
    form.lookSent = now;
    unsent = false;
    sent = !(event.submitter && event.submitter.name === "speak");
  });
  page.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link || !unsent || left || link.target || link.pathname === location.pathname && link.hash || !/^http/.test(link.protocol)) return;
    if (!confirm(says.unsent)) event.preventDefault();
  });
  page.addEventListener("keydown", (event) => {
    if (event.key === " " && event.target.matches("a[role=button]")) { event.preventDefault(); event.target.click(); }
  });

  /* One question at a time. The browser's Back goes to the question before; the address never changes. */
  function stepThrough(form) {
    const parts = all("[data-question]", form);
    const asked = (part) => {
      const [name, values] = (part.dataset.when || "").split("=");
      return !name || all("[name='" + name + "']:checked", form).some((field) => values.split(" ").includes(field.value));
    };
    const beyond = (from, step) => { let to = from + step; while (parts[to] && !asked(parts[to])) to += step; return parts[to] ? to : -1; };
    let at = 0;
    const show = (number, quietly) => {
      at = number;
      parts.forEach((part, place) => { part.hidden = place !== at; });
      all("[data-first]").forEach((part) => { part.hidden = at > 0; });
      const part = parts[at], shown = parts.filter(asked), place = shown.indexOf(part) + 1;
      part.querySelector(".look-place").textContent = says.place.replace("%n", place).replace("%m", shown.length);
      part.querySelector(".look-back").hidden = beyond(at, -1) < 0;
      part.querySelector(".look-next").hidden = beyond(at, 1) < 0;
      if (quietly) return;
      const title = part.querySelector("h1, h2, legend, label") || part;
      title.tabIndex = -1;
      title.focus({ preventScroll: true });
      form.scrollIntoView();
    };
    const go = (step) => {
      const to = beyond(at, step);
      if (to < 0) return;
      history.pushState({ question: to }, "");
      show(to);
    };
    parts.forEach((part) => {
      const row = part.querySelector("[data-send]") || part.appendChild(make("div"));
      const next = make("button", "govuk-button look-next", says.next), back = make("button", "govuk-button govuk-button--secondary look-back", says.back);
      next.type = back.type = "button";
      next.onclick = () => go(1);
      back.onclick = () => go(-1);
      row.prepend(next);
      row.append(back);
      part.prepend(make("p", "look-place"));
    });
    form.addEventListener("change", () => show(at, true));
    form.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.target.tagName === "INPUT" && beyond(at, 1) >= 0) { event.preventDefault(); go(1); }
    });
    addEventListener("popstate", (event) => { if (event.state && event.state.question in parts) show(event.state.question); });
    page.addEventListener("click", (event) => {
      const link = event.target.closest(".govuk-error-summary a[href^='#']"), field = link && page.getElementById(link.hash.slice(1));
      const place = field ? parts.findIndex((part) => part.contains(field)) : -1;
      if (place >= 0) { event.preventDefault(); show(place, true); field.focus(); }
    });
    form.classList.add("look-steps");
    history.scrollRestoration = "manual";
    const wrong = parts.findIndex((part) => part.querySelector(".govuk-form-group--error")), writing = page.activeElement;
    const first = Math.max(wrong < 0 ? parts.findIndex((part) => part.contains(writing)) : wrong, 0);
    history.replaceState({ question: first }, "");
    show(first, true);
    if (first && wrong < 0) writing.scrollIntoView({ block: "center" });
  }
  const telling = page.querySelector("form[data-telling]");
  if (telling && telling.querySelector("[data-question]")) stepThrough(telling);

  /* A film without a still of its own waits behind a drawing, until somebody plays it. */
  all(".look-still").forEach((still) => {
    still.classList.add("look-still--drawn");
    still.querySelector("video").addEventListener("play", () => still.classList.remove("look-still--drawn"), { once: true });
  });

  const summary = page.querySelector(".govuk-error-summary");
  if (summary) summary.focus();

  /* A page with someone's words, left open for twenty minutes, is covered; the words stay where they are. */
  function cover() {
    if (page.querySelector(".look-curtain") || left) return;
    const curtain = make("div", "look-curtain"), again = make("button", "govuk-button", says.carryOn), words = make("p", "", says.idle);
    const behind = Array.from(page.body.children).filter((part) => !part.contains(button));
    words.id = "look-covered";
    again.type = "button";
    again.onclick = () => { curtain.remove(); behind.forEach((part) => { part.inert = false; }); seen(); };
    curtain.setAttribute("role", "alertdialog");
    curtain.setAttribute("aria-labelledby", words.id);
    curtain.append(words, again);
    behind.forEach((part) => { part.inert = true; });
    page.body.append(curtain);
    again.focus();
  }
  const after = (Number(says.minutes) || 20) * 60000;
  let last = Date.now();
  const seen = () => { last = Date.now(); };
  if (telling || page.querySelector("[data-private]")) {
    ["keydown", "pointerdown", "input", "scroll"].forEach((what) => addEventListener(what, () => { if (!page.querySelector(".look-curtain")) seen(); }, { passive: true, capture: true }));
    const look = () => { if (Date.now() - last > after) cover(); };
    setInterval(look, Math.min(after, 15000));
    page.addEventListener("visibilitychange", look);
  }
})();
