import { escaped, page } from "../../preview/screen/page.js";
import type { Decision, EvidenceBar, IndicatorStatus, ReleaseStatus, StepStatus } from "../driver/model.js";
import type { StepWindow } from "../driver/ports.js";
import { evidenceChart, shareChart } from "./charts.js";
import { clock, count, counts, evidence, isKnown, isNumber, iso, threshold, times } from "./numbers.js";
import { printable } from "./printable.js";
import { RELEASE_STYLE } from "./releaseStyle.js";
import {
  alarms,
  emptyWords,
  indicatorWords,
  isOpen,
  MOST_DECISIONS,
  PHASE_STYLES,
  phaseWords,
  podsWords,
  quietPods,
  STEP_MARKS,
  shareWords,
  sideNames,
  stepNote,
  subject,
  VERDICT_STYLES,
  VERDICTS,
  versions,
} from "./words.js";

/** Windows of an indicator in its table. More are left out in the middle. */
const MOST_WINDOWS = 400;

/** Seconds after which a browser loads the page of --watch again. */
const REFRESH = 5;

/** The release as one page, read-only: no script, and nothing that a browser loads from elsewhere. */
export function releasePage(status: ReleaseStatus, how: { readonly watched?: boolean } = {}): string {
  const shown = printable(status);
  const cards = [
    shareCard(shown),
    decisionCard(shown),
    ...shown.indicators.map((indicator, at) => indicatorCard(indicator, shown, at)),
  ].filter((card) => card !== "");
  return page({
    title: `${subject(shown)} ${versions(shown)}`,
    style: RELEASE_STYLE,
    refresh: how.watched ? REFRESH : undefined,
    body: `<header>
<h1>${escaped(subject(shown))} <span class="versions">${escaped(versions(shown))}</span></h1>
<p class="phase ${PHASE_STYLES[shown.phase]}">${escaped(phaseWords(shown))}</p>
${alarmList(shown)}${stepList(shown)}
${facts(shown)}
<p class="soft">stack ${escaped(shown.stack)}, read at ${escaped(iso(shown.now))}</p>
</header>
<main>
${cards.join("\n")}
</main>`,
  });
}

function alarmList(status: ReleaseStatus): string {
  const items = alarms(status).map((alarm) => `<li class="bad">${escaped(alarm)}</li>`);
  return items.length === 0 ? "" : `<div class="notes"><ul>${items.join("")}</ul></div>\n`;
}

function stepList({ steps }: ReleaseStatus): string {
  if (steps.length === 0) return "";
  return `<ol class="steps" aria-label="Steps">${steps.map(stepItem).join("")}</ol>`;
}

function stepItem(step: StepStatus): string {
  const words = { done: "done", now: "now", next: "not yet", failed: "failed" };
  const mark = STEP_MARKS[step.state];
  const note = stepNote(step);
  const current = step.state === "now" ? ' aria-current="step"' : "";
  return `<li class="${step.state}"${current}>${mark === "" ? "" : `<span aria-hidden="true">${mark} </span>`}${escaped(step.title)}<span class="hidden">, ${words[step.state]}</span>${
    note === "" ? "" : ` <span class="soft">${escaped(note)}</span>`
  }</li>`;
}

function facts(status: ReleaseStatus): string {
  const { next, deadline, now, indicators, phase } = status;
  const pods = quietPods(status);
  const isLate = isKnown(deadline) && now >= deadline;
  const rows = [
    ...(next === "" ? [] : [fact("next", next)]),
    ...(isKnown(deadline) && isOpen(status)
      ? [
          fact(
            "deadline",
            `${clock(deadline, now)} UTC${isLate ? ", which has passed" : ""}`,
            isLate ? "bad" : "",
          ),
        ]
      : []),
    ...(pods === undefined
      ? []
      : [fact("pods", podsWords(pods), pods.verdict === "undecided" ? "" : VERDICT_STYLES[pods.verdict])]),
    ...(indicators.length === 0 && phase !== "idle" ? [fact("evidence", emptyWords(status))] : []),
  ];
  return rows.length === 0 ? "" : `<dl>${rows.join("")}</dl>`;
}

