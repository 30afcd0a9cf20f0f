// Disputes of a sample as a matrix: who reports whose version.

const disputed = data.samples.map((sample, place) => ({ sample, place })).filter(({ sample }) => sample.disputes.length);
const opened = new Set();

const titleOf = (place) => {
  const article = data.articles[place];
  return article ? cut(article.title || article.id, 70) : "";
};

const memberRows = (sample, dispute, answers, name) => {
  if (dispute.members.length)
    return dispute.members.map((member) => {
      const fact = sample.facts[member];
      const number = sample.articles.indexOf(fact.article) + 1;
      return el(
        "tr",
        { class: "member", "data-of": name },
        el("th", { scope: "row" }, el("span", { class: "version" }, brief(factName(fact))), el("span", { class: "meta" }, `${number ? `[${number}] ` : ""}${titleOf(fact.article)}`)),
        answers.map((answer) => {
          const verdict = WORDS[answer?.verdicts?.[member]];
          if (!verdict) return el("td", { class: "none" }, "\u2013");
          if (verdict === "omitted") return el("td", { class: "none" }, el("span", { class: "hidden" }, "omitted"), el("span", { "aria-hidden": "true" }, "\u00b7"));
          return el("td", {}, el("a", { href: addressOf(answer, `f${member}`), class: `verdict ${verdict}` }, glyph(verdict), " ", verdict === "supported" ? "told" : "contradicted"));
        }),
      );
    });
  const place = sample.disputes.indexOf(dispute);
  const valuesOf = (answer) => ((answer?.disputes || []).find((one) => one[0] === place)?.[4] || []).map(str);
  const values = [...new Set(answers.flatMap(valuesOf))];
  return values.map((value) =>
    el("tr", { class: "member", "data-of": name }, el("th", { scope: "row" }, brief(value)),
      answers.map((answer) => el("td", {}, valuesOf(answer).includes(value) ? el("a", { href: addressOf(answer, `d${place}`), class: "verdict supported" }, glyph("supported"), " told") : "\u00b7"))),
  );
};

const disputesTable = (place) => {
  const sample = data.samples[place];
  const sides = data.sides.filter((side) => answersBy(place, side.place).length);
  const answers = sides.map((side) => answersBy(place, side.place)[0]);
  return el(
    "table",
    { class: "matrix" },
    el("caption", { class: "hidden" }, `Disputes of ${sample.id}, by backend`),
    el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "point in dispute"), sides.map((side) => el("th", { scope: "col" }, side.short)))),
    sample.disputes.map((dispute, at) => {
      const name = `${place} ${at}`;
      const rows = memberRows(sample, dispute, answers, name);
      const toggle = (event) => {
        const open = !opened.has(name);
        if (open) opened.add(name);
        else opened.delete(name);
        event.currentTarget.setAttribute("aria-expanded", String(open));
        rows.forEach((row) => { row.hidden = !open; });
      };
      rows.forEach((row) => { row.hidden = !opened.has(name); });
      return el(
        "tbody",
        {},
        el(
          "tr",
          {},
          el("th", { scope: "row" },
            el("button", { type: "button", class: "expand", "aria-expanded": String(opened.has(name)), click: toggle, disabled: !rows.length }, brief(dispute.point || dispute.id)),
            el("span", { class: "meta" }, [cut(dispute.relation, 60), rows.length && count(rows.length, "version")].filter(Boolean).join(" \u00b7 "))),
          answers.map((answer) => {
            const found = (answer.disputes || []).find((one) => one[0] === at);
            if (!found) return el("td", { class: "none" }, "\u2013");
            const verdict = str(found[1]);
            return el("td", {}, el("a", { href: addressOf(answer, `d${(answer.disputes || []).indexOf(found)}`), class: `verdict ${verdict}`, title: brief(str(found[2])) }, glyph(verdict), " ", cut(verdict, 60)));
          }),
        ),
        rows,
      );
    }),
  );
};

const drawDisputes = (place) => empty(byId("matrix"), disputesTable(place));

const disputes = () =>
  el(
    "section",
    { id: "disputes", "aria-labelledby": "disputes-title" },
    el("h2", { id: "disputes-title", tabindex: "-1" }, "Disputes: who reports whose version"),
    !disputed.length
      ? el("p", { class: "none" }, "The articles of these samples differ on nothing.")
      : [
          el("p", { class: "lede" }, "Where articles differ, each version counts only with its source. Open a point to see which versions a summary tells.", MANY_EPOCHS && " The first epoch is shown."),
          el("div", { class: "tools" },
            choice("disputes-sample", "Sample", disputed.map(({ sample, place }) => [place, `${cut(sampleName(sample), 100)} (${sample.disputes.length})`]), defaultDisputed(), (value) => drawDisputes(Number(value))),
            el("button", { type: "button", class: "plain", id: "open-all", click: () => {
              for (const one of byId("matrix").querySelectorAll('.expand[aria-expanded="false"]:not(:disabled)')) one.click();
            } }, "Open all points")),
          el("div", { class: "wide", id: "matrix", tabindex: "0", role: "region", "aria-label": "Matrix of disputes" }, disputesTable(defaultDisputed())),
        ],
  );

const defaultDisputed = () => disputed.reduce((best, one) => (one.sample.disputes.length > best.sample.disputes.length ? one : best)).place;
