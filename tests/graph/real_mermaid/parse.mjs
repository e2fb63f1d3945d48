// Parse every diagram of a JSON file {name: source} with the installed mermaid; print the faults as JSON {name: message}.
import fs from "node:fs";
import { JSDOM } from "jsdom";

const { window } = new JSDOM("<!DOCTYPE html><body></body>");
for (const name of ["document", "Element", "HTMLElement", "SVGElement", "Node", "NodeFilter", "DocumentFragment"]) {
  globalThis[name] = window[name];
}
globalThis.window = window;
const { default: mermaid } = await import("mermaid");
mermaid.initialize({ startOnLoad: false });
const faults = {};
for (const [name, source] of Object.entries(JSON.parse(fs.readFileSync(process.argv[2], "utf8")))) {
  try {
    const { diagramType } = await mermaid.parse(source);
    if (diagramType !== "flowchart-v2") faults[name] = `parsed as ${diagramType}`;
  } catch (error) {
    faults[name] = String(error.message);
  }
}
console.log(JSON.stringify(faults));
