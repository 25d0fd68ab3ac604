// Says whether a service is open now, and makes the way out leave no step back. Without it only the hours stand there.
(function () {
  "use strict";
  var words = document.querySelector(".g-clock");
  var DAY = 1440;
  var WEEK = 7 * DAY;

  // The clock on the wall there: a change to summer time needs no care.
  function wall(zone) {
    var part = {}, n = "numeric";
    new Intl.DateTimeFormat("en-US", {
      timeZone: zone, hour12: false, weekday: "short", year: n, month: n, day: n, hour: n, minute: n
    }).formatToParts(new Date()).forEach(function (one) { part[one.type] = one.value; });
    var weekday = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"].indexOf(part.weekday);
    return {
      minute: weekday * DAY + (part.hour % 24) * 60 + +part.minute,
      date: new Date(Date.UTC(part.year, part.month - 1, part.day))
    };
  }

  // Public holidays in Poland, with 24 December since 2025; Easter after Gauss, right until 2099.
  function holiday(date) {
    var month = date.getUTCMonth() + 1, day = date.getUTCDate(), year = date.getUTCFullYear();
    if (/^(1-1|1-6|5-1|5-3|8-15|11-1|11-11|12-24|12-25|12-26)$/.test(month + "-" + day)) return true;
    var a = year % 19, d = (19 * a + 24) % 30, e = (2 * (year % 4) + 4 * (year % 7) + 6 * d + 5) % 7;
    var late = e === 6 && (d === 29 || (d === 28 && a > 10)) ? 7 : 0;
    var easter = Date.UTC(year, 2, 22 + d + e - late);
    return [0, 1, 49, 60].indexOf((date - easter) / 864e5) >= 0;
  }

  function clock(minute) {
    minute %= DAY;
    return Math.floor(minute / 60) + ":" + ("0" + minute % 60).slice(-2);
  }

  // Minute at which a row of spans ends that holds `now`; -1 when none does. Spans that touch are one.
  function end(spans, now) {
    var until = -1, grew = true;
    while (grew && until < now + WEEK) {
      grew = false;
      for (var i = 0; i < spans.length; i++) {
        for (var shift = -WEEK; shift <= WEEK; shift += WEEK) {
          var from = spans[i][0] + shift, to = spans[i][1] + shift, at = until < 0 ? now : until;
          if (from <= at && to > at) { until = to; grew = true; }
        }
      }
    }
    return until;
  }

  function read(week) {
    return week.split(" ").map(function (span) { return span.split("-").map(Number); });
  }

  // The day to which the hour belongs: a night is that of the evening on which it began.
  function day(spans, place) {
    var late = spans.some(function (span) {
      var since = (place.minute - span[0] + WEEK) % WEEK, length = span[1] - span[0];
      return since < length && since > place.minute % DAY && length <= DAY;
    });
    return new Date(place.date - (late ? 864e5 : 0));
  }

  // Null where nothing can be said, else: open, the answer, until when.
  function state(line) {
    var place = wall(line.dataset.zone || words.dataset.zone);
    var rule = line.dataset.holidays;
    var spans = read(line.dataset.week);
    var begun = day(spans, place), free = rule && rule !== "open" && holiday(begun), until = free ? -1 : end(spans, place.minute);
    if (free && +begun === +place.date) {
      return rule === "closed" ? [false, words.dataset.closed, words.dataset.shut] : [null, words.dataset.holiday, ""];
    }
    if (free && rule !== "closed") return null;
    if (until >= 0) {
      return [true, words.dataset.open, until - place.minute < DAY ? words.dataset.until.replace("{time}", until % DAY ? clock(until) : "24:00") : ""];
    }
    var next = Math.min.apply(null, spans.map(function (span) { return (span[0] - place.minute + WEEK) % WEEK; }));
    var days = Math.floor((place.minute % DAY + next) / DAY);
    var opens = words.dataset.opens.split("|");
    if (rule !== "open" && rule && holiday(new Date(+place.date + days * 864e5))) return [false, words.dataset.closed, ""];
    var at = days < 2 ? 7 + days : Math.floor((place.minute + next) % WEEK / DAY);
    return [false, words.dataset.closed, opens[at].replace("{time}", clock(place.minute + next))];
  }

  // Times stay left to right in a Hebrew sentence.
  function tell(into, sentence) {
    sentence.split(/(\d+:\d\d)/).forEach(function (piece, i) {
      var node = i % 2 ? document.createElement("bdi") : document.createTextNode(piece);
      if (i % 2) { node.dir = "ltr"; node.textContent = piece; }
      into.appendChild(node);
    });
  }

  function show() {
    document.querySelectorAll("[data-week]").forEach(function (line) {
      var now = state(line);
      line.classList.add("g-told");
      var box = line.querySelector(".g-status__now");
      if (!now) {
        if (box) box.remove();
        line.hidden = line.matches("[data-only]");
        line.closest(".g-card").classList.remove("g-shut");
        return;
      }
      if (!box) {
        box = document.createElement("span");
        box.className = "g-status__now";
        line.lastElementChild.prepend(box);
      }
      box.textContent = "";
      var strong = document.createElement("strong");
      strong.textContent = now[1];
      if (now[0]) strong.className = "g-status__open";
      box.appendChild(strong);
      if (now[2]) {
        box.appendChild(now[0] ? document.createTextNode(" ") : document.createElement("br"));
        tell(box, now[2]);
      }
      line.hidden = false;
      line.closest(".g-card").classList.toggle("g-shut", now[0] === false);
    });
  }

  if (words && window.Intl && Intl.DateTimeFormat.prototype.formatToParts) {
    try {
      show();
      setInterval(show, 60000);
      addEventListener("pageshow", show);
    } catch (unknownZone) { /* the hours stand there anyway */ }
  }

  document.querySelectorAll("[data-leave]").forEach(function (link) {
    link.addEventListener("click", function (event) {
      event.preventDefault();
      location.replace(link.href);
    });
  });

  // A long list can be narrowed by what its cards say.
  function load(name, ended) {
    var script = document.createElement("script");
    script.src = here + name;
    // Taken away, so that it can be asked for again.
    script.onerror = function () { script.remove(); if (ended) ended(); };
    script.onload = ended;
    document.head.appendChild(script);
  }
  var here = document.currentScript.src.replace(/guide\.js.*/, ""), language = document.documentElement.lang;
  if (document.querySelectorAll(".g-cards .g-card:not(.g-card--service)").length > 4) load("search/filter-" + language + ".js");

  // My list: a button on every card. What is behind it comes with the first touch, or where there is a list already.
  var footer = document.querySelector("[data-keep]"), leave = document.querySelector("[data-leave]"), mine = "list/" + language + ".js";
  var kept = document.querySelector(".g-mine") || /[#&]kept=/.test(location.hash);
  try { kept = kept || localStorage.getItem(here + "list"); } catch (forbidden) { /* then nothing is kept */ }
  // Nobody needs to note down 997, 998 and 999.
  document.querySelectorAll(".g-checked, .g-situation > .g-call:not([href^='tel:9'])").forEach(function (last) {
    var button = document.createElement("button"), name = document.createElement("span");
    button.className = "g-keep";
    button.textContent = leave ? leave.dataset.leave : footer.dataset.keep;
    name.className = "g-sr";
    name.textContent = ": " + last.parentNode.querySelector("h2, h3").textContent;
    button.appendChild(name);
    button.onclick = function () {
      self.guideTouched = button;
      load(mine);
    };
    last.after(button);
  });
  if (kept) load(mine);

  // Search comes only when somebody wants it: its script and its index, once the box has focus.
  // Its button opens the field; where the script did not come in time, or is too new for the browser, it leads to the
  // list from A to Z, as without any script.
  var box = document.querySelector("[data-search]");
  try { new RegExp("\\p{L}", "u"); } catch (tooOld) { box = null; /* search.js would load, and fail at the first word */ }
  if (box) {
    // Whether somebody is there now for certain, for the answers of the search.
    window.guideOpen = function (week, asks, zone) {
      try {
        var place = wall(zone), spans = read(week);
        return !(asks && holiday(day(spans, place))) && end(spans, place.minute) >= 0;
      } catch (unknownZone) { return false; }
    };
    box.addEventListener("focusin", function () {
      load("search.js", lead);
      setTimeout(lead, 8000);
      load("search/" + language + ".js");
    }, { once: true });
    box.addEventListener("submit", stay);
    // Whoever goes back after somebody left a page quickly finds no words of danger in the box, which browsers keep.
    addEventListener("pagehide", function () {
      var urgent = box.querySelector(".g-search__urgent");
      if (!urgent) return;
      box.reset();
      urgent.parentNode.hidden = true;
      box.querySelector("input").dispatchEvent(new Event("input"));
    });
  }
  function lead() {
    if (!box.querySelector("[role=combobox]")) box.removeEventListener("submit", stay);
  }
  function stay(event) {
    event.preventDefault();
    box.querySelector("input").focus();
  }
})();
