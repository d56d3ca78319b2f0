// What the pages are better with: the newest revision and the newest words go with every save, the focus stays, the state of
// saving is seen, and cells pasted from a spreadsheet become rows. Without this file every page works with its buttons.
"use strict";
(() => {
  const form = document.getElementById("answers");
  const saved = document.getElementById("saved");

  // Errors are told at once: the summary takes the focus when a page opens with it.
  document.querySelector(".error-summary")?.focus();

  if (!form || !saved) return;
  let waiting = false;

  const say = (text) => { saved.textContent = text; };
  const words = { typing: "…", failed: saved.dataset.failed || "Not saved: the server does not answer. Your words stay on this page." };

  form.addEventListener("input", (event) => {
    if (event.target.closest("[data-no-save]")) { event.stopImmediatePropagation(); return; }
    waiting = true;
    saved.dataset.state = "waiting";
  }, true);

  // A save that waited for another one takes what stands on the page now, with the revision that the other one made.
  document.addEventListener("htmx:before:request", (event) => {
    const request = event.detail.ctx.request;
    if (event.target === form && request.body) {
      request.body = new URLSearchParams(new FormData(form));
      waiting = false;
    }
  });
  document.addEventListener("htmx:error", (event) => {
    if (event.target === form) { waiting = true; saved.dataset.state = "failed"; say(words.failed); setTimeout(retry, 3000); }
  });
  document.addEventListener("htmx:after:request", (event) => {
    if (event.target === form) saved.dataset.state = waiting ? "waiting" : "done";
  });
  const retry = () => { if (waiting) form.dispatchEvent(new Event("change", { bubbles: true })); };

  // What is typed but not saved yet is asked for before the page is left.
  window.addEventListener("beforeunload", (event) => { if (waiting && !leaving) event.preventDefault(); });
  let leaving = false;
  form.addEventListener("submit", () => { leaving = true; });

  // A block of cells: it goes through the same button as without this file.
  form.addEventListener("paste", (event) => {
    const text = event.clipboardData?.getData("text/plain") || "";
    const table = event.target.closest(".rows");
    const box = table?.querySelector("details.paste textarea");
    if (!box || box === event.target || !text.includes("\t")) return;
    event.preventDefault();
    box.value = text;
    leaving = true;
    table.querySelector("details.paste button").click();
  });
})();
