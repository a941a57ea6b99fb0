// Comfort only: every page works without it.
"use strict";

// The second click sends nothing. The button is disabled after the browser has taken its value into the form.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  if (form.method !== "post") return;
  form.dataset.sent = "yes";
  setTimeout(() => form.querySelectorAll("[data-once]").forEach((button) => { button.disabled = true; }), 0);
});

// A page from the browser's back button may be sent again.
function free(form) {
  delete form.dataset.sent;
  form.querySelectorAll("[data-once]").forEach((button) => { button.disabled = false; });
}
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  document.querySelectorAll("form[data-sent]").forEach(free);
});

// What was typed but not sent is asked about before the page goes away.
let unsent = false;
document.addEventListener("input", (event) => {
  if (event.target.closest("form[data-draft]")) unsent = true;
});
document.addEventListener("submit", () => { unsent = false; });
window.addEventListener("beforeunload", (event) => {
  if (unsent) event.preventDefault();
});

// The form of an act keeps itself on the server, every ten seconds and when a field is left. Nothing of it stays in the
// browser: where the line is down it says so and tries again.
let fresh = false;
let saving = null;
async function save() {
  const form = document.querySelector("form[data-autosave]");
  if (!form || !fresh || saving || form.dataset.sent) return;
  const said = form.querySelector("[data-saved]");
  const data = new URLSearchParams(new FormData(form));
  data.set("save", "draft");
  fresh = false;
  saving = new AbortController();
  try {
    const headers = { Accept: "application/json" };
    const answer = await fetch(form.action, { method: "POST", body: data, headers, signal: saving.signal });
    said.textContent = (await answer.json()).words;
    unsent = fresh;
  } catch (error) {
    fresh = true;
    if (error.name !== "AbortError") said.textContent = navigator.onLine ? said.dataset.failed : said.dataset.offline;
  }
  saving = null;
}
document.addEventListener("input", (event) => { if (event.target.closest("form[data-autosave]")) fresh = true; });
document.addEventListener("focusout", save);
document.addEventListener("submit", () => saving?.abort());
window.addEventListener("online", save);
setInterval(save, 10000);

// The weekday and the holiday of a day as soon as it is typed; the server reads it as it will when the form is sent.
document.addEventListener("change", async (event) => {
  const { day } = event.target.dataset;
  if (day === undefined) return;
  const echo = document.getElementById(`${event.target.id}-day`);
  if (!event.target.value.trim()) { echo.textContent = ""; return; }
  const answer = await fetch(`${day}?q=${encodeURIComponent(event.target.value)}`);
  if (!answer.ok) return;
  const read = await answer.json();
  echo.textContent = read.words;
  echo.classList.toggle("xn-echo-bad", !read.day);
});

// The check digit of a resident's ID number (GB 11643), and the number said back masked.
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
document.addEventListener("change", (event) => {
  const { id, good, bad } = event.target.dataset;
  if (id === undefined) return;
  const number = event.target.value.normalize("NFKC").replace(/[\s-]/g, "").toUpperCase();
  const echo = event.target.closest(".xn-field").querySelector("output");
  const whole = /^\d{17}[\dX]$/.test(number);
  // An organisation's code has letters; the server looks at that one.
  if (/[A-WYZ]/.test(number)) { echo.textContent = ""; return; }
  const sum = WEIGHTS.reduce((all, weight, at) => all + weight * number[at], 0);
  const right = whole && "10X98765432"[sum % 11] === number[17];
  echo.classList.toggle("xn-echo-bad", !right);
  echo.textContent = !number ? "" : right ? good + number.slice(0, 2) + "*".repeat(13) + number.slice(-3) : bad;
});

// Which files were chosen, those of the camera's button among them.
document.addEventListener("change", (event) => {
  const echo = event.target.type === "file" && event.target.closest(".xn-field")?.querySelector("[data-files]");
  if (!echo) return;
  const inputs = [...event.target.closest(".xn-field").querySelectorAll("input[type=file]")];
  const names = inputs.flatMap((input) => [...input.files].map((file) => file.name));
  echo.textContent = names.length ? echo.dataset.words + names.join("、") : "";
});

