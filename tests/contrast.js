// Text whose contrast with what is behind it is below WCAG 2.1's 4.5:1, as [words, ratio]. The body of a function.
const channels = (colour) => (colour.match(/[\d.]+/g) ?? []).map(Number);
const linear = (value) => (value <= 0.04045 * 255 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
const luminance = ([r, g, b]) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
const over = ([r, g, b, a = 1], below) => [r, g, b].map((value, i) => value * a + below[i] * (1 - a));

function behind(element) {
  const layers = [];
  for (let at = element; at; at = at.parentElement) layers.push(channels(getComputedStyle(at).backgroundColor));
  const canvas = matchMedia("(prefers-color-scheme: dark)").matches ? [18, 18, 18] : [255, 255, 255];
  return layers.reverse().reduce((below, layer) => over(layer, below), canvas);
}

const found = new Map();
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
for (let node = walker.nextNode(); node; node = walker.nextNode()) {
  const element = node.parentElement;
  if (!node.data.trim() || !element.checkVisibility({ visibilityProperty: true })) continue;
  if (element.closest(":disabled, option, script, style, title, g.mark")) continue;
  const style = getComputedStyle(element);
  const paper = behind(element);
  const ink = over(channels(element instanceof SVGElement ? style.fill : style.color), paper);
  const [dark, light] = [luminance(ink), luminance(paper)].sort((a, b) => a - b);
  const opacity = [...(function* () { for (let at = element; at; at = at.parentElement) yield Number(getComputedStyle(at).opacity); })()].reduce((a, b) => a * b);
  const ratio = ((light + 0.05) / (dark + 0.05)) * opacity;
  if (ratio < 4.5) found.set(node.data.trim().slice(0, 40), Math.round(ratio * 100) / 100);
}
return [...found];
