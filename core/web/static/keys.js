// Keys of the workspace: comfort only, never while something is typed, and they can be turned off (WCAG 2.1.4).
"use strict";
const keys = document.querySelector("[data-keys]");
const off = () => localStorage.getItem("keys") === "off";
const rows = [...document.querySelectorAll("[data-rows] tbody tr")];
let at = -1;
function go(step) {
  if (!rows.length) return;
  at = Math.min(Math.max(at + step, 0), rows.length - 1);
  rows[at].querySelector("a").focus();
  rows[at].scrollIntoView({ block: "nearest" });
}
const acts = {
  "/": () => document.getElementById("top-search")?.focus(),
  "?": () => keys.showModal(),
  j: () => go(1),
  k: () => go(at < 0 ? 1 : -1),
  x: () => rows[at]?.querySelector("[data-choose]")?.click(),
  e: () => rows[at]?.querySelector("a").click(),
  n: () => document.querySelector(".xn-pages [rel=next]")?.click(),
  p: () => document.querySelector(".xn-pages [rel=prev]")?.click(),
};
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable], dialog");
  if (typing || event.ctrlKey || event.altKey || event.metaKey || event.isComposing || off() || !Object.hasOwn(acts, event.key)) return;
  event.preventDefault();
  acts[event.key]();
});
// Whoever goes on with the mouse or the tabulator goes on from there with the keys.
document.addEventListener("focusin", (event) => {
  const row = rows.indexOf(event.target.closest("tr"));
  if (row >= 0) at = row;
});
if (keys) {
  const box = keys.querySelector("input");
  box.checked = !off();
  box.addEventListener("change", () => localStorage.setItem("keys", box.checked ? "on" : "off"));
  const opener = document.querySelector("[data-keys-open]");
  opener.hidden = false;
  opener.addEventListener("click", () => keys.showModal());
}
