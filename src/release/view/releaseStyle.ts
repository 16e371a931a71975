/** The rules that only the page of a release needs. */
export const RELEASE_STYLE = `
.versions { font-weight: 400; }
.phase { font-size: 1.1rem; font-weight: 600; }
.changed { color: var(--warn); }
.faint { color: var(--soft); }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.notes { margin: .6rem 0; border-color: var(--bad); }
.steps { display: flex; flex-wrap: wrap; gap: .4rem; list-style: none; margin: .8rem 0; padding: 0; }
.steps li, .steps li:first-child { position: relative; border: 1px solid var(--line); border-radius: .5rem; padding: .15rem .6rem;
  background: var(--card); color: var(--soft); }
.steps li.done { color: var(--good); }
.steps li.failed { color: var(--bad); border-color: var(--bad); }
.steps li.now { color: var(--text); border: 2px solid var(--main); font-weight: 600; }
.steps .soft { font-weight: 400; font-size: .85rem; }
dl { margin: .6rem 0; }
dl div { display: flex; flex-wrap: wrap; gap: 0 .8rem; padding: .1rem 0; }
dt { color: var(--soft); min-width: 5.5rem; }
dd { margin: 0; flex: 1 1 12rem; }
.verdict { font-weight: 600; }
.chart { display: block; margin: .6rem 0; color: var(--soft); }
.chart text { fill: currentColor; font-size: 12px; paint-order: stroke; stroke: var(--card); stroke-width: 3px; stroke-linejoin: round; }
.chart .line { fill: none; stroke: currentColor; stroke-width: 2; vector-effect: non-scaling-stroke; stroke-linejoin: round; }
.chart .limit { stroke: currentColor; stroke-dasharray: 2 4; }
.chart .axis, .chart .mark { stroke: var(--line); }
.chart .main { color: var(--main); }
.chart .good { color: var(--good); }
.chart .bad { color: var(--bad); }
details { margin-top: .6rem; }
summary { cursor: pointer; color: var(--soft); }
.scroll { overflow: auto; max-height: 24rem; margin-top: .4rem; }
table { border-collapse: collapse; width: 100%; font-size: .85rem; font-variant-numeric: tabular-nums; white-space: nowrap; }
th { position: sticky; top: 0; background: var(--card); color: var(--soft); font-weight: 600; }
th, td { text-align: right; padding: .15rem .5rem; border-bottom: 1px solid var(--line); }
`.trim();
