/* What the pages do beyond HTML. Every page works without it: this only makes things quicker or safer.
   Hooks are data- attributes; nothing is evaluated and nothing is written into the page but text. */
"use strict";

const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
const words = document.body.dataset; // translated sentences arrive as data-word-* on <body>

/* After a refused form the reader starts at the summary; a link there goes into the control itself. */
function focusSummary() {
  const summary = $(".error-summary");
  if (summary) summary.focus();
}

document.addEventListener("click", (event) => {
  const link = event.target.closest(".error-summary a[href^='#']");
  const control = link && document.getElementById(link.hash.slice(1));
  if (!control) return;
  event.preventDefault();
  control.closest(".field")?.scrollIntoView();
  (control.matches("input, select, textarea, button") ? control : $("input, select, textarea", control) || control).focus({ preventScroll: true });
});

/* A double click on "pay" sends once. The form opens again when the reader comes back to the page. */
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  if (event.submitter) event.submitter.setAttribute("aria-disabled", "true");
});
window.addEventListener("pageshow", () => {
  $$("form[data-sent]").forEach((form) => delete form.dataset.sent);
  $$("[aria-disabled]").forEach((button) => button.removeAttribute("aria-disabled"));
});

/* Menus close on Escape and on a click elsewhere. */
function closeMenus(except) {
  $$("details.menu[open]").forEach((menu) => menu !== except && menu.removeAttribute("open"));
}
document.addEventListener("click", (event) => closeMenus(event.target.closest("details.menu")));


/* A menu that would leave the page on one side hangs from its other corner. */
document.addEventListener("toggle", (event) => {
  const list = event.target.matches("details.menu") && $(".menu-list", event.target);
  if (!list) return;
  list.classList.remove("to-left", "to-right");
  const { left, right } = list.getBoundingClientRect();
  if (right > document.documentElement.clientWidth) list.classList.add("to-left");
  else if (left < 0) list.classList.add("to-right");
}, true);

/* Keyboard: / search, g navigation, ? this help, Ctrl+Enter save. Single keys can be switched off (WCAG 2.1.4). */
const KEYS_OFF = "actip-shortcuts-off";
const keysAreOn = () => words.shortcuts !== "off" && localStorage.getItem(KEYS_OFF) !== "yes";
const isTyping = (element) => element.matches("input, select, textarea, [contenteditable]");

const shortcuts = {
  "/": () => $("[data-key-search]")?.focus(),
  g: () => $("[data-key-nav] a")?.focus(),
  "?": () => $("[data-key-help]")?.showModal(),
};

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") closeMenus();
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.form) {
    event.preventDefault();
    event.target.form.requestSubmit();
  }
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || !keysAreOn()) return;
  if (shortcuts[event.key]) {
    event.preventDefault();
    shortcuts[event.key]();
  }
});

function wireKeyHelp() {
  const box = $("[data-key-switch]");
  if (!box) return;
  box.checked = localStorage.getItem(KEYS_OFF) !== "yes";
  box.addEventListener("change", () => localStorage.setItem(KEYS_OFF, box.checked ? "no" : "yes"));
  $$("[data-key-open]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => $("[data-key-help]").showModal());
  });
}

/* Leave quickly: the page is replaced, so that "back" does not show it again. Three times Shift does the same. */
let shifts = 0;
function leave(link) {
  document.body.hidden = true;
  window.location.replace(link.href);
}
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-quick-exit]");
  if (!link) return;
  event.preventDefault();
  leave(link);
});
document.addEventListener("keyup", (event) => {
  const link = $("[data-quick-exit]");
  if (!link) return;
  shifts = event.key === "Shift" ? shifts + 1 : 0;
  if (shifts === 3) leave(link);
});

/* Drafts: <form data-draft-url="..."> is sent there, as it is, some seconds after the last key and when the page is left.
   The answer is JSON {"text": "Draft saved 10:42"}; it is shown in [data-draft-status] inside the form. */
const DRAFT_WAIT = 4000;
function wireDraft(form) {
  const status = $("[data-draft-status]", form);
  let timer = null;
  let changed = false;

  async function save(leaving) {
    if (!changed || form.dataset.sent) return;
    changed = false;
    clearTimeout(timer);
    try {
      const answer = await fetch(form.dataset.draftUrl, { method: "POST", body: new FormData(form), keepalive: leaving, headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(String(answer.status));
      if (status) status.textContent = (await answer.json()).text;
      document.dispatchEvent(new Event("actip:used"));
    } catch {
      changed = true;
      if (status) status.textContent = words.wordDraftFailed || "";
    }
  }

  form.addEventListener("input", () => {
    changed = true;
    clearTimeout(timer);
    timer = setTimeout(save, DRAFT_WAIT, false);
  });
  form.addEventListener("focusout", () => changed && setTimeout(save, 300, false));
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && save(true));
}

/* Two minutes before an idle session ends, say so; staying is one button. Once it is over, say that instead. */
function wireSession() {
  const notice = $("[data-session-seconds]");
  if (!notice) return;
  const before = 120;
  const seconds = Number(notice.dataset.sessionSeconds);
  let timers = [];
  const say = (isOver) => {
    notice.hidden = false;
    $$("[data-session-over]", notice).forEach((part) => (part.hidden = (part.dataset.sessionOver === "yes") !== isOver));
  };
  const start = () => {
    timers.forEach(clearTimeout);
    notice.hidden = true;
    timers = [setTimeout(say, Math.max(seconds - before, 10) * 1000, false), setTimeout(say, seconds * 1000, true)];
  };
  $("[data-session-stay]", notice)?.addEventListener("click", async (event) => {
    event.preventDefault();
    const answer = await fetch(event.currentTarget.href, { headers: { Accept: "text/html" } });
    if (answer.ok && !answer.redirected) start();
    else window.location.reload();
  });
  ["htmx:afterRequest", "actip:used"].forEach((used) => document.addEventListener(used, start));
  start();
}

/* Printing is a button only where it can work. */
$$("[data-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});

/* Where the navigation is wider than a phone, it shows the page that is open. */
const here = $(".nav > .wide > ul [aria-current]");
if (here) here.closest("ul").scrollLeft = here.offsetLeft - here.closest("ul").offsetLeft - 24;

/* Filters that are folded on a phone are open on a desk. */
if (window.matchMedia("(min-width: 64rem)").matches) $$("details[data-open-wide]").forEach((part) => part.setAttribute("open", ""));

focusSummary();
wireKeyHelp();
wireSession();
$$("form[data-draft-url]").forEach(wireDraft);
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target.matches("main, form")) focusSummary();
});
