/**
 * A server with a bug, in a process of its own, started like `posthorn start`: it commits with
 * `synchronous=NORMAL`, so that only a loss of power shows it.
 *
 * @module
 */
import {
  loadConfig,
  openSqliteStore,
  silentLogger,
  startServer,
  systemClock,
  systemRandom,
} from '@posthorn/server';

const { config } = loadConfig({ argv: process.argv.slice(3), env: {} });
const store = await openSqliteStore({
  directory: config.data,
  random: systemRandom,
  logger: silentLogger,
  synchronous: 'NORMAL',
});
const server = await startServer({
  config,
  clock: systemClock,
  random: systemRandom,
  logger: silentLogger,
  store,
});
const { httpPort: http, tcpPort: tcp, ports, epoch } = server;
process.stdout.write(`${JSON.stringify({ event: 'ready', http, tcp, ...ports, epoch })}\n`);
process.on('SIGTERM', () => void server.close().then(() => store.close()));
