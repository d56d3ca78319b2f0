// Long texts: a table that is pasted becomes a table of the text, and beside the field stands what will be printed.
// Without this file tables are pasted as cells with tabs, and what will be printed is shown after saving.
"use strict";
(() => {
  const MAX_COLUMNS = 40;
  const MAX_CELLS = 20000;
  const UNSEEN = new Set(["HEAD", "LINK", "META", "SCRIPT", "STYLE", "TEMPLATE", "TITLE"]);
  const APART = new Set(["P", "UL", "OL", "H1", "H2", "H3", "H4", "H5", "H6", "BLOCKQUOTE"]);
  const LINES = new Set(["DIV", "TR", "SECTION", "ARTICLE", "CAPTION", "DT", "DD"]);

  // What a reader sees of a piece of HTML, line by line; its tables as rows between upright lines.
  const told = (node, inCell) => {
    if (node.nodeType === Node.TEXT_NODE) return node.data.replace(/\s+/g, " ");
    if (node.nodeType !== Node.ELEMENT_NODE || UNSEEN.has(node.tagName)) return "";
    if (node.tagName === "BR") return "\n";
    if (node.tagName === "IMG") return node.alt;
    if (node.tagName === "TABLE" && !inCell) return `\n\n${table(node)}\n\n`;
    const inner = [...node.childNodes].map((child) => told(child, inCell)).join("");
    if (node.tagName === "LI") return `\n- ${inner.trim()}`;
    if (inCell && (node.tagName === "TD" || node.tagName === "TH")) return ` ${inner}`;
    if (APART.has(node.tagName)) return inCell ? `\n${inner}\n` : `\n\n${inner}\n\n`;
    return LINES.has(node.tagName) || node.tagName === "TABLE" ? `\n${inner}\n` : inner;
  };
  const tidy = (text) =>
    text
      .split("\n")
      .map((line) => line.trim())
      .join("\n")
      .replace(/\n{3,}/g, "\n\n")
      .trim();

  const cellText = (cell) =>
    [...cell.childNodes]
      .map((child) => told(child, true))
      .join("")
      .split("\n")
      .map((line) => line.replace(/\s+/g, " ").trim().replaceAll("|", "\\|"))
      .filter((line) => line)
      .join("<br>");

  // Merged cells as dpia reads them: repeated in each row; over columns in the first only, and in the heads in each.
  const headCount = (rows) => {
    const isHead = (row) => row.parentNode.tagName === "THEAD" || [...row.cells].every((cell) => cell.tagName === "TH");
    const first = rows.findIndex((row) => !isHead(row));
    return first > 0 ? first : 1;
  };
  const grid = (rows, heads) => {
    let hanging = new Map();
    return rows.map((row, number) => {
      const line = [];
      const next = new Map();
      for (const [place, [more, text]] of hanging) {
        line[place] = text;
        if (more > 1) next.set(place, [more - 1, text]);
      }
      let place = 0;
      for (const cell of row.cells) {
        const text = cellText(cell);
        while (line[place] !== undefined) place++;
        for (let step = 0; step < Math.min(cell.colSpan, MAX_COLUMNS + 1); step++, place++) {
          line[place] = step === 0 || number < heads ? text : "";
          if (cell.rowSpan > 1) next.set(place, [cell.rowSpan - 1, line[place]]);
        }
      }
      hanging = next;
      return Array.from(line, (text) => text ?? "");
    });
  };
  const table = (element) => {
    const rows = [...element.rows];
    const heads = headCount(rows);
    const cells = grid(rows, heads);
    const columns = Math.max(0, ...cells.map((row) => row.length));
    if (columns > MAX_COLUMNS || columns * rows.length > MAX_CELLS) return tidy(told(element, true));
    const head = Array.from({ length: columns }, (_, place) =>
      [...new Set(cells.slice(0, heads).map((row) => row[place] ?? ""))].filter((text) => text).join("<br>"),
    );
    const written = (row) => `| ${Array.from({ length: columns }, (_, place) => row[place] ?? "").join(" | ")} |`;
    return [written(head), written(head.map(() => "---")), ...cells.slice(heads).map(written)].join("\n");
  };

  // What a program puts into the clipboard, where it holds a table of more than one row.
  const pasted = (html) => {
    if (!/<table/i.test(html)) return "";
    const page = new DOMParser().parseFromString(html, "text/html");
    const worth = [...page.querySelectorAll("table")].some((one) => one.rows.length > 1 && one.rows[0].cells.length);
    return worth ? tidy(told(page.body, false)) : "";
  };
  const insert = (area, text) => {
    const { selectionStart: start, selectionEnd: end, value } = area;
    const before = start > 0 && !value.slice(0, start).endsWith("\n") ? "\n\n" : "";
    const after = value.slice(end).startsWith("\n") ? "\n" : "\n\n";
    area.focus();
    // The first way can be undone with the keyboard; the second is for browsers that lack it.
    if (document.execCommand?.("insertText", false, before + text + after)) return;
    area.setRangeText(before + text + after, start, end, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  };
  document.addEventListener("paste", (event) => {
    const area = event.target.closest?.(".typed textarea");
    if (!area || event.defaultPrevented) return;
    const text = pasted(event.clipboardData?.getData("text/html") || "");
    if (!text) return;
    event.preventDefault();
    insert(area, text);
  });

  // What will be printed follows the hands, where it is open.
  const waiting = new WeakMap();
  const show = async (field) => {
    const area = field.querySelector("textarea");
    const text = area.value;
    const body = new URLSearchParams({ text, "form-key": area.form.elements["form-key"].value });
    const answer = await fetch("/shown", { method: "POST", body }).catch(() => null);
    if (!answer?.ok || area.value !== text) return;
    field.querySelector(".sheet").innerHTML = await answer.text();
  };
  const soon = (field, pause) => {
    if (!field?.querySelector("details.shown")?.open) return;
    clearTimeout(waiting.get(field));
    waiting.set(field, setTimeout(show, pause, field));
  };
  document.addEventListener("input", (event) => soon(event.target.closest?.(".typed"), 300));
  document.addEventListener("toggle", (event) => soon(event.target.closest?.(".typed"), 0), true);
})();
