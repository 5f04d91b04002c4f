/**
 * `npm run bench -- [scenario …] [--seconds N] [--json]`: measures the server beside its floors, in one run, and
 * prints what was reached, also when it falls short.
 *
 * @module
 */
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { moveToLoadCore, pinningNote } from './cores.ts';
import { toJsonLine, toText } from './result.ts';
import type { Result } from './result.ts';
import { cim } from './scenarios/cim.ts';
import { connections } from './scenarios/connections.ts';
import { direct } from './scenarios/direct.ts';
import { fanout } from './scenarios/fanout.ts';
import { store } from './scenarios/store.ts';

const SCENARIOS: Readonly<Record<string, (seconds: number) => Promise<readonly Result[]>>> = {
  store,
  direct,
  fanout,
  connections,
  cim,
};

const { values, positionals } = parseArgs({
  options: { seconds: { type: 'string', default: '5' }, json: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const names = positionals.length === 0 ? Object.keys(SCENARIOS) : positionals;
const unknown = names.find((name) => !(name in SCENARIOS));
if (unknown !== undefined) {
  console.error(`There is no scenario "${unknown}": use ${Object.keys(SCENARIOS).join(', ')}.`);
  process.exit(2);
}

moveToLoadCore();
if (!values.json) {
  console.log(
    `Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, ${pinningNote()}\n`,
  );
}
for (const name of names) {
  for (const result of (await SCENARIOS[name]?.(Number(values.seconds))) ?? []) {
    console.log(values.json ? toJsonLine(result) : toText(result));
  }
}
process.exit(0);
