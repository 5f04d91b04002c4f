/**
 * A server for the protocol suite, and companions on the SDK.
 *
 * @module
 */
import { connect } from '@posthorn/client/node';
import type { Client } from '@posthorn/client/node';
import type {
  Companion,
  Heard,
  JoinOptions,
  ProtocolClient,
  ProtocolPlace,
} from '@posthorn/server/conformance';
import type { Config } from '@posthorn/server';
import { startInProcess } from '@posthorn/testing/in-process';
import type { InProcess } from '@posthorn/testing/in-process';
import { SteppedClock } from '../stepped-clock.ts';
import { Condition } from '@posthorn/testing/condition';

/** How people come by one protocol. */
export interface WayIn {
  join(place: InProcess, name: string, options: JoinOptions): Promise<ProtocolClient>;
  stranger(place: InProcess): Promise<ProtocolClient>;
  garbage(place: InProcess): Promise<void>;
}

/** `wayIn` is made anew for each server: it may remember people. */
export async function openPlace(wayIn: WayIn, changes: Partial<Config> = {}): Promise<ProtocolPlace> {
  const clock = new SteppedClock();
  const settings = {
    sweepInterval: 25_000,
    outbound: 262_144,
    loginPolicy: 'multi',
    // Long texts take longer to index than to deliver.
    search: false,
    ...changes,
  } as const;
  const place = await startInProcess(settings, { clock });
  const companions: Client[] = [];
  const people: ProtocolClient[] = [];
  return {
    async companion(name) {
      const client = await connect(
        { server: place.tcpUrl, user: name, password: 'pw', register: true },
        { device: { class: 'bot' } },
      );
      companions.push(client);
      const heard: Heard[] = [];
      const condition = new Condition();
      const user = await synced(client);
      client.on('message', ({ sender, content }) => {
        if (sender !== user) heard.push({ sender, text: content.text });
        condition.changed();
      });
      return companionOf(client, user, { heard, condition });
    },
    async join(name, options = {}) {
      const client = await wayIn.join(place, name, options);
      people.push(client);
      return client;
    },
    async stranger() {
      const client = await wayIn.stranger(place);
      people.push(client);
      return client;
    },
    garbage: () => wayIn.garbage(place),
    pass: (ms) => clock.pass(ms),
    drain: () => place.server.drain(),
    async close() {
      await Promise.all(people.map((client) => client.cut()));
      await Promise.all(companions.map((client) => client.close()));
      await place.server.close();
    },
  };
}

async function synced(client: Client): Promise<number> {
  await new Promise<void>((resolve) => client.on('synced', resolve));
  const { state } = client;
  if (state.name !== 'online') throw new Error('not online');
  return state.session.user?.id ?? 0;
}

function companionOf(
  client: Client,
  user: number,
  { heard, condition }: { readonly heard: readonly Heard[]; readonly condition: Condition },
): Companion {
  return {
    user,
    heard,
    get lobby() {
      return client.state.name === 'online' ? client.state.session.lobby : 0;
    },
    async say(target, text) {
      await client.send(target, text).done;
    },
    async sayCustom(target, type) {
      await client.send(target, { kind: { case: 'custom', value: { type, data: new Uint8Array(1) } } }).done;
    },
    async typing(conversation) {
      await client.call('typing', { conversation, active: true });
    },
    async direct(peer) {
      return (await client.call('openDirect', { user: peer })).id;
    },
    async createGroup(title, members) {
      return (await client.call('createGroup', { title, members })).id;
    },
    async addMember(conversation, member) {
      await client.call('addMembers', { conversation, users: [member] });
    },
    async removeMember(conversation, member) {
      await client.call('removeMember', { conversation, user: member });
    },
    async rename(conversation, title) {
      await client.call('rename', { conversation, title });
    },
    async disable(disabled) {
      await client.call('disableUser', { user: disabled, disabled: true });
    },
    until: (isTrue) => condition.until(isTrue),
  };
}
