// What the pages are better with: the newest revision and the newest words go with every save, the focus stays, the
// state of saving is seen, and cells pasted from a spreadsheet become rows. Without this file every page works with its
// buttons.
"use strict";
(() => {
  const form = document.getElementById("answers");
  const saved = document.getElementById("saved");

  // Errors are told at once: the summary takes the focus when a page opens with it.
  document.querySelector(".error-summary")?.focus();

  // What is typed into a form that is sent with a button is asked for before the page is left.
  let unsent = false;
  document.addEventListener("input", (event) => {
    const own = event.target.form;
    if (own && own !== form && own.method === "post") unsent = true;
  });
  document.addEventListener("submit", () => {
    unsent = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (unsent) event.preventDefault();
  });

  if (!form || !saved) return;
  // How long the hands have to rest before a save begins, where the form says it in milliseconds. htmx reads the trigger after this.
  const trigger = form.getAttribute("hx-trigger");
  if (trigger && form.dataset.pause)
    form.setAttribute("hx-trigger", trigger.replace(/input delay:\d+ms/, `input delay:${form.dataset.pause}ms`));
  let waiting = false;
  let busy = false;
  let leaving = false;
  let pressed = null;
  let sent = new Map();
  let typed = new Map();
  let drawn = [];

  // The state of a field as one value: what a person sees in it, and what the page that was drawn says.
  const controls = () =>
    [...form.elements].filter((one) => one.id && "value" in one && one.type !== "hidden" && one.tagName !== "BUTTON");
  const ticked = (one) => one.type === "radio" || one.type === "checkbox";
  const options = (one, marked) => [...one.options].filter((option) => option[marked]).map((option) => option.value);
  const state = (one) => {
    if (ticked(one)) return one.checked;
    return one.options ? options(one, "selected").join("\n") : one.value;
  };
  const stored = (one) => {
    if (ticked(one)) return one.defaultChecked;
    return one.options ? options(one, "defaultSelected").join("\n") : one.defaultValue;
  };
  const put = (one, value) => {
    if (ticked(one)) one.checked = value;
    else if (one.options) for (const option of one.options) option.selected = value.split("\n").includes(option.value);
    else if (one.value !== value) one.value = value;
  };

  const say = (text) => {
    saved.textContent = text;
  };
  // What is wrong is also said at its field, as on a page that is loaded anew.
  const mark = () => {
    for (const one of form.querySelectorAll("p.error")) one.remove();
    for (const one of form.querySelectorAll("[aria-invalid]")) one.removeAttribute("aria-invalid");
    for (const one of form.querySelectorAll("[aria-describedby]")) undescribe(one);
    for (const link of document.querySelectorAll("#error-summary a[data-says]")) {
      const field = document.getElementById(link.hash.slice(1));
      if (!field || !form.contains(field)) continue;
      const told = document.createElement("p");
      told.className = "error";
      told.id = `${field.id}-error`;
      const word = document.createElement("span");
      word.className = "visually-hidden";
      word.textContent = saved.dataset.error;
      told.append(word, " ", link.dataset.says);
      field.before(told);
      if (field.matches("input, select, textarea, [role=radiogroup]")) field.setAttribute("aria-invalid", "true");
      field.setAttribute("aria-describedby", `${field.getAttribute("aria-describedby") || ""} ${told.id}`.trim());
    }
  };
  const undescribe = (field) => {
    const left = (field.getAttribute("aria-describedby") || "")
      .split(" ")
      .filter((id) => id && id !== `${field.id}-error`);
    if (left.length) field.setAttribute("aria-describedby", left.join(" "));
    else field.removeAttribute("aria-describedby");
  };

  // An answer and "unknown" exclude each other: whichever is given last counts. What stood there comes back with a
  // change of mind.
  const kept = new Map();
  const around = (one) => one.closest(".cell") || one.closest(".question");
  const answering = (place) =>
    [...place.querySelectorAll("input, select, textarea")].filter(
      (one) =>
        one.id &&
        one.type !== "hidden" &&
        around(one) === place &&
        !one.closest(".state-line, .cell-state, .aside, details.more, details.paste"),
    );
  const empty = (one) => {
    if (ticked(one)) one.checked = one.id.endsWith("---none") && one.type === "radio";
    else if (one.options) for (const option of one.options) option.selected = false;
    else one.value = "";
  };
  const setAside = (choice, answers) => {
    if (!kept.has(choice.id))
      kept.set(
        choice.id,
        answers.map((one) => [one, state(one)]),
      );
    answers.forEach(empty);
  };
  form.addEventListener(
    "input",
    (event) => {
      const one = event.target;
      const place = around(one);
      const choice = place && [...place.querySelectorAll(".state-choice")].find((other) => around(other) === place);
      if (!choice) return;
      const answers = answering(place);
      if (one === choice && choice.value) {
        setAside(choice, answers);
      } else if (one === choice) {
        for (const [other, value] of kept.get(choice.id) || []) put(other, value);
        kept.delete(choice.id);
      } else if (one.classList.contains("reason")) {
        if (one.value && choice.value !== "not_applicable") {
          choice.value = "not_applicable";
          setAside(choice, answers);
        }
      } else if (choice.value && answers.includes(one)) {
        choice.value = "";
        kept.delete(choice.id);
      }
    },
    true,
  );

  form.addEventListener(
    "input",
    (event) => {
      if (event.target.closest("[data-no-save]")) {
        event.stopImmediatePropagation();
        return;
      }
      waiting = true;
      saved.dataset.state = "waiting";
    },
    true,
  );

  // A save that waited for another one takes what stands on the page now, with the revision that the other one made.
  document.addEventListener("htmx:before:request", (event) => {
    const request = event.detail.ctx.request;
    if (event.target !== form) return;
    if (leaving) {
      event.preventDefault();
      return;
    }
    request.body = new URLSearchParams(new FormData(form));
    sent = new Map(controls().map((one) => [one.id, state(one)]));
    waiting = false;
    busy = true;
  });
  const choices = () => [...document.querySelectorAll("#error-summary input[type=radio]")];
  let chosen = [];
  // A question that is drawn anew shows what is stored; what was typed since the save began stays in it.
  document.addEventListener("htmx:before:swap", (event) => {
    if (event.target !== form) return;
    typed = new Map(
      controls()
        .filter((one) => sent.has(one.id) && sent.get(one.id) !== state(one))
        .map((one) => [one.id, state(one)]),
    );
    chosen = choices()
      .filter((one) => one.checked)
      .map((one) => `${one.name}=${one.value}`);
    drawn = event.detail.tasks.filter((task) => task.type === "partial" && task.target).map((task) => task.target.id);
  });
  document.addEventListener("htmx:after:swap", (event) => {
    if (event.target !== form) return;
    for (const one of controls()) {
      if (typed.has(one.id)) {
        if (state(one) !== typed.get(one.id)) put(one, typed.get(one.id));
      } else if (drawn.some((id) => document.getElementById(id)?.contains(one))) put(one, stored(one));
    }
    // A clash is told anew by every save until it is settled; what was chosen in between stays chosen.
    for (const one of choices()) if (chosen.includes(`${one.name}=${one.value}`)) one.checked = true;
    mark();
  });
  document.addEventListener("htmx:error", (event) => {
    if (event.target === form) {
      waiting = true;
      saved.dataset.state = "failed";
      say(saved.dataset.failed);
      setTimeout(retry, 3000);
    }
  });
  document.addEventListener("htmx:after:request", (event) => {
    if (event.target !== form) return;
    const ctx = event.detail.ctx;
    if (ctx.response.status < 400) {
      saved.dataset.state = waiting ? "waiting" : "done";
      follow();
      return;
    }
    // What was refused is not saved. A clash is told by the answer itself, with both texts to choose from.
    saved.dataset.state = "failed";
    if (ctx.text.includes('id="error-summary"')) return;
    waiting = true;
    say(saved.dataset.refused);
  });
  document.addEventListener("htmx:finally:request", (event) => {
    if (event.target !== form) return;
    busy = false;
    if (pressed) {
      const button = pressed.button;
      pressed = null;
      form.requestSubmit(button);
    }
  });
  const retry = () => {
    if (waiting) form.dispatchEvent(new Event("change", { bubbles: true }));
  };

  // The report beside the questions follows what was saved, once the hands rest.
  let following = 0;
  const follow = () => {
    const preview = document.getElementById("preview");
    if (!preview) return;
    clearTimeout(following);
    following = setTimeout(() => {
      const address = new URL(preview.src);
      address.searchParams.set("revision", document.getElementById("seen").value);
      address.hash = document.activeElement?.closest(".question")?.id || address.hash;
      preview.src = address.href;
    }, 1500);
  };

  // What is typed but not saved yet is asked for before the page is left.
  const wrong = () => document.querySelector("#error-summary a[data-says]") !== null;
  window.addEventListener("beforeunload", (event) => {
    if ((waiting || wrong()) && !leaving) event.preventDefault();
  });
  // A button waits for the save that is under way: both would save the same answer, and clash.
  form.addEventListener("submit", (event) => {
    if (busy) {
      event.preventDefault();
      pressed = { button: event.submitter };
      return;
    }
    leaving = true;
  });
  window.addEventListener("pageshow", () => {
    leaving = false;
  });

  // A block of cells: it goes through the same button as without this file.
  form.addEventListener("paste", (event) => {
    const text = event.clipboardData?.getData("text/plain") || "";
    const table = event.target.closest(".rows");
    const box = table?.querySelector("details.paste textarea");
    if (!box || box === event.target || !text.includes("\t")) return;
    event.preventDefault();
    box.value = text;
    table.querySelector("details.paste button").click();
  });
})();
