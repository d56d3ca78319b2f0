// Every form that is sent with a button stays on its page until the server has it: the page goes on when it is told where
// to, and says what is wrong and what to do when it is not. Without this file the browser sends the forms itself.
"use strict";
(() => {
  const dpia = window.dpia;

  // Errors are told at once: the summary takes the focus when a page opens with it.
  const tellErrors = () => document.querySelector(".error-summary")?.focus();
  tellErrors();

  // Asks before a page is left on which something is typed that the server does not have.
  window.addEventListener("beforeunload", (event) => {
    if (dpia.kept.size && !dpia.leaving) event.preventDefault();
  });
  window.addEventListener("pageshow", () => {
    dpia.leaving = false;
  });

  // Goes on, also to another place of this page as it is now.
  dpia.go = (address) => {
    const there = new URL(address, location.href);
    dpia.leaving = true;
    if (there.pathname + there.search !== location.pathname + location.search) {
      location.assign(there.href);
      return;
    }
    history.replaceState(null, "", there.href);
    history.scrollRestoration = "manual";
    location.reload();
  };
  if (history.scrollRestoration === "manual") history.scrollRestoration = "auto";

  // Why a form was not taken, as a text of its own.
  dpia.why = (status, text) => {
    const lines = [...new DOMParser().parseFromString(text, "text/html").querySelectorAll(".problems li")];
    if (status === 0) return dpia.told("away");
    if (status === 403) return dpia.told("signed-out");
    const said = dpia.told("refused");
    const plain = text.trimStart().startsWith("<") ? String(status) : text.trim();
    said.querySelector("[data-gap]").textContent = lines.map((line) => line.textContent).join(" ") || plain;
    return said;
  };
  const tell = (form, button, said) => {
    form.querySelector(".unsent")?.remove();
    said.classList.add("unsent");
    if (button) button.after(said);
    else form.append(said);
    said.scrollIntoView({ block: "nearest" });
  };

  // The answer is a page of its own: what is wrong with the form, or a question about it.
  const show = (page) => {
    document.querySelector("main").replaceWith(page.querySelector("main"));
    document.title = page.title;
    window.htmx?.process(document.querySelector("main"));
    dpia.answering?.();
    window.scrollTo(0, 0);
    document.querySelector("main").focus();
    tellErrors();
  };

  // Whoever signs in anew in another tab has another key: the forms of this page take it over. Whether there was one.
  const keys = (page) => [...page.querySelectorAll('input[name="form-key"]')];
  dpia.renewed = async () => {
    const answer = await fetch(location.href).catch(() => null);
    if (!answer?.ok) return false;
    const [found] = keys(new DOMParser().parseFromString(await answer.text(), "text/html"));
    const old = keys(document).filter((one) => one.value !== found?.value);
    if (found) for (const one of old) one.value = found.value;
    return Boolean(found && old.length);
  };

  const send = async (form, button) => {
    const data = new FormData(form);
    if (button?.name) data.append(button.name, button.value);
    const body = form.enctype === "multipart/form-data" ? data : new URLSearchParams(data);
    const sent = dpia.snapshot(form);
    let answer;
    let text;
    try {
      answer = await fetch(form.getAttribute("action"), { method: "POST", body, headers: { "dpia-stay": "yes" } });
      text = await answer.text();
    } catch {
      tell(form, button, dpia.why(0, ""));
      return;
    }
    if (answer.status === 403 && (await dpia.renewed())) {
      await send(form, button);
      return;
    }
    const page = new DOMParser().parseFromString(text, "text/html");
    if (answer.status === 204) {
      if (form.dataset.settles) dpia.forget();
      else dpia.settle(sent);
      dpia.go(answer.headers.get("dpia-go"));
    } else if (
      [200, 409, 422].includes(answer.status) &&
      page.querySelector("main") &&
      !page.querySelector(".problems")
    )
      show(page);
    else tell(form, button, dpia.why(answer.status, text));
  };
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (event.defaultPrevented || !dpia.sends(form) || form.id === "sign-in") return;
    event.preventDefault();
    if (form.dataset.sending) return;
    form.dataset.sending = "yes";
    await send(form, event.submitter);
    delete form.dataset.sending;
  });

  // Whoever chooses what somebody else wrote wants nothing brought back; the history has both.
  document.addEventListener("click", (event) => {
    if (!event.target.closest?.("[data-forgets]")) return;
    dpia.forget();
    dpia.leaving = true;
  });

  // Whoever signs in in another tab goes on here.
  const waits = document.getElementById("sign-in");
  if (waits && !waits.elements.again)
    window.addEventListener("focus", async () => {
      const answer = await fetch(location.href, { method: "HEAD" }).catch(() => null);
      if (answer && answer.status !== 403) location.reload();
    });

  // How long a text is, once it comes near what can be kept.
  const NEAR = 0.9;
  const count = (one) => {
    const most = Number(one.dataset.most);
    const length = [...one.value].length;
    const id = `${one.id}-count`;
    document.getElementById(id)?.remove();
    if (length <= most * NEAR) return;
    const said = dpia.told(length > most ? "too-long" : "long");
    said.id = id;
    for (const gap of said.querySelectorAll("[data-gap]"))
      gap.textContent = { n: length, most, over: length - most }[gap.dataset.gap].toLocaleString(
        document.documentElement.lang,
      );
    (one.closest(".typed") || one).after(said);
  };
  document.addEventListener(
    "input",
    (event) => {
      if (event.target.dataset.most) count(event.target);
    },
    true,
  );
  for (const one of document.querySelectorAll("[data-most]")) count(one);
})();
