// Reads the main text aloud, for those who asked for it; the block that is read is marked.
"use strict";
(() => {
  const words = document.querySelector("[data-play]");
  const main = document.querySelector("main");
  if (!window.speechSynthesis || !words || !main) return;
  const bar = document.createElement("div");
  bar.className = "xn-reading-bar";
  bar.dataset.reading = "";
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-outline-primary";
  button.textContent = words.dataset.play;
  bar.append(button);
  main.prepend(bar);
  let reading = false;
  let marked = null;
  const mark = (block) => {
    marked?.classList.remove("xn-reading");
    block?.classList.add("xn-reading");
    block?.scrollIntoView({ block: "nearest" });
    marked = block;
  };
  function stop() {
    reading = false;
    speechSynthesis.cancel();
    mark(null);
    button.textContent = words.dataset.play;
  }
  function read(blocks) {
    const block = blocks.shift();
    if (!reading || !block) { stop(); return; }
    mark(block);
    const said = new SpeechSynthesisUtterance(block.innerText);
    said.lang = block.closest("[lang]").lang.startsWith("zh") ? "zh-CN" : "en";
    said.onend = () => read(blocks);
    said.onerror = stop;
    speechSynthesis.speak(said);
  }
  button.addEventListener("click", () => {
    if (reading) { stop(); return; }
    const all = [...main.querySelectorAll("h1, h2, h3, p, li, dt, dd, th, td, caption, legend, label, figcaption, .alert")];
    const seen = all.filter((block) => block.offsetParent && block.innerText.trim() && !bar.contains(block));
    reading = true;
    button.textContent = words.dataset.stop;
    // A block inside another one that is read is not read twice.
    read(seen.filter((block) => !seen.some((other) => other !== block && other.contains(block))));
  });
  window.addEventListener("pagehide", stop);
})();
