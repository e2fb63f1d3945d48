// Lay out graphs with elkjs: one JSON graph per line in, {graph, ms} per line out. The argument is a folder with elkjs.
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import path from "node:path";

const require = createRequire(path.join(path.resolve(process.argv[2]), "package.json"));
const ELK = require("elkjs");
const elk = new ELK();
for await (const line of createInterface({ input: process.stdin })) {
  await elk.layout(JSON.parse(line));
  const start = performance.now();
  const graph = await elk.layout(JSON.parse(line));
  console.log(JSON.stringify({ graph, ms: performance.now() - start }));
}
