/**
 * The style of the report, light and dark.
 *
 * @module
 */
export const STYLE = `
:root {
  --page: #fbfaf7; --card: #ffffff; --ink: #1d1f24; --soft: #5f6570; --edge: #e2dfd8; --grid: #ece9e2;
  --good: #17703f; --good-back: #e2f3e8; --bad: #a8321c; --bad-back: #fbe6e1; --accent: #8a5a00;
  --line-0: #0b6bb5; --line-1: #c2570c; --line-2: #2a7d3f; --line-3: #8b3fa8; --line-4: #b3264a; --line-5: #5c6470;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #15171b; --card: #1d2026; --ink: #e9e7e2; --soft: #a2a8b3; --edge: #31353d; --grid: #2a2e35;
    --good: #7fdca4; --good-back: #173525; --bad: #ff9d8a; --bad-back: #40201a; --accent: #f0c36a;
    --line-0: #6db8f2; --line-1: #f2a15f; --line-2: #7fcf92; --line-3: #cf95e6; --line-4: #f28aa4; --line-5: #aab2bf;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; max-width: 1180px; padding: 2.5rem 1.25rem 4rem; background: var(--page); color: var(--ink);
  font: 15px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
}
h1 { margin: 0; font-size: 1.9rem; letter-spacing: -0.01em; }
h2 { margin: 2.6rem 0 0.9rem; font-size: 1.25rem; }
section > h2 { padding-top: 1.4rem; border-top: 1px solid var(--edge); color: var(--accent); }
header p { max-width: 78ch; color: var(--soft); }
a { color: inherit; text-underline-offset: 3px; }
.wide { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; font-size: 0.92rem; }
th, td { padding: 0.42rem 0.7rem; border-bottom: 1px solid var(--edge); text-align: left; vertical-align: top; }
th { color: var(--soft); font-weight: 600; }
.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
abbr { text-decoration: underline dotted; text-underline-offset: 3px; cursor: help; }
.reached, .missed, .open { padding: 0.08rem 0.55rem; border-radius: 1rem; white-space: nowrap; font-weight: 600; font-size: 0.85em; }
.reached { color: var(--good); background: var(--good-back); }
.missed { color: var(--bad); background: var(--bad-back); }
.open { color: var(--soft); background: var(--grid); }
.charts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 500px), 1fr)); gap: 1rem; margin-top: 1rem; }
.results { display: grid; grid-template-columns: repeat(auto-fill, minmax(320px, 1fr)); gap: 1rem; }
article, figure { margin: 0; padding: 1.1rem 1.25rem; background: var(--card); border: 1px solid var(--edge); border-radius: 10px; }
article h3 { margin: 0; font-size: 0.95rem; font-weight: 600; color: var(--soft); }
article p { margin: 0.25rem 0 0; }
.figure { font-size: 1.9rem; font-weight: 650; line-height: 1.25; font-variant-numeric: tabular-nums; }
.figure small { font-size: 0.95rem; font-weight: 400; color: var(--soft); }
p.floor, p.target { font-size: 0.9rem; color: var(--soft); }
dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(132px, 1fr)); gap: 0.15rem 1rem; margin: 0.8rem 0 0; font-size: 0.82rem; }
dl div { display: flex; justify-content: space-between; gap: 0.5rem; border-bottom: 1px dotted var(--edge); }
dt { color: var(--soft); }
dd { margin: 0; font-variant-numeric: tabular-nums; }
figure { align-self: start; }
figcaption { font-weight: 600; }
figcaption small { font-weight: 400; color: var(--soft); }
.legend { display: flex; flex-wrap: wrap; gap: 0.2rem 1.3rem; margin: 0.4rem 0 0.2rem; padding: 0; list-style: none; font-size: 0.88rem; color: var(--soft); }
.legend i { display: inline-block; width: 1.5rem; height: 0; margin-right: 0.45rem; border-top: 3px solid var(--colour); vertical-align: middle; }
.legend .floor i { border-top-style: dashed; border-top-width: 2px; }
svg { display: block; width: 100%; height: auto; }
svg text { fill: var(--soft); font-size: 17px; font-variant-numeric: tabular-nums; }
.grid { stroke: var(--grid); stroke-width: 1; }
.tick-y { text-anchor: end; }
.tick-x { text-anchor: middle; }
.axis { font-style: italic; }
.line path { fill: none; stroke: var(--colour); stroke-width: 2.2; stroke-linejoin: round; stroke-linecap: round; }
.line.floor path { stroke-dasharray: 6 5; stroke-width: 1.6; }
.dot { fill: var(--card); stroke: var(--colour); stroke-width: 2; }
.hit { fill: transparent; }
.hit:hover, .dot:hover { fill: var(--colour); }
.target { stroke: var(--bad); stroke-width: 1.2; stroke-dasharray: 3 4; }
svg .target-label { fill: var(--bad); text-anchor: end; }
details { margin-top: 0.6rem; font-size: 0.88rem; color: var(--soft); }
summary { cursor: pointer; }
@media print { body { max-width: none; } article, figure { break-inside: avoid; } details { display: none; } }
`;
