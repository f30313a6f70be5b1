// The queue: search, filter, the next unlabelled article, and the name of who labels.
"use strict";
(() => {
  const rows = [...document.querySelectorAll("#rows tr")];
  const search = document.getElementById("search");
  const filter = document.getElementById("filter");
  const next = document.getElementById("next");
  const name = document.getElementById("annotator");

  const show = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const moods = filter.value ? filter.value.split(" ") : null;
    let shown = 0;
    for (const row of rows) {
      const text = row.textContent.toLowerCase();
      row.hidden = !(words.every((word) => text.includes(word)) && (!moods || moods.includes(row.dataset.mood)));
      shown += !row.hidden;
    }
    document.getElementById("shown").textContent = shown === rows.length ? "" : `${shown} of ${rows.length} shown`;
    const open = rows.find((row) => !row.hidden && ["none", "draft"].includes(row.dataset.mood));
    next.hidden = !open;
    if (open) next.href = open.querySelector("a").href;
  };
  if (search) {
    search.addEventListener("input", show);
    filter.addEventListener("input", show);
    show();
  }
  name.addEventListener("change", () => {
    const body = new URLSearchParams({ csrf: name.dataset.csrf, name: name.value });
    fetch("/annotator", { method: "POST", body });
  });
  document.addEventListener("keydown", (event) => {
    if (event.target.matches("input, select") || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "n" && next && !next.hidden) next.click();
    else if (event.key === "/" && search) { event.preventDefault(); search.focus(); }
  });
})();
