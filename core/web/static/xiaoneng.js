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
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  document.querySelectorAll("form[data-sent]").forEach((form) => {
    delete form.dataset.sent;
    form.querySelectorAll("[data-once]").forEach((button) => { button.disabled = false; });
  });
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

// Numbers and codes into the clipboard; only where the browser has one (HTTPS).
if (navigator.clipboard) {
  document.querySelectorAll("[data-copy]").forEach((button) => {
    const words = button.textContent;
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.dataset.copy);
      button.textContent = button.dataset.copied;
      setTimeout(() => { button.textContent = words; }, 2000);
    });
  });
}

document.querySelectorAll("[data-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});

// The list of errors is the first thing a screen reader hears.
document.querySelector("[data-focus]")?.focus();

// The letters change at once, and nothing that was typed is lost; the server keeps the choice.
const page = document.documentElement;
const elder = document.querySelector("[data-elder-switch]");
elder?.addEventListener("click", (event) => {
  event.preventDefault();
  fetch(elder.href, { redirect: "manual" });
  const on = page.toggleAttribute("data-elder");
  elder.querySelector("span").textContent = on ? elder.dataset.off : elder.dataset.on;
  elder.href = elder.href.replace(/elder\/\d/, `elder/${on ? 0 : 1}`);
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
}
if (bars) setTimeout(move, 2000);
