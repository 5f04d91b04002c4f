/**
 * Draws a chart as a self-contained SVG. Colours come from the page's variables; tooltips show values.
 *
 * @module
 */
import type { Axis, Chart, Series } from './chart.ts';
import { escaped, shortNumber } from './text.ts';

const WIDTH = 720;
const HEIGHT = 320;
const AREA = { left: 72, right: WIDTH - 34, top: 18, bottom: HEIGHT - 56 } as const;
/** The page defines this many colours: --line-0 and up. */
const COLOURS = 6;

/** Maps values to positions on an axis, and names the values to mark. */
interface Scale {
  readonly at: (value: number) => number;
  readonly ticks: readonly number[];
  readonly label: (value: number) => string;
}

export function drawn(chart: Chart): string {
  const series = chart.series.filter(({ points }) => points.length > 0);
  const xs = series.flatMap(({ points }) => points.map(([x]) => x));
  const ys = series.flatMap(({ points }) => points.map(([, y]) => y));
  if (xs.length === 0) return '';
  const x = scaleOf(chart.x, xs, AREA.left, AREA.right);
  const y = scaleOf(chart.y, [...ys, ...targetIn(chart, ys)], AREA.bottom, AREA.top);
  const parts = [
    ...y.ticks.map((tick) => yTick(y, tick)),
    ...x.ticks.map((tick) => xTick(x, tick)),
    text(AREA.left, HEIGHT - 6, chart.x.label, 'axis'),
    ...targetLine(chart, y, ys),
    ...series.map((one, index) => line(one, index, { x, y, chart })),
  ];
  const title = escaped(chart.title);
  return `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${title}">${parts.join('')}</svg>`;
}

/** The names of the lines, with their colours. */
export function legend({ series }: Chart): string {
  const items = series.map(
    ({ name, isFloor }, index) =>
      `<li class="${isFloor === true ? 'floor' : ''}"><i style="--colour:var(--line-${index % COLOURS})"></i>${escaped(name)}</li>`,
  );
  return `<ul class="legend">${items.join('')}</ul>`;
}

function line(
  { name, points, isFloor }: Series,
  index: number,
  { x, y, chart }: { readonly x: Scale; readonly y: Scale; readonly chart: Chart },
): string {
  const places = points.map(([px, py]) => [x.at(px), y.at(py)] as const);
  const path = places.map(([px, py], at) => `${at === 0 ? 'M' : 'L'}${fixed(px)} ${fixed(py)}`).join('');
  const dots = places.map(([px, py], at) => {
    const [vx = 0, vy = 0] = points[at] ?? [];
    const tip = `${name}: ${shortNumber(vy)} ${chart.y.label} at ${x.label(vx)} ${chart.x.label}`;
    const isSeen = points.length <= 12;
    return `<circle cx="${fixed(px)}" cy="${fixed(py)}" r="${isSeen ? 3.5 : 6}" class="${isSeen ? 'dot' : 'hit'}"><title>${escaped(tip)}</title></circle>`;
  });
  const kind = isFloor === true ? 'line floor' : 'line';
  return `<g class="${kind}" style="--colour:var(--line-${index % COLOURS})"><path d="${path}"/>${dots.join('')}</g>`;
}

/** Leaves out a target far above all values: it would flatten the lines. */
function targetIn({ target, y }: Chart, ys: readonly number[]): readonly number[] {
  if (target === undefined) return [];
  const highest = Math.max(...ys);
  return target.y <= highest * (y.scale === 'log' ? 30 : 3) ? [target.y] : [];
}

function targetLine(chart: Chart, y: Scale, ys: readonly number[]): readonly string[] {
  const { target } = chart;
  if (target === undefined || targetIn(chart, ys).length === 0) return [];
  const at = fixed(y.at(target.y));
  return [
    `<line class="target" x1="${AREA.left}" x2="${AREA.right}" y1="${at}" y2="${at}"/>`,
    text(AREA.right, Number(at) - 5, target.label, 'target-label'),
  ];
}

function yTick(y: Scale, tick: number): string {
  const at = fixed(y.at(tick));
  return (
    `<line class="grid" x1="${AREA.left}" x2="${AREA.right}" y1="${at}" y2="${at}"/>` +
    text(AREA.left - 8, Number(at) + 6, y.label(tick), 'tick-y')
  );
}

function xTick(x: Scale, tick: number): string {
  const at = fixed(x.at(tick));
  return (
    `<line class="grid" x1="${at}" x2="${at}" y1="${AREA.top}" y2="${AREA.bottom}"/>` +
    text(Number(at), AREA.bottom + 22, x.label(tick), 'tick-x')
  );
}

function text(x: number, y: number, words: string, kind: string): string {
  return `<text class="${kind}" x="${fixed(x)}" y="${fixed(y)}">${escaped(words)}</text>`;
}

function fixed(value: number): string {
  return value.toFixed(1);
}

function scaleOf({ scale }: Axis, values: readonly number[], from: number, to: number): Scale {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  switch (scale) {
    case 'percentile':
      return percentileScale(most, from, to);
    case 'log':
      return logScale(least, most, from, to);
    case 'linear':
      return linearScale(most, from, to);
  }
}

/** Starts at 0, so that heights can be compared. */
function linearScale(most: number, from: number, to: number): Scale {
  const step = niceStep(most / 5);
  const end = Math.max(step, Math.ceil(most / step - 1e-9) * step);
  return {
    at: (value) => from + ((to - from) * value) / end,
    ticks: Array.from({ length: Math.round(end / step) + 1 }, (_, index) => index * step),
    label: shortNumber,
  };
}

function niceStep(rough: number): number {
  if (!(rough > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(rough));
  const factor = [1, 2, 2.5, 5, 10].find((each) => each * power >= rough) ?? 10;
  return factor * power;
}

/** From one power of ten to another, with 2 and 5 in between if there is space. */
function logScale(least: number, most: number, from: number, to: number): Scale {
  const low = Math.floor(Math.log10(Math.max(1e-9, least)));
  const high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(1e-9, most)) - 1e-9));
  const factors = high - low <= 2 ? [1, 2, 5] : [1];
  const ticks: number[] = [];
  for (let power = low; power <= high; power++) {
    for (const factor of factors) if (power < high || factor === 1) ticks.push(factor * 10 ** power);
  }
  return {
    at: (value) => from + ((to - from) * (Math.log10(Math.max(value, 10 ** low)) - low)) / (high - low),
    ticks,
    label: shortNumber,
  };
}

/** Each further nine gets the same space. */
function percentileScale(most: number, from: number, to: number): Scale {
  const nines = (percent: number): number => -Math.log10(1 - percent / 100);
  const end = Math.max(1, nines(most));
  return {
    at: (value) => from + ((to - from) * nines(value)) / end,
    ticks: [0, 50, 90, 99, 99.9, 99.99].filter((percent) => percent <= most),
    label: (value) => (value === 0 ? '0' : `p${value}`),
  };
}
