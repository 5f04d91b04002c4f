/**
 * People who come by CIM's wire.
 *
 * @module
 */
import assert from 'node:assert/strict';
import type { Heard, ProtocolClient } from '@posthorn/server/conformance';
import { callCim, CimConnection, PING } from '../cim-client.ts';
import type { InProcess } from '@posthorn/testing/in-process';
import type { WayIn } from './place.ts';

/** What each person has heard, over all their connections. */
export function cimWayIn(): WayIn {
  const heardBy = new Map<string, Heard[]>();
  return {
    async join(place, name, { isTrickling = false }) {
      const { dataBody } = await call(place, '/registerAccount', { userName: name });
      const { userId } = dataBody as { readonly userId: number };
      const heard = heardBy.get(name) ?? [];
      heardBy.set(name, heard);
      // As its clients do before they log in again.
      await call(place, '/offLine', { userId, msg: 'offLine' });
      const login = await call(place, '/login', { userId, userName: name });
      assert.equal(login.code, '9000', login.message);
      const { cimServerPort } = login.dataBody as { readonly cimServerPort: number };
      const wire = await CimConnection.login(cimServerPort, userId, name, { isTrickling });
      await known(place, userId, wire);
      return client(userId, wire, heard);
    },
    async stranger(place) {
      return client(0, await CimConnection.open(place.server.ports['cim'] ?? 0), []);
    },
    async garbage(place) {
      const wire = await CimConnection.open(place.server.ports['cim'] ?? 0);
      wire.socket.write(Buffer.from([3, 0x0a, 0x7f, 0x01]));
      await wire.until(() => wire.isClosed);
    },
  };
}

function call(place: InProcess, path: string, body?: unknown): ReturnType<typeof callCim> {
  return callCim(place.httpUrl, path, body);
}

/** Nothing answers a login; who is among those online is in. */
async function known(place: InProcess, userId: number, wire: CimConnection): Promise<void> {
  for (;;) {
    assert.ok(!wire.isClosed, 'the login was refused');
    const { dataBody } = await call(place, '/onlineUser');
    if ((dataBody as { readonly userId: number }[]).some((user) => user.userId === userId)) return;
  }
}

function client(user: number, wire: CimConnection, heard: Heard[]): ProtocolClient {
  let taken = 0;
  const take = (): void => {
    for (; taken < wire.received.length; taken++) {
      const { cmd, text, batch, properties } = wire.received[taken] ?? { cmd: PING, text: '', batch: [] };
      if (cmd === PING) continue;
      assert.equal(properties?.['receiveUserId'], String(user), 'the client finds its callback by it');
      const sender = Number(properties['sendUserId']);
      for (const each of batch.length > 0 ? batch : [text]) heard.push({ sender, text: each });
    }
  };
  const refused = (): never => assert.fail('CIM’s clients do not do this over their wire');
  return {
    user,
    heard,
    notes: [],
    get isClosed() {
      return wire.isClosed;
    },
    until: (isTrue) =>
      wire.until(() => {
        take();
        return isTrue();
      }),
    say: refused,
    history: refused,
    async settle() {
      // A ping confirms what was written before the ping before it.
      await wire.ping(user);
      await wire.ping(user);
    },
    pause: () => void wire.socket.pause(),
    resume: () => void wire.socket.resume(),
    async cut() {
      take();
      wire.close();
      await wire.until(() => wire.isClosed);
    },
  };
}
