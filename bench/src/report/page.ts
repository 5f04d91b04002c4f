/**
 * The report: one HTML file that loads nothing else.
 *
 * @module
 */
import { describeTarget, isReached, ratioOf } from '../outcome.ts';
import type { Result } from '../outcome.ts';
import { verdict } from '../output.ts';
import type { Ran, RunInfo } from '../output.ts';
import type { Chart } from './chart.ts';
import { STYLE } from './style.ts';
import { drawn, legend } from './svg.ts';
import { escaped, longNumber, words } from './text.ts';

export interface ReportInfo {
  readonly machine: string;
  readonly date: Date;
}

/** The page as text. `ran`: the scenarios in the order of the run. */
export function reportPage(ran: readonly Ran[], { machine, date }: ReportInfo): string {
  const day = date.toISOString().slice(0, 16).replace('T', ' ');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Posthorn: how fast</title>
<link rel="icon" href="data:,">
<style>${STYLE}</style>
</head>
<body>
<header>
<h1>📯 Posthorn: how fast</h1>
<p>${escaped(machine)}<br>${day} UTC</p>
<p>Every figure stands beside its floor from the same run: what this machine does when it does nothing else. Figures
vary from machine to machine and day to day; the ratios are what counts. Load is open-loop where a rate is named:
latencies count from when a message should have been sent. <em>server cpu</em> and <em>load cpu</em> are shares of a
core: where the load comes near 1, the figure is the load's and not the server's.</p>
${summary(ran)}
</header>
<main>
${ran.map(section).join('\n')}
</main>
</body>
</html>
`;
}

function summary(ran: readonly Ran[]): string {
  const rows = ran.flatMap(({ run, outcome }) =>
    outcome.results.flatMap((result) =>
      (result.targets ?? []).map((target) => {
        const { class: kind, words: judged } = judgement(run, isReached(result, target));
        return `<tr><td><a href="#${run.scenario}">${run.scenario}</a></td><td>${escaped(result.what)}</td>${figures(result)}<td class="number">${describeTarget(target)}</td><td><span class="${kind}">${judged}</span></td></tr>`;
      }),
    ),
  );
  if (rows.length === 0) return '';
  return `<h2>Targets</h2>
<div class="wide"><table>
<thead><tr><th>scenario</th><th>what</th><th class="number">figure</th><th class="number">floor</th><th class="number">ratio</th><th class="number">target</th><th></th></tr></thead>
<tbody>${rows.join('\n')}</tbody>
</table></div>`;
}

function figures(result: Result): string {
  const ratio = ratioOf(result);
  const floor =
    result.floor === undefined
      ? ''
      : `<abbr title="${escaped(result.floorName ?? '')}">${longNumber(result.floor)}</abbr>`;
  return (
    `<td class="number"><strong>${longNumber(result.figure)}</strong> ${escaped(result.unit)}</td>` +
    `<td class="number">${floor}</td>` +
    `<td class="number">${ratio === undefined ? '' : `${longNumber(ratio)}×`}</td>`
  );
}

function judgement(run: RunInfo, hasReached: boolean): { readonly class: string; readonly words: string } {
  const said = verdict(run, hasReached);
  if (said === 'reached') return { class: 'reached', words: `✓ ${said}` };
  return { class: said === 'NOT reached' ? 'missed' : 'open', words: said };
}

function section({ run, outcome }: Ran): string {
  return `<section id="${run.scenario}">
<h2>${run.scenario}</h2>
<div class="results">${outcome.results.map((result) => card(result, run)).join('\n')}</div>
<div class="charts">${outcome.charts.map(figure).join('\n')}</div>
</section>`;
}

function card(result: Result, run: RunInfo): string {
  const ratio = ratioOf(result);
  const beside =
    ratio === undefined
      ? ''
      : `<p class="floor">${longNumber(ratio)} × ${escaped(result.floorName ?? 'its floor')} (${longNumber(result.floor ?? 0)})</p>`;
  const targets = (result.targets ?? []).map((target) => {
    const { class: kind, words: judged } = judgement(run, isReached(result, target));
    return `<p class="target">target ${describeTarget(target)} <span class="${kind}">${judged}</span></p>`;
  });
  const details = Object.entries(result.detail ?? {}).map(
    ([name, value]) =>
      `<div><dt>${escaped(words(name))}</dt><dd>${escaped(typeof value === 'number' ? longNumber(value) : value)}</dd></div>`,
  );
  return `<article>
<h3>${escaped(result.what)}</h3>
<p class="figure">${longNumber(result.figure)} <small>${escaped(result.unit)}</small></p>
${beside}${targets.join('')}
${details.length === 0 ? '' : `<dl>${details.join('')}</dl>`}
</article>`;
}

function figure(chart: Chart): string {
  return `<figure>
<figcaption>${escaped(chart.title)} <small>${escaped(chart.y.label)}</small></figcaption>
${legend(chart)}
${drawn(chart)}
<details><summary>The numbers</summary>${table(chart)}</details>
</figure>`;
}

function table({ x, y, series }: Chart): string {
  const rows = series.flatMap(({ name, points }) =>
    points.map(
      ([px, py]) =>
        `<tr><td>${escaped(name)}</td><td class="number">${longNumber(px)}</td><td class="number">${longNumber(py)}</td></tr>`,
    ),
  );
  return `<table><thead><tr><th></th><th class="number">${escaped(x.label)}</th><th class="number">${escaped(y.label)}</th></tr></thead><tbody>${rows.join('')}</tbody></table>`;
}
