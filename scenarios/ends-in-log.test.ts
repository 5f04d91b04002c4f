/** Why a connection ended stands in the log, whichever wire it speaks. */
import assert from 'node:assert/strict';
import { after, afterEach, before, it } from 'node:test';
import { Condition } from '@posthorn/testing/condition';
import { RawClient } from '@posthorn/testing/raw-client';
import { LOGIN_REQUEST } from './support/cim-client.ts';
import { CimPlace } from './support/cim-place.ts';

interface Line {
  readonly level: 'debug' | 'info';
  readonly fields: Readonly<Record<string, unknown>>;
  readonly message: string;
}

const ENDED = 'the server ended a connection';
const CLOSED = 'a connection has closed';
/** A frame that breaks off, as each wire writes it. */
const GARBAGE = Uint8Array.of(3, 0x0a, 0x7f, 0x01);

let place: CimPlace;
const lines: Line[] = [];
const logged = new Condition();

before(async () => {
  const keep =
    (level: Line['level']) =>
    (fields: Line['fields'], message: string): void => {
      lines.push({ level, fields, message });
      logged.changed();
    };
  const logger = {
    debug: keep('debug'),
    info: keep('info'),
    warn: () => {},
    error: () => {},
    isLevelEnabled: () => true,
  };
  place = await CimPlace.start({}, { logger });
});

afterEach(() => {
  place.part();
  lines.length = 0;
});

after(() => place.close());

async function ends(): Promise<readonly Line[]> {
  const found = (): readonly Line[] => lines.filter(({ message }) => message === ENDED || message === CLOSED);
  await logged.until(() => found().length > 0);
  return found();
}

for (const [wire, open] of [
  ['TCP', () => RawClient.connect(place.tcpUrl)],
  ['WebSocket', () => RawClient.overWebSocket(place.httpUrl)],
] as const) {
  it(`a user’s bytes that make no sense, over ${wire}`, async () => {
    const client = await open();
    const { id } = await client.enter(`clumsy-${wire}`);
    client.write(GARBAGE);
    const [line, ...more] = await ends();
    assert.deepEqual(more, [], 'once');
    assert.equal(line?.level, 'info');
    const { user, protocol, code, address } = line.fields;
    assert.deepEqual([user, protocol, code, address], [id, 'native', 'MALFORMED_FRAME', '127.0.0.1']);
    assert.notEqual(line.fields['reason'], '');
    await client.until(() => client.isClosed);
  });

  it(`a client that goes, over ${wire}`, async () => {
    const client = await open();
    const { id } = await client.enter(`going-${wire}`);
    client.socket.destroy();
    const [line] = await ends();
    assert.deepEqual([line?.level, line?.message, line?.fields['user']], ['debug', CLOSED, id]);
  });
}

it('a CIM client that logs in twice', async () => {
  const { id, wire } = await place.come('twice');
  wire.send(id, LOGIN_REQUEST, 'twice');
  const [line] = await ends();
  const { user, protocol, code, reason } = line?.fields ?? {};
  assert.deepEqual([line?.level, user, protocol, code], ['info', id, 'cim', 'INVALID']);
  assert.equal(reason, 'this connection is logged in already');
});

it('strangers fill no log at its usual level', async () => {
  const stranger = await RawClient.connect(place.tcpUrl);
  stranger.write(GARBAGE);
  const [line] = await ends();
  assert.deepEqual([line?.level, line?.fields['code']], ['debug', 'MALFORMED_FRAME']);
});
