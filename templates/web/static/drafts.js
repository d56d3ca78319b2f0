// Words that the server does not have yet are kept in this tab, for each address, until it says that it has them. They
// come back when the page is loaded again, also after signing in.
"use strict";
(() => {
  const place = `dpia-draft:${location.pathname}`;
  const SKIPPED = ["hidden", "file", "password", "submit", "button"];

  // The state of a field as one value: what a person sees in it, and what the page that was drawn says.
  const ticked = (one) => one.type === "radio" || one.type === "checkbox";
  const options = (one, marked) => [...one.options].filter((option) => option[marked]).map((option) => option.value);
  const state = (one) => {
    if (ticked(one)) return one.checked;
    return one.options ? options(one, "selected").join("\n") : one.value;
  };
  const stored = (one) => {
    if (ticked(one)) return one.defaultChecked;
    if (!one.options) return one.defaultValue;
    const drawn = options(one, "defaultSelected");
    return one.multiple || drawn.length ? drawn.join("\n") : (one.options[0]?.value ?? "");
  };
  const put = (one, value) => {
    if (ticked(one)) one.checked = value;
    else if (one.options) for (const option of one.options) option.selected = value.split("\n").includes(option.value);
    else if (one.value !== value) one.value = value;
  };
  const isField = (one) =>
    Boolean(one.id) &&
    "value" in one &&
    one.tagName !== "BUTTON" &&
    !SKIPPED.includes(one.type) &&
    !("noDraft" in one.dataset);
  const fields = (form) => [...form.elements].filter((one) => isField(one));
  const sends = (form) => form?.getAttribute("method") === "post";

  const read = () => {
    try {
      return new Map(Object.entries(JSON.parse(sessionStorage.getItem(place) || "{}")));
    } catch {
      return new Map();
    }
  };
  const kept = read();
  const known = new Map();
  const write = () => {
    try {
      if (kept.size) sessionStorage.setItem(place, JSON.stringify(Object.fromEntries(kept)));
      else sessionStorage.removeItem(place);
    } catch {
      // The tab has no more room. The words stand on the page still, and it asks before it is left.
    }
  };

  // The revision on which something is typed: somebody else may have changed it by the time it is saved.
  const question = (one) => one.closest(".question")?.dataset.key;
  const seen = (one) => one.form.elements[`${question(one)}:seen`]?.value || one.form.elements.seen?.value || "";
  const note = (one) => {
    const now = state(one);
    if (now === (known.get(one.id) ?? stored(one))) kept.delete(one.id);
    else kept.set(one.id, { value: now, seen: kept.get(one.id)?.seen || seen(one) });
  };
  const together = (one) => {
    const around = one.closest(".cell") || one.closest(".question");
    return fields(one.form).filter((other) => (around ? around.contains(other) : other.name === one.name));
  };
  // What is typed beside a choice changes the choice; that is known once all have heard of it.
  for (const early of [true, false])
    document.addEventListener(
      "input",
      (event) => {
        const one = event.target;
        if (!sends(one.form) || !isField(one)) return;
        for (const other of early ? [one] : together(one)) note(other);
        write();
      },
      early,
    );

  // The server has what a form sent, but for fields that it found wrong, and for cells that nobody has added yet.
  const settle = (sent, wrong = () => false) => {
    for (const [id, { value }] of [...kept]) {
      const one = document.getElementById(id);
      const waits = one?.closest("[data-no-save]");
      if (waits && state(one) !== stored(one)) continue;
      const taken = one ? sent.get(id) === value && !wrong(one) : sent.has(id);
      if (one && taken && !waits) known.set(id, value);
      if (taken || waits) kept.delete(id);
      else if (one && sent.has(id)) kept.set(id, { value, seen: seen(one) });
    }
    write();
  };
  const forget = () => {
    kept.clear();
    write();
  };
  const snapshot = (form) => new Map(fields(form).map((one) => [one.id, state(one)]));

  // What the page says, in the language of the page: a copy of what stands in the template of that name.
  const told = (when) => {
    const said = document.getElementById("told").content.querySelector(`[data-when="${when}"]`);
    return said.cloneNode(true);
  };

  const back = (id, { value, seen: then }) => {
    const one = document.getElementById(id);
    if (!one?.form || one.matches(":disabled") || !isField(one)) return typeof value === "string" && value ? value : "";
    if (state(one) === value) {
      kept.delete(id);
      return null;
    }
    put(one, value);
    one.classList.add("brought-back");
    for (const box of [one.closest("details")].filter(Boolean)) box.open = true;
    const key = question(one);
    const own = document.getElementById("typed-on");
    if (key && own && then) {
      if (!one.form.elements[`${key}:seen`])
        own.append(
          Object.assign(document.createElement("input"), { type: "hidden", name: `${key}:seen`, value: then }),
        );
    } else if (then && one.form.elements.seen && Number(then) < Number(one.form.elements.seen.value))
      one.form.elements.seen.value = then;
    return one;
  };
  const restore = () => {
    if (!kept.size || document.getElementById("sign-in")) return;
    const found = [...kept].map(([id, entry]) => back(id, entry)).filter(Boolean);
    write();
    if (!found.length) return;
    const line = told("draft");
    const lost = found.filter((one) => typeof one === "string");
    const rest = line.querySelector("[data-rest]");
    if (lost.length) rest.querySelector("pre").textContent = lost.join("\n\n");
    else rest.remove();
    line.querySelector("button").addEventListener("click", () => {
      forget();
      window.dpia.leaving = true;
      location.reload();
    });
    document.querySelector("main h1").after(line);
    for (const one of found) one.form?.dispatchEvent(new Event("dpia:back"));
  };

  window.dpia = { state, stored, put, fields, sends, settle, forget, snapshot, told, kept, leaving: false };
  document.addEventListener("DOMContentLoaded", restore);
})();
