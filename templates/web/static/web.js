// What the pages of questions and risks are better with: they are saved as they are typed, with the newest revision and the
// newest words; the focus stays, the state of saving is seen, and cells pasted from a spreadsheet become rows. Without this
// file every page works with its buttons.
"use strict";
(() => {
  const { state, stored, put } = window.dpia;
  const ticked = (one) => one.type === "radio" || one.type === "checkbox";

  // An answer and "unknown" exclude each other: whichever is given last counts. What stood there comes back with a
  // change of mind.
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
  const exclude = (form) => {
    const kept = new Map();
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
  };

  // What is wrong is also said at its field, as on a page that is loaded anew.
  const undescribe = (field) => {
    const left = (field.getAttribute("aria-describedby") || "")
      .split(" ")
      .filter((id) => id && id !== `${field.id}-error`);
    if (left.length) field.setAttribute("aria-describedby", left.join(" "));
    else field.removeAttribute("aria-describedby");
  };
  const wrongLinks = () => [...document.querySelectorAll("#error-summary a[data-says]")];
  const mark = (form, word) => {
    for (const one of form.querySelectorAll("p.error")) one.remove();
    for (const one of form.querySelectorAll("[aria-invalid]")) one.removeAttribute("aria-invalid");
    for (const one of form.querySelectorAll("[aria-describedby]")) undescribe(one);
    for (const link of wrongLinks()) {
      const field = document.getElementById(link.hash.slice(1));
      if (!field || !form.contains(field)) continue;
      const told = document.createElement("p");
      told.className = "error";
      told.id = `${field.id}-error`;
      const hidden = document.createElement("span");
      hidden.className = "visually-hidden";
      hidden.textContent = word;
      told.append(hidden, " ", link.dataset.says);
      (field.closest(".typed") || field).before(told);
      if (field.closest("details")) field.closest("details").open = true;
      if (field.matches("input, select, textarea, [role=radiogroup]")) field.setAttribute("aria-invalid", "true");
      field.setAttribute("aria-describedby", `${field.getAttribute("aria-describedby") || ""} ${told.id}`.trim());
    }
  };

  const begin = () => {
    const form = document.getElementById("answers");
    const saved = document.getElementById("saved");
    if (!form || !saved) return;
    // How long the hands have to rest before a save begins, where the form says it in milliseconds. htmx reads the trigger
    // after this.
    const trigger = form.getAttribute("hx-trigger");
    if (trigger && form.dataset.pause)
      form.setAttribute("hx-trigger", trigger.replace(/input delay:\d+ms/, `input delay:${form.dataset.pause}ms`));
    const controls = () =>
      [...form.elements].filter((one) => one.id && "value" in one && one.type !== "hidden" && one.tagName !== "BUTTON");
    let waiting = false;
    let busy = false;
    let pressed = null; // a button that waits for the save that is under way: both would save the same answer, and clash
    let pressing = null; // the button whose save begins now
    let sentBy = null; // the button of the save that is under way
    let answer = null;
    let sent = new Map();
    let typed = new Map();
    let drawn = [];

    const say = (...parts) => saved.replaceChildren(...parts);
    exclude(form);

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
    form.addEventListener("dpia:back", () => {
      waiting = true;
      saved.dataset.state = "waiting";
      say(...window.dpia.told("waits").childNodes);
    });

    // A save that waited for another one takes what stands on the page now, with the revision that the other one made.
    document.addEventListener("htmx:before:request", (event) => {
      if (event.target !== form) return;
      if (window.dpia.leaving) {
        event.preventDefault();
        return;
      }
      const data = new FormData(form);
      if (pressing?.name) data.append(pressing.name, pressing.value);
      event.detail.ctx.request.body = new URLSearchParams(data);
      sentBy = pressing;
      pressing = null;
      answer = null;
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
      mark(form, saved.dataset.error);
    });

    // Not everything was taken: fields with an error, and parts of a risk that are not whole yet.
    const halves = () => [...saved.querySelectorAll("[data-half]")].map((one) => `${one.dataset.half}:`);
    const isWrong = (one) =>
      halves().some((half) => one.name.startsWith(half)) ||
      wrongLinks().some((link) => {
        const field = document.getElementById(link.hash.slice(1));
        return field && (field.contains(one) || (around(field) || field).contains(one));
      });
    const partly = () => wrongLinks().length > 0 || halves().length > 0;

    document.addEventListener("htmx:error", (event) => {
      if (event.target === form) retryAfter(0, "");
    });
    document.addEventListener("htmx:after:request", (event) => {
      if (event.target !== form) return;
      const ctx = event.detail.ctx;
      const status = ctx.response.status;
      if (status < 400) {
        answer = { go: ctx.response.headers.get("dpia-go"), at: ctx.response.headers.get("dpia-at"), button: sentBy };
        return;
      }
      // What was refused is not saved. A clash is told by the answer itself, with both texts to choose from.
      saved.dataset.state = "failed";
      if (!ctx.text.includes('id="error-summary"')) retryAfter(status, ctx.text);
    });
    // The words stay, and are sent again when that can help: the server may come back, and somebody may sign in elsewhere.
    const retryAfter = (status, text) => {
      waiting = true;
      saved.dataset.state = "failed";
      say(...window.dpia.why(status, text).childNodes);
      if (status === 403) window.dpia.renewed();
      if (status === 0 || status === 403 || status >= 500) setTimeout(retry, 3000);
    };
    const retry = () => {
      if (waiting && form.isConnected) form.dispatchEvent(new Event("change", { bubbles: true }));
    };
    document.addEventListener("htmx:finally:request", (event) => {
      if (event.target !== form) return;
      busy = false;
      if (answer) settled(answer);
      if (pressed && !window.dpia.leaving) {
        const button = pressed.button;
        pressed = null;
        form.requestSubmit(button);
      }
    });
    const settled = ({ go, at, button }) => {
      window.dpia.settle(sent, isWrong);
      if (waiting) saved.dataset.state = "waiting";
      else saved.dataset.state = partly() ? "partly" : "done";
      follow();
      if (go && waiting) pressed = { button };
      else if (go) window.dpia.go(go);
      else if (at) stand(at);
      else if (button && wrongLinks().length) document.querySelector(".error-summary")?.focus();
    };
    // The place that a button has to do with: a new row, a row that was moved.
    const stand = (id) => {
      const place = document.getElementById(id);
      history.replaceState(null, "", `#${id}`);
      if (!place || id === "saved") return;
      place.scrollIntoView({ block: "nearest" });
      place.focus({ preventScroll: true });
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
    window.addEventListener("beforeunload", (event) => {
      if (form.isConnected && (waiting || wrongLinks().length > 0) && !window.dpia.leaving) event.preventDefault();
    });
    form.addEventListener("submit", (event) => {
      if (!window.htmx || event.submitter?.dataset.whole) return;
      event.preventDefault();
      if (busy) {
        pressed = { button: event.submitter };
        return;
      }
      pressing = event.submitter;
      form.dispatchEvent(new Event("send"));
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
  };
  window.dpia.answering = begin;
  begin();
})();
