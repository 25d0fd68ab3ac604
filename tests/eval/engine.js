// Runs the search engine in Node: a folder of scripts and questions in (JSON on stdin), ranked addresses out.
"use strict";
const fs = require("fs"), path = require("path"), vm = require("vm");
const input = JSON.parse(fs.readFileSync(0, "utf8"));
const languages = {};
const answers = [], urgent = [], loaded = {}, first = {}, times = [];
for (const [language, query] of input.queries) {
  if (!languages[language]) {
    // Each language in a place of its own, as each page is.
    const own = vm.createContext({});
    own.self = own;
    const load = (file) => vm.runInContext(fs.readFileSync(file, "utf8"), own, { filename: file });
    load(input.engine);
    loaded[language] = [language + ".js"];
    load(path.join(input.folder, language + ".js"));
    languages[language] = { own, load, engine: vm.runInContext(`guideSearch.engine(${JSON.stringify(language)})`, own) };
  }
  const { load, engine } = languages[language];
  let result, rounds = 0;
  do {
    result = engine.find(query, input.unfinished);
    for (const name of result.wants) {
      loaded[language].push(name + ".js");
      load(path.join(input.folder, name + ".js"));
    }
  } while (result.wants.size && ++rounds < 6);
  first[language] = first[language] || [...loaded[language]];
  const start = process.hrtime.bigint();
  if (input.time) engine.find(query, input.unfinished);
  times.push(Number(process.hrtime.bigint() - start) / 1e6);
  answers.push(engine.list(result).map((one) => one.path));
  urgent.push(result.urgent.map((one) => one[1]));
}
times.sort((a, b) => a - b);
process.stdout.write(JSON.stringify({ answers, urgent, loaded, first, median: times[times.length >> 1], p95: times[Math.floor(times.length * 0.95)] }));
