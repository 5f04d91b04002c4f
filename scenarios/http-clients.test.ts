/** Other people's HTTP clients, as they are. Some offer upgrades that we do not know: `Upgrade: h2c`. */
import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { startInProcess } from '@posthorn/testing/in-process';
import type { InProcess } from '@posthorn/testing/in-process';

let place: InProcess;

before(async () => {
  place = await startInProcess();
});

after(() => place.server.close());

/** All that comes until the server closes the connection, which the last request must ask for. */
async function exchange(...written: readonly string[]): Promise<string> {
  const socket = connect(place.server.httpPort, '127.0.0.1');
  let answered = '';
  socket.setEncoding('utf8').on('data', (text: string) => (answered += text));
  for (const [index, text] of written.entries()) {
    socket.write(text);
    // The next request follows the answer.
    if (index < written.length - 1) await once(socket, 'data');
  }
  await once(socket, 'close');
  return answered;
}

const OFFER =
  'Host: localhost\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n';
const LAST = 'GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n';

const statuses = (answered: string): readonly string[] =>
  [...answered.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status = '']) => status);

describe('an offer of an upgrade that the server does not know is ordinary HTTP', () => {
  const body = JSON.stringify({ name: 'nobody', password: 'pw' });
  const json = 'Content-Type: application/json\r\n';
  const cases: readonly (readonly [string, string, string])[] = [
    ['GET', `GET /v1/openapi.json HTTP/1.1\r\n${OFFER}\r\n`, '200'],
    ['a URL with nothing there', `GET /nothing HTTP/1.1\r\n${OFFER}\r\n`, '404'],
    [
      'POST',
      `POST /v1/login HTTP/1.1\r\n${OFFER}${json}Content-Length: ${body.length}\r\n\r\n${body}`,
      '401',
    ],
    [
      'POST in chunks',
      `POST /v1/login HTTP/1.1\r\n${OFFER}${json}Transfer-Encoding: chunked\r\n\r\n${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`,
      '401',
    ],
    [
      'a WebSocket where there is none',
      'GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
      '200',
    ],
    [
      'a WebSocket by POST',
      `POST /ws HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nContent-Length: 2\r\n\r\n{}`,
      '404',
    ],
    [
      'several',
      `GET /ws HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: TLS/1.0, foo/2\r\n\r\n`,
      '404',
    ],
  ];
  for (const [name, request, status] of cases) {
    it(`${name}, and the connection goes on`, async () => {
      assert.deepEqual(statuses(await exchange(request, LAST)), [status, '200']);
    });
  }
});

/** Each registers, and waits for the first event. (Go’s offers no upgrade, and takes long to compile.) */
const CLIENTS: Readonly<Record<string, readonly [command: string, file: string]>> = {
  Java: ['java', 'DefaultClient.java'],
  Python: ['python3', 'default_client.py'],
  'curl --http2': ['curl', 'curl-http2.sh'],
};

describe('the default client of', () => {
  const cwd = new URL('http-clients/', import.meta.url);
  for (const [name, [command, file]] of Object.entries(CLIENTS)) {
    const isMissing = spawnSync(command, ['--version']).error !== undefined;
    it(name, { skip: isMissing && `${command} is not installed` }, async () => {
      const interpreter = command === 'curl' ? 'sh' : command;
      const { stdout } = await promisify(execFile)(interpreter, [file, place.httpUrl], { cwd });
      assert.equal(stdout.trim(), '200 200 event: ready');
    });
  }
});
