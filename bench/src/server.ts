/**
 * The server under measurement: `posthorn start` as others run it, plus a way to collect garbage, so that
 * memory figures do not depend on when V8 last did. PosthornProcess of @posthorn/services runs the command itself, which
 * answers no questions about its memory.
 *
 * Arguments: those of `posthorn start`. stdout: `{"http","tcp"}` when ready. stdin, a line each:
 * `usage` prints `{"rss","heap","cpuSeconds"}`; `gc` the same after a collection; `peak` prints `{"peakRss"}` since the
 * last time; `drain` prints `{"drained"}` when everybody is gone;
 * `metrics NAME…` prints the sums of those metrics by name. The end of stdin ends it.
 *
 * @module
 */
import { createInterface } from 'node:readline';
import { loadConfig, silentLogger, startServer, systemClock, systemRandom } from '@posthorn/server';

const { config } = loadConfig({ argv: process.argv.slice(2), env: {} });
const server = await startServer({
  config,
  clock: systemClock,
  random: systemRandom,
  logger: silentLogger,
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
        // Gives free pages back too, so that what is left is what is held.
        globalThis.gc?.({ type: 'major', execution: 'sync', flavor: 'last-resort' });
        return usage();
      case 'usage':
        return usage();
      case 'peak':
        print({ peakRss: Math.max(peakRss, process.memoryUsage.rss()) });
        peakRss = 0;
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
