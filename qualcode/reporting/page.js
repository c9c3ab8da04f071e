"use strict";
(() => {
  const byLanguage = new Intl.Collator(document.documentElement.lang, { numeric: true });

  // Empty and undefined cells stay last, whichever way the rest is sorted.
  function compare(one, other, column, numbers) {
    const left = one.cells[column].dataset.sort ?? one.cells[column].textContent;
    const right = other.cells[column].dataset.sort ?? other.cells[column].textContent;
    if (left === "" || right === "") return { fixed: (left === "") - (right === "") };
    return { free: numbers ? Number(left) - Number(right) : byLanguage.compare(left, right) };
  }

  for (const table of document.querySelectorAll("table")) {
    const body = table.tBodies[0];
    const original = [...body.rows].filter((row) => !row.classList.contains("total"));
    const totals = [...body.rows].filter((row) => row.classList.contains("total"));
    const headings = [...table.tHead.rows[0].cells];
    headings.forEach((heading, column) => {
      const numbers = heading.classList.contains("number");
      const turns = numbers ? ["descending", "ascending", "none"] : ["ascending", "descending", "none"];
      heading.querySelector("button").addEventListener("click", () => {
        const turn = turns[(turns.indexOf(heading.getAttribute("aria-sort")) + 1) % 3];
        for (const other of headings) other.setAttribute("aria-sort", "none");
        heading.setAttribute("aria-sort", turn);
        const rows = [...original];
        if (turn !== "none") {
          const way = turn === "ascending" ? 1 : -1;
          rows.sort((one, other) => {
            const found = compare(one, other, column, numbers);
            return found.fixed ?? way * found.free;
          });
        }
        body.append(...rows, ...totals);
      });
    });
  }

  const reader = document.getElementById("reader");
  if (!reader) return;
  const excerpts = document.getElementById("excerpts").content;
  const title = reader.querySelector("h2");
  const list = reader.querySelector("div");
  let opener = null;

  function close() {
    if (!opener) return;
    opener.setAttribute("aria-expanded", "false");
    opener.focus();
    opener = null;
    reader.hidden = true;
    document.body.classList.remove("reading");
  }

  for (const button of document.querySelectorAll("td button")) {
    button.addEventListener("click", () => {
      if (opener === button) return close();
      if (opener) opener.setAttribute("aria-expanded", "false");
      opener = button;
      button.setAttribute("aria-expanded", "true");
      title.textContent = button.getAttribute("aria-label");
      list.replaceChildren(
        ...button.dataset.excerpts.split(" ").map((id) => excerpts.getElementById(id).cloneNode(true))
      );
      reader.hidden = false;
      reader.scrollTop = 0;
      document.body.classList.add("reading");
      reader.focus();
    });
  }
  reader.querySelector("button").addEventListener("click", close);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });
})();