// What a page has when it comes, and again when its main part is replaced.
function wake() {
  document.querySelectorAll("[data-bulk]").forEach(count);
  // Numbers and codes into the clipboard; only where the browser has one (HTTPS).
  if (navigator.clipboard) document.querySelectorAll("[data-copy]").forEach((button) => { button.hidden = false; });
  document.querySelectorAll("[data-print]").forEach((button) => { button.hidden = false; });
  // The way back from an act goes when its time is over; who is about to press it is not left without a button.
  document.querySelectorAll("[data-seconds]:not(.xn-example *)").forEach((form) => {
    setTimeout(() => { if (!form.dataset.sent && !form.contains(document.activeElement)) form.hidden = true; }, form.dataset.seconds * 1000);
  });
  // The list of errors is the first thing a screen reader hears.
  document.querySelector("[data-focus]:not(.xn-example *)")?.focus();
}
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy], [data-print]");
  if (!button) return;
  if (button.dataset.print !== undefined) { window.print(); return; }
  const words = button.textContent;
  await navigator.clipboard.writeText(button.dataset.copy);
  button.textContent = button.dataset.copied;
  setTimeout(() => { button.textContent = words; }, 2000);
});

// Rows of a list that are chosen for an act: how many, and all of the page at once.
function count(bar) {
  const all = bar.querySelector("[data-choose-all]");
  const said = bar.querySelector("[data-chosen]");
  const rows = [...bar.closest("form").querySelectorAll("[data-choose]")];
  const chosen = rows.filter((row) => row.checked).length;
  all.hidden = false;
  all.checked = chosen > 0 && chosen === rows.length;
  all.indeterminate = chosen > 0 && !all.checked;
  if (chosen) said.textContent = said.dataset.words + chosen;
}
document.addEventListener("change", (event) => {
  const bar = event.target.closest("form")?.querySelector("[data-bulk]");
  if (!bar) return;
  if (event.target.dataset.chooseAll !== undefined)
    event.target.closest("form").querySelectorAll("[data-choose]").forEach((row) => { row.checked = event.target.checked; });
  count(bar);
});
wake();

// The reader's choices hold at once, and nothing that was typed is lost; the server keeps them.
const page = document.documentElement;
const elder = document.querySelector("[data-elder-switch]");
// One after another: each answer carries the cookie with all that was chosen before.
let kept = Promise.resolve();
function keep(link) {
  const { href } = link;
  kept = kept.then(() => fetch(href, { redirect: "manual" })).catch(() => {});
  if (document.querySelector("link[data-reader]")) return;
  const sheet = document.createElement("link");
  sheet.rel = "stylesheet";
  sheet.href = elder.dataset.sheet;
  sheet.dataset.reader = "";
  document.head.append(sheet);
}
elder?.addEventListener("click", (event) => {
  event.preventDefault();
  keep(elder);
  const on = page.dataset.elder !== "on";
  if (on) page.dataset.elder = "on";
  else delete page.dataset.elder;
  elder.querySelector("span").textContent = on ? elder.dataset.off : elder.dataset.on;
  elder.href = elder.href.replace(/elder\/\w+/, `elder/${on ? "off" : "on"}`);
});
document.querySelectorAll("[data-choice]").forEach((link) => {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    keep(link);
    const { choice, value } = link.dataset;
    if (value) page.dataset[choice] = value;
    else delete page.dataset[choice];
    link.parentElement.querySelectorAll("a").forEach((other) => other.removeAttribute("aria-current"));
    link.setAttribute("aria-current", "true");
    if (choice !== "aloud") return;
    if (!value) document.querySelector("[data-reading]")?.remove();
    else if (!document.querySelector("[data-reading]")) {
      const script = document.createElement("script");
      script.src = link.closest("[data-aloud]").dataset.aloud;
      document.head.append(script);
    }
  });
});

// Bars of long work move by themselves as long as something goes on; without this, the page is loaded again.
const bars = document.querySelector("[data-progress]");
async function move() {
  const answer = await fetch(bars.dataset.progress);
  if (!answer.ok) return;
  const rows = await answer.json();
  rows.forEach((row) => {
    const bar = document.getElementById(row.id);
    if (!bar) return;
    bar.value = row.done;
    bar.nextElementSibling.textContent = row.words;
  });
  if (rows.some((row) => row.running)) setTimeout(move, 2000);
  else if (bars.dataset.thenReload !== undefined) location.reload();
}
if (bars) setTimeout(move, 2000);
