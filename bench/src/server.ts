/**
 * The measured server: `posthorn start`, plus a way to collect garbage, so that memory figures do not depend on when
 * V8 last did. PosthornProcess of @posthorn/services runs the command itself, but cannot be asked for its memory.
 *
 * Arguments: those of `posthorn start`, and `--bench-followers=N`: it runs as many followers that do nothing. stdout: `{"http","tcp"}` when ready. stdin, a line each: `usage` prints
 * `{"rss","heap","cpuSeconds"}`; `gc` the same after a garbage collection; `peak` prints `{"peakRss"}` since the last
 * time; `drain` prints `{"drained"}` when everybody is gone; `metrics NAME…` prints the sums of those metrics by
 * name; `followers` a FollowerDelay since the last time. The end of stdin ends the server.
 *
 * @module
 */
import { createInterface } from 'node:readline';
import { IdleFollowers } from './idle-followers.ts';
import { loadConfig, silentLogger, startServer, systemClock, systemRandom } from '@posthorn/server';

const OWN = '--bench-followers=';
const argv = process.argv.slice(2);
const followers = new IdleFollowers(Number(argv.find((arg) => arg.startsWith(OWN))?.slice(OWN.length) ?? 0));
const { config } = loadConfig({ argv: argv.filter((arg) => !arg.startsWith(OWN)), env: {} });
const server = await startServer({
  config,
  clock: systemClock,
  random: systemRandom,
  logger: silentLogger,
  features: [followers.feature],
});

const PEAK_INTERVAL_MS = 20;

let peakRss = 0;
setInterval(() => (peakRss = Math.max(peakRss, process.memoryUsage.rss())), PEAK_INTERVAL_MS).unref();

print({ http: server.httpPort, tcp: server.tcpPort });
createInterface({ input: process.stdin })
  .on('line', (line) => {
    const [verb, ...names] = line.split(' ');
    switch (verb) {
      case 'gc':
        // Also returns free pages, so that only memory in use is counted.
        globalThis.gc?.({ type: 'major', execution: 'sync', flavor: 'last-resort' });
        return usage();
      case 'usage':
        return usage();
      case 'peak':
        print({ peakRss: Math.max(peakRss, process.memoryUsage.rss()) });
        peakRss = 0;
        return;
      case 'followers':
        print(followers.takeDelay());
        return;
      case 'drain':
        void server.drain().then(() => print({ drained: true }));
        return;
      default:
        void counters(names);
    }
  })
  .on('close', () => process.exit(0));

function usage(): void {
  const { rss, heapUsed: heap } = process.memoryUsage();
  const { user, system } = process.cpuUsage();
  print({ rss, heap, cpuSeconds: (user + system) / 1e6 });
}

async function counters(names: readonly string[]): Promise<void> {
  const text = await (await fetch(`http://127.0.0.1:${server.httpPort}/metrics`)).text();
  const sums = names.map((name) => {
    const lines = text
      .split('\n')
      .filter((line) => line.startsWith(`${name} `) || line.startsWith(`${name}{`));
    return [name, lines.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0)];
  });
  print(Object.fromEntries(sums));
}

function print(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}
