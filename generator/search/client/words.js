// Words in, stems out: the twin of generator/stems.py, on the same table of rules.
function words(rules) {
  var stops = {}, steps = {}, stems = new Map;
  // Common words and endings: those of a language come with its phrases.
  function add(more) {
    Object.keys(more.stop).forEach(name => { stops[name] = new Set(more.stop[name].split(" ")); });
    Object.keys(more.stem || {}).forEach(name => {
      steps[name] = more.stem[name].map(step => [step[0], new Map(step[1].split(" ").map(one => (one + ">").split(">")))]);
    });
    stems.clear();
  }
  function fold(text) {
    text = text.toLowerCase().normalize("NFKD").replace(/[\u0300-\u036f\u0591-\u05c7]/g, "").replace(RegExp(rules.spelt[0], "g"), rules.spelt[1]);
    return Array.from(text, sign => sign in rules.letters ? rules.letters[sign] : sign).join("");
  }
  function script(word) {
    var first = word[0];
    return first >= "א" && first <= "ת" ? "he" : first >= "а" && first <= "ӿ" ? "cy" : "";
  }
  function stem(word, language) {
    var key = language + word, known = stems.get(key);
    if (known !== undefined) return known;
    (steps[script(word) || (language === "pl" ? "pl" : "en")] || []).forEach(step => {
      for (var length = Math.min(7, word.length - step[0]); length > 0; length--) {
        var put = step[1].get(word.slice(-length));
        if (put !== undefined) { word = word.slice(0, -length) + put; break; }
      }
    });
    stems.set(key, word);
    return word;
  }
  add(rules);
  return {
    add: add, fold: fold, stem: stem, script: script,
    // Without a language: in any of those that are there.
    stop: (word, language) => Object.keys(stops).some(one => (!language || one === language) && stops[one].has(word)),
    tokens: text => fold(text).match(/[\p{L}\p{N}]+/gu) || []
  };
}
