/** A client on a fake server, online, for as long as a test runs. */
import type { Client, ClientOptions, Incoming } from '../../src/api.ts';
import { startClient } from '../../src/client.ts';
import { FakeServer } from './fake-server.ts';

export const CALM = { pushes: [], cuts: [], sends: [], random: [] };

export async function withClient(
  options: ClientOptions,
  run: (client: Client, server: FakeServer) => Promise<void>,
  faults: ConstructorParameters<typeof FakeServer>[0] = CALM,
): Promise<void> {
  const server = new FakeServer(faults);
  const client = await startClient(
    { server: 'tcp://fake:1', user: 'self', password: 'pw' },
    { start: 'start', ...options },
    server.platform,
  );
  await server.platform.until(() => client.state.name === 'online');
  await run(client, server);
  let isClosed = false;
  const closing = client.close().then(() => (isClosed = true));
  await server.platform.until(() => isClosed);
  await closing;
}

export function collect(client: Client): Incoming[] {
  const received: Incoming[] = [];
  client.on('message', (message) => void received.push(message));
  return received;
}
