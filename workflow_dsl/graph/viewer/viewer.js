"use strict";
// Pan, zoom, select and find, on the picture that the page already holds. Nothing is loaded from anywhere.
const svg = document.querySelector("#picture svg");
const panel = document.getElementById("panel");
const overview = document.getElementById("overview");
const find = document.getElementById("find");
const states = JSON.parse(document.getElementById("states").textContent);
const whole = svg.viewBox.baseVal;
const full = { x: whole.x, y: whole.y, width: whole.width, height: whole.height };
const shapes = new Map([...svg.querySelectorAll("[data-path]")].map((shape) => [shape.dataset.path, shape]));
let view = { ...full };
let selected = null;
let hits = [];
let hit = -1;

svg.removeAttribute("width");
svg.removeAttribute("height");

function show(next) {
  view = next;
  svg.setAttribute("viewBox", [view.x, view.y, view.width, view.height].join(" "));
}

function fit() {
  const frame = svg.getBoundingClientRect();
  const scale = Math.max(full.width / frame.width, full.height / frame.height, 1 / 1.5);
  const width = frame.width * scale;
  const height = frame.height * scale;
  show({ x: full.x + (full.width - width) / 2, y: full.y + (full.height - height) / 2, width, height });
}

function zoom(factor, clientX, clientY) {
  const frame = svg.getBoundingClientRect();
  const across = ((clientX ?? frame.left + frame.width / 2) - frame.left) / frame.width;
  const down = ((clientY ?? frame.top + frame.height / 2) - frame.top) / frame.height;
  const width = Math.min(Math.max(view.width * factor, 120), full.width * 6 + 1000);
  const height = (view.height * width) / view.width;
  show({ x: view.x + (view.width - width) * across, y: view.y + (view.height - height) * down, width, height });
}

function element(name, text, css) {
  const made = document.createElement(name);
  made.textContent = text;
  if (css) made.className = css;
  return made;
}

function select(path, move) {
  if (selected) shapes.get(selected)?.classList.remove("selected");
  selected = states[path] ? path : null;
  overview.hidden = selected !== null;
  panel.replaceChildren();
  history.replaceState(null, "", selected ? "#" + encodeURIComponent(selected) : "#");
  if (!selected) return;
  const state = states[path];
  const shape = shapes.get(path);
  const close = element("button", "Close", "close");
  close.addEventListener("click", () => select(null));
  panel.append(close, element("h2", state.name), element("p", state.kind, "kind"));
  if (state.place) panel.append(element("p", state.place, "place"));
  if (state.status) panel.append(element("p", [state.status, state.note].filter(Boolean).join(" · "), "status"));
  const list = document.createElement("ul");
  for (const way of state.ways) {
    const item = element("li", way.text + " → ");
    const link = element("a", way.name);
    if (states[way.path]) {
      link.href = "#" + encodeURIComponent(way.path);
      link.addEventListener("click", (event) => {
        event.preventDefault();
        select(way.path, true);
      });
    }
    item.append(link);
    list.append(item);
  }
  panel.append(list, element("pre", state.definition));
  shape.classList.add("selected");
  if (move) centre(shape);
}

function centre(shape) {
  const box = shape.getBBox();
  const frame = svg.getBoundingClientRect();
  const width = Math.max(Math.min(view.width, frame.width), box.width * 1.3);
  const height = (width * frame.height) / frame.width;
  show({ x: box.x + box.width / 2 - width / 2, y: box.y + box.height / 2 - height / 2, width, height });
}

function search() {
  const words = find.value.trim().toLowerCase();
  hits = words ? [...shapes.keys()].filter((path) => states[path].search.includes(words)) : [];
  hit = -1;
  for (const [path, shape] of shapes) shape.classList.toggle("missed", words !== "" && !hits.includes(path));
  document.getElementById("hits").textContent = words ? `${hits.length} found` : "";
}

let drag = null;
svg.addEventListener("pointerdown", (event) => {
  drag = { x: event.clientX, y: event.clientY, view: { ...view }, moved: false };
});
window.addEventListener("pointermove", (event) => {
  if (!drag) return;
  const scale = view.width / svg.getBoundingClientRect().width;
  const x = event.clientX - drag.x;
  const y = event.clientY - drag.y;
  drag.moved ||= Math.abs(x) + Math.abs(y) > 4;
  if (drag.moved) show({ ...view, x: drag.view.x - x * scale, y: drag.view.y - y * scale });
});
window.addEventListener("pointerup", (event) => {
  if (drag && !drag.moved) {
    const shape = event.target.closest?.("[data-path]");
    if (shape) select(shape.dataset.path);
  }
  drag = null;
});
svg.addEventListener("wheel", (event) => {
  event.preventDefault();
  zoom(event.deltaY > 0 ? 1.15 : 1 / 1.15, event.clientX, event.clientY);
}, { passive: false });

for (const [path, shape] of shapes) {
  shape.setAttribute("tabindex", "0");
  shape.setAttribute("role", "button");
  shape.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target === shape) select(path);
  });
}
document.getElementById("in").addEventListener("click", () => zoom(1 / 1.3));
document.getElementById("out").addEventListener("click", () => zoom(1.3));
document.getElementById("fit").addEventListener("click", fit);
find.addEventListener("input", search);
find.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && hits.length) {
    hit = (hit + (event.shiftKey ? hits.length - 1 : 1)) % hits.length;
    select(hits[hit], true);
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    find.value = "";
    search();
    select(null);
  } else if (event.key === "/" && document.activeElement !== find) {
    event.preventDefault();
    find.focus();
  }
});
window.addEventListener("resize", fit);
fit();
if (location.hash.length > 1) select(decodeURIComponent(location.hash.slice(1)), true);
