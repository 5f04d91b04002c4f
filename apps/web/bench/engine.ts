/**
 * How fast the engine opens from local data: `node apps/web/bench/engine.ts [CONVERSATIONS] [MESSAGES]` with
 * POSTHORN_CHROMIUM. Five cold pages; the median of each step.
 *
 * @module
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';

const [conversations = 5000, messages = 100_000] = process.argv.slice(2).map(Number);
const ROUNDS = 5;

const { outputFiles } = await build({
  entryPoints: [fileURLToPath(new URL('engine-page.ts', import.meta.url))],
  bundle: true,
  format: 'iife',
  globalName: 'bench',
  platform: 'browser',
  write: false,
});
const server = createServer((_, response) => {
  response.setHeader('content-type', 'text/html');
  response.end('<!doctype html><title>bench</title>');
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const address = server.address();
const port = typeof address === 'object' && address !== null ? address.port : 0;
const profile = await mkdtemp(join(tmpdir(), 'posthorn-bench-'));
const { POSTHORN_CHROMIUM: executablePath } = process.env;
const browser = await chromium.launchPersistentContext(profile, {
  ...(executablePath !== undefined && { executablePath }),
  args: ['--no-sandbox', '--disable-gpu'],
});
const script = outputFiles[0]?.text ?? '';
const inPage = async (code: string): Promise<unknown> => {
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${port}/`);
  await page.addScriptTag({ content: script });
  const result: unknown = await page.evaluate(code);
  await page.close();
  return result;
};
await inPage(`bench.fill(${JSON.stringify({ account: 'bench', conversations, messages })})`);
const rounds: Record<string, number>[] = [];
for (let i = 0; i < ROUNDS; i++) rounds.push((await inPage('bench.measure()')) as Record<string, number>);
for (const step of Object.keys(rounds[0] ?? {})) {
  const values = rounds.map((each) => each[step] ?? 0).toSorted((a, b) => a - b);
  process.stdout.write(
    `${step}: ${(values[ROUNDS >> 1] ?? 0).toFixed(1)} (${values.map((v) => v.toFixed(0)).join(' ')})\n`,
  );
}
await browser.close();
server.close();
await rm(profile, { recursive: true, force: true });