function fact(name: string, text: string, style = ""): string {
  return `<div><dt>${name}</dt><dd class="${style}">${escaped(text)}</dd></div>`;
}

function shareCard(status: ReleaseStatus): string {
  if (status.phase === "idle") return "";
  return `<section>
<h2>Traffic</h2>
<p>${escaped(shareWords(status))}</p>
${shareChart(status)}
</section>`;
}

function indicatorCard(indicator: IndicatorStatus, status: ReleaseStatus, at: number): string {
  const { name, verdict, canary, stable, worse, good, ratio } = indicator;
  const names = sideNames(status);
  const words = indicatorWords(indicator);
  const pairs = [
    pair(names.canary, counts(canary)),
    pair(names.stable, counts(stable)),
    ...(isNumber(ratio) ? [pair("looks", `${times(ratio)} as bad`)] : []),
    pair("evidence that it is worse", barText(worse)),
    pair("evidence that it is good", barText(good)),
  ];
  return `<section>
<div class="pair"><h2>${escaped(name)}</h2><span class="verdict ${VERDICT_STYLES[verdict]}">${VERDICTS[verdict]}</span></div>
${words === "" ? "" : `<p class="soft">${escaped(words)}</p>\n`}${evidenceChart(indicator, status, `evidence${at}`)}
<ul>${pairs.join("")}</ul>
${windowTable(indicator, status)}
</section>`;
}

function pair(name: string, value: string): string {
  return `<li class="pair"><span>${escaped(name)}</span><span>${escaped(value)}</span></li>`;
}

function barText({ value, threshold: end }: EvidenceBar): string {
  return `${evidence(value)} of ${threshold(end)}`;
}

function windowTable(indicator: IndicatorStatus, status: ReleaseStatus): string {
  const { windows, course } = indicator;
  if (windows.length === 0) return "";
  const { canary, stable } = sideNames(status);
  const points = new Map(course.map((point) => [point.at, point]));
  const row = (window: StepWindow) => {
    const point = points.get(window.until);
    const cells = [
      clock(window.until, status.now),
      status.steps[window.step]?.title ?? String(window.step + 1),
      `${count(window.canary.bad)} of ${count(window.canary.total)}`,
      `${count(window.stable.bad)} of ${count(window.stable.total)}`,
      point ? evidence(point.worse) : "",
      point ? evidence(point.good) : "",
    ];
    return `<tr>${cells.map((cell) => `<td>${escaped(cell)}</td>`).join("")}</tr>`;
  };
  const half = MOST_WINDOWS / 2;
  const left = windows.length - MOST_WINDOWS;
  const rows =
    left > 0
      ? [
          ...windows.slice(0, half).map(row),
          `<tr><td colspan="6">${escaped(count(left))} windows are left out</td></tr>`,
          ...windows.slice(-half).map(row),
        ]
      : windows.map(row);
  const header = ["UTC", "step", canary, stable, "worse", "good"].map(
    (cell) => `<th scope="col">${cell}</th>`,
  );
  return `<details><summary>${windows.length === 1 ? "1 window" : `${count(windows.length)} windows`}</summary>
<div class="scroll"><table><thead><tr>${header.join("")}</tr></thead>
<tbody>${rows.join("\n")}</tbody></table></div></details>`;
}

function decisionCard({ decisions, now }: ReleaseStatus): string {
  if (decisions.length === 0) return "";
  const earlier = decisions.slice(MOST_DECISIONS);
  return `<section>
<h2>Decisions</h2>
${decisionList(decisions.slice(0, MOST_DECISIONS), now)}${
  earlier.length === 0
    ? ""
    : `<details><summary>${count(earlier.length)} earlier</summary>${decisionList(earlier, now)}</details>`
}
</section>`;
}

function decisionList(decisions: readonly Decision[], now: number): string {
  return `<ul>${decisions.map((decision) => decisionItem(decision, now)).join("")}</ul>`;
}

function decisionItem({ at, version, succeeded, text }: Decision, now: number): string {
  const words = succeeded ? text : `failed: ${text}`;
  const when = `${clock(at, now)} UTC, update ${version}`;
  return `<li><span class="${succeeded ? "" : "bad"}">${escaped(words)}</span><br><span class="soft">${escaped(when)}</span></li>`;
}
