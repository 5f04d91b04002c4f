// `node scripts/record.mjs`: plays the README's scene in two real terminals (tmux) against a real server, which
// is killed in the middle, and writes what they show as docs/images/chat.svg.
import { spawn, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** @typedef {{ bold?: boolean, dim?: boolean, inverse?: boolean, colour?: string | undefined }} Style */

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const LAUNCHER = join(ROOT, 'apps/cli/bin/posthorn.js');
const [COLUMNS, ROWS] = [76, 17];
const COLOURS = { 31: '#e06c75', 32: '#98c379', 33: '#e5c07b', 35: '#c678dd', 36: '#56b6c2', 90: '#7f848e' };
const CELL = { width: 7.8, height: 17 };
const folder = mkdtempSync(join(tmpdir(), 'posthorn-record-'));
/** @type {{ caption: string, panes: string[][] }[]} */
const frames = [];
/** @type {[string, string]} */
let ports = ['0', '0'];
let server = await startServer();
const [ESCAPE, CODES] = [String.fromCharCode(27), /\[([\d;]*)m([^]*)/];
const url = `http://127.0.0.1:${ports[0]}`;

tmux('-f', '/dev/null', 'new-session', '-d', '-s', 'romeo', ...size(), chat('romeo'));
tmux('new-session', '-d', '-s', 'juliet', ...size(), chat('juliet'));
try {
  await shown('romeo', /online/);
  await shown('juliet', /online/);
  await type('juliet', ':open romeo');
  await shown('juliet', /This is romeo/);
  await type('romeo', ':open juliet');
  await shown('romeo', /This is juliet/);
  shoot('Two people, two terminals');
  await type('romeo', 'But, soft! what light through yonder window breaks?');
  await shown('juliet', /window breaks/);
  shoot('A message is acked when it is on disk (✓)');
  await type('juliet', 'Ay me! :rose:');
  await shown('romeo', /Ay me/);
  shoot('… and read (✓✓)');
  server.kill('SIGKILL');
  await shown('romeo', /no connection/);
  await type('romeo', 'O, speak again, bright angel!');
  await shown('romeo', /bright angel! …/);
  shoot('kill -9: the server is gone. What is sent waits (…)');
  server = await startServer();
  await shown('juliet', /bright angel/);
  await shown('romeo', /bright angel! ✓✓/);
  shoot('Started again: both are back by themselves; nothing is lost, nothing comes twice');
  writeFileSync(join(ROOT, 'docs/images/chat.svg'), toSvg());
} finally {
  tmux('kill-server');
  server.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
}

/** @returns {Promise<import('node:child_process').ChildProcess>} */
async function startServer() {
  const args = ['start', '--json', '--data', join(folder, 'data'), '--http', ports[0], '--tcp', ports[1]];
  const child = spawn(process.execPath, [LAUNCHER, ...args], {
    stdio: /** @type {const} */ (['ignore', 'pipe', 'ignore']),
  });
  for await (const line of createInterface({ input: child.stdout })) {
    const { http, tcp } = JSON.parse(line);
    ports = [String(http), String(tcp)];
    return child;
  }
  throw new Error('the server did not start');
}

function chat(name) {
  const state = join(folder, name);
  return `${process.execPath} ${LAUNCHER} chat --server ${url} --user ${name} --password but-soft --register --state ${state}`;
}

function size() {
  return ['-x', String(COLUMNS), '-y', String(ROWS)];
}

function tmux(...args) {
  return execFileSync('tmux', ['-L', 'posthorn-record', ...args], { encoding: 'utf8', cwd: ROOT });
}

async function type(who, text) {
  tmux('send-keys', '-t', who, '-l', text);
  tmux('send-keys', '-t', who, 'Enter');
  await pause();
}

async function shown(who, pattern) {
  for (let tries = 0; tries < 200; tries++) {
    if (pattern.test(tmux('capture-pane', '-p', '-t', who))) return pause();
    await pause();
  }
  throw new Error(`${who} never saw ${pattern}: ${tmux('capture-pane', '-p', '-t', who)}`);
}

function pause() {
  return new Promise((resolve) => setTimeout(resolve, 150));
}

function shoot(caption) {
  const panes = ['romeo', 'juliet'].map((who) => tmux('capture-pane', '-p', '-e', '-t', who).split('\n'));
  frames.push({ caption, panes });
}

function toSvg() {
  const seconds = frames.length * 4;
  const paneWidth = COLUMNS * CELL.width + 24;
  const [width, height] = [paneWidth * 2 + 36, ROWS * CELL.height + 92];
  const share = 100 / frames.length;
  const groups = frames.map(({ caption, panes }, index) => {
    const texts = panes.map((rows, at) => paneSvg(rows, 12 + at * (paneWidth + 12), paneWidth));
    return `<g class="frame" style="animation-delay:${index * 4 - seconds}s">${texts.join('')}<text x="16" y="${height - 18}" class="caption">${escape(caption)}</text></g>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="Two terminals chat while the server is killed and started again">
<style>
text{font:13px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;fill:#d7dae0;white-space:pre}
.caption{font-size:15px;fill:#e0b050}.b{font-weight:bold}.d{opacity:.6}
.frame{visibility:hidden;animation:show ${seconds}s steps(1) infinite}
@keyframes show{0%{visibility:visible}${share.toFixed(3)}%{visibility:hidden}}
</style>
<rect width="${width}" height="${height}" rx="10" fill="#16181d"/>
${groups.join('\n')}
</svg>
`;
}

function paneSvg(rows, x, width) {
  const lines = rows.slice(0, ROWS).map((row, index) => rowSvg(row, x + 12, 36 + index * CELL.height));
  return `<rect x="${x}" y="12" width="${width}" height="${ROWS * CELL.height + 34}" rx="6" fill="#1e2128"/>${lines.join('')}`;
}

/** ANSI colours, bold, dim and inverse as spans; each span is placed by its column. */
function rowSvg(row, x, y) {
  let column = 0;
  /** @type {Style} */
  let style = {};
  const spans = [];
  for (const part of row.split(ESCAPE)) {
    const [, codes, styled] = CODES.exec(part) ?? [];
    if (codes !== undefined) style = restyled(style, codes);
    const text = styled ?? part;
    if (text === '') continue;
    const cells = [...text].reduce((sum, sign) => sum + (/\p{Emoji_Presentation}/u.test(sign) ? 2 : 1), 0);
    const at = (x + column * CELL.width).toFixed(1);
    if (style.inverse) {
      spans.push(
        `<rect x="${at}" y="${y - 13}" width="${(cells * CELL.width).toFixed(1)}" height="${CELL.height}" fill="#d7dae0"/>`,
      );
    }
    const fill = style.inverse ? '#1e2128' : style.colour;
    const classes = [style.bold && 'b', style.dim && 'd'].filter(Boolean).join(' ');
    if (text.trim() !== '') {
      spans.push(
        `<text x="${at}" y="${y}"${classes && ` class="${classes}"`}${fill ? ` style="fill:${fill}"` : ''}>${escape(text)}</text>`,
      );
    }
    column += cells;
  }
  return spans.join('');
}

/** @param {Style} style @param {string} codes @returns {Style} */
function restyled(style, codes) {
  let next = { ...style };
  for (const code of codes.split(';').map(Number)) {
    if (code === 0) next = {};
    else if (code === 1) next.bold = true;
    else if (code === 2) next.dim = true;
    else if (code === 22) next = { ...next, bold: false, dim: false };
    else if (code === 7) next.inverse = true;
    else if (code === 27) next.inverse = false;
    else if (code === 39) next.colour = undefined;
    else if (COLOURS[code] !== undefined) next.colour = COLOURS[code];
  }
  return next;
}

function escape(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
