// Two things that plain forms cannot do: words that are selected in the text go into the form for a new
// record, with the offset where they begin; and a value that is typed takes back "does not say".
"use strict";
document.addEventListener("input", (event) => {
  if (event.target.matches("[type=checkbox]")) return;
  const box = event.target.closest(".field")?.querySelector("[name=null]");
  if (box && event.target.value.trim()) box.checked = false;
});

(() => {
  const text = document.getElementById("text");
  const form = document.getElementById("add");
  if (!text || !form) return;

  // What stands in a range, without the labels of the marks; offsets count characters, not UTF-16 units.
  const words = (range) => {
    const part = range.cloneContents();
    for (const label of part.querySelectorAll("sup")) label.remove();
    return part.textContent;
  };

  document.addEventListener("selectionchange", () => {
    const selection = document.getSelection();
    if (selection.isCollapsed || !selection.rangeCount) return;
    const range = selection.getRangeAt(0);
    if (!text.contains(range.commonAncestorContainer)) return;
    const before = document.createRange();
    before.setStart(text, 0);
    before.setEnd(range.startContainer, range.startOffset);
    form.elements.quote.value = words(range);
    form.elements.start.value = Number(text.dataset.start) + [...words(before)].length;
  });
  form.elements.quote.addEventListener("input", () => { form.elements.start.value = ""; });
})();
