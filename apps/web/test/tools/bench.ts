/**
 * `npm run bench -w apps/web`: how fast the page is, beside its targets. Each figure is taken in Chromium, with the server
 * on the same machine; `floor` is the same of a page with next to nothing in it. `--small`: fewer of everything, to see whether it works; a word: only figures whose name has it.
 */
import type { Host } from '../e2e/support/stage.ts';
import { closeBrowser, Stage } from '../e2e/support/stage.ts';
import { findChromium } from './chromium.ts';
import { figures } from './figures.ts';

findChromium();
const words = process.argv.slice(2).filter((arg) => !arg.startsWith('--'));
const all = figures(process.argv.includes('--small'));
for (const { name, target, take, floor } of all) {
  if (words.length > 0 && !words.some((word) => name.includes(word))) continue;
  const closing: (() => Promise<void>)[] = [];
  const host: Host = {
    error: null,
    after: (close) => void closing.push(close),
    diagnostic: (text) => void process.stderr.write(`${text}\n`),
  };
  // Groups and messages are made faster than anybody may.
  const stage = await Stage.open(host, {
    config: { sendRate: 1_000_000, groupsPerHour: 0 },
    hasWorkers: true,
  });
  const value = await take(stage).catch((error: unknown) => `failed: ${String(error)}`);
  const least = await floor?.(stage).catch((error: unknown) => `failed: ${String(error)}`);
  process.stdout.write(`${JSON.stringify({ figure: name, value, target, floor: least })}\n`);
  for (const close of closing) await close().catch((error: unknown) => host.diagnostic(String(error)));
}
await closeBrowser();
