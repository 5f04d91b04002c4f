/**
 * The server under measurement: `posthorn start` as others run it, plus a way to collect garbage, so that
 * memory figures do not depend on when V8 last did.
 *
 * Arguments: data directory. stdout: `{"http","tcp"}` when ready. stdin: `gc` prints `{"rss","heap"}`;
 * `metrics NAME…` prints the sums of those counters by name.
 *
 * @module
 */
import { createInterface } from 'node:readline';
import { configWith, silentLogger, startServer, systemClock, systemRandom } from 'posthorn';

const [data = '', extra = '{}'] = process.argv.slice(2);
const server = await startServer({
  config: configWith({
    data,
    http: 0,
    tcp: 0,
    loginPolicy: 'multi',
    maxConnections: 1_000_000,
    sendRate: 1_000_000,
    drainWindow: 0,
    // One window is all that a machine of one core can look at; it must not be cut for silence meanwhile.
    heartbeat: 600_000,
    ...(JSON.parse(extra) as object),
  }),
  clock: systemClock,
  random: systemRandom,
  logger: silentLogger,
});

print({ http: server.httpPort, tcp: server.tcpPort });
createInterface({ input: process.stdin }).on('line', (line) => {
  const [verb, ...names] = line.split(' ');
  if (verb === 'gc') {
    // Gives free pages back too, so that what is left is what is held.
    globalThis.gc?.({ type: 'major', execution: 'sync', flavor: 'last-resort' });
    const { rss, heapUsed: heap } = process.memoryUsage();
    print({ rss, heap });
  } else void counters(names);
});

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
