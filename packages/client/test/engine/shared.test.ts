/** One engine for several tabs: they share it, take over from each other, and come of different builds. */
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { startInProcess } from '@posthorn/testing/in-process';
import type { InProcess } from '@posthorn/testing/in-process';
import { runEngine, serveEngine } from '../../src/engine/host-entry.ts';
import type { RunningEngine, Serving } from '../../src/engine/host-entry.ts';
import { isOutdated, joinEngine } from '../../src/engine/index.ts';
import type { Engine, Surroundings } from '../../src/engine/index.ts';
import { connect } from '../../src/index.ts';
import type { Client } from '../../src/index.ts';
import { WIRE_VERSION } from '../../src/engine/wire.ts';
import { newDevice, unexpected, when } from './support.ts';

let device: ReturnType<typeof newDevice>;
let place: InProcess;
let romeo: Client;

before(async () => {
  device = newDevice();
  place = await startInProcess({ loginPolicy: 'multi' });
  romeo = await connect({ server: place.httpUrl, user: 'romeo', password: 'pw', register: true });
  await new Promise<void>((resolve) => romeo.on('synced', resolve));
});

after(async () => {
  await romeo.close();
  await place.server.close();
});

function serve(account: string, version = WIRE_VERSION, surroundings?: Surroundings): Serving {
  const credentials = { server: place.httpUrl, user: account, password: 'pw', register: true };
  return serveEngine({
    account,
    version,
    ...(surroundings !== undefined && { surroundings }),
    run: (onOver) => runEngine({ credentials, account, onError: unexpected, onOver, version }),
  });
}

async function synced(engine: Engine): Promise<Engine> {
  await when(engine.status, ({ isSynced }) => isSynced);
  return engine;
}

it('two tabs see the same, and what one sends is on its way in the other', async () => {
  const serving = serve('juliet');
  const [one, two] = await Promise.all([
    joinEngine({ account: 'juliet' }).then(synced),
    joinEngine({ account: 'juliet' }).then(synced),
  ]);
  const windows = [one, two].map(async (engine) => {
    const { conversation } = await romeo.send({ to: 'juliet' }, 'Hear you?').done;
    const window = engine.timeline(conversation);
    await window.showNewest();
    return window;
  });
  const [first, second] = await Promise.all(windows);
  const { clientId } = await one.send({ to: 'romeo' }, 'Ay me!');
  await two.acked(clientId);
  for (const window of [first, second])
    await when(window!.slice, ({ messages }) => messages.at(-1)?.content.text === 'Ay me!');
  for (const engine of [one, two]) assert.deepEqual(engine.outgoing.get(), []);
  await Promise.all([one.close(), two.close(), serving.close()]);
});

it('when the tab that leads goes, another one goes on where it was', async () => {
  const first = serve('benvolio');
  const second = serve('benvolio');
  const engine = await joinEngine({ account: 'benvolio' }).then(synced);
  const { conversation } = await romeo.send({ to: 'benvolio' }, 'one').done;
  const window = engine.timeline(conversation);
  await when(engine.conversations, (all) => all.has(conversation));
  await window.showNewest();
  await when(window.slice, ({ messages }) => messages.length === 1);
  await first.close();
  await romeo.send({ conversation }, 'two').done;
  await when(window.slice, ({ messages }) => messages.length === 2);
  await engine.send({ conversation }, 'three');
  await when(window.slice, ({ messages }) => messages.length === 3);
  await Promise.all([engine.close(), second.close()]);
});

it('when the engine dies without a word, a tab that only waits has it run again, and loses nothing', async () => {
  const dying = new Dying();
  let dead: RunningEngine | undefined;
  const credentials = { server: place.httpUrl, user: 'balthasar', password: 'pw', register: true };
  serveEngine({
    account: 'balthasar',
    surroundings: dying,
    run: () => (dead = runEngine({ credentials, account: 'balthasar', onError: unexpected })),
  });
  let next: Serving | undefined;
  const onGone = (): void => void (next ??= serve('balthasar'));
  const engine = await joinEngine({ account: 'balthasar', onGone }).then(synced);
  await dead?.close();
  await dying.die();
  const { clientId } = await engine.send({ to: 'romeo' }, 'I saw her laid low');
  await engine.acked(clientId);
  await Promise.all([engine.close(), next?.close()]);
});

it('who signs out in one tab is signed out in all, and nothing is left on the device', async () => {
  const serving = serve('tybalt');
  const [one, two] = await Promise.all([
    joinEngine({ account: 'tybalt' }),
    joinEngine({ account: 'tybalt' }),
  ]);
  await Promise.all([synced(one), synced(two)]);
  await one.signOut();
  await when(two.status, ({ connection }) => connection === 'signed-out');
  await serving.over;
  const left = await device.databases();
  assert.deepEqual(
    left.filter(({ name = '' }) => name.includes('tybalt')),
    [],
  );
  await Promise.all([one.close(), two.close()]);
  // Whoever logs in again at once gets another engine.
  const next = serve('tybalt');
  const again = await joinEngine({ account: 'tybalt' }).then(synced);
  await Promise.all([again.close(), next.close()]);
});

it('a message alerts in one tab: the one used last that is still there, and in none that shows it', async () => {
  const serving = serve('rosaline');
  const dying = new Dying();
  const heard: string[] = [];
  const tabs = await Promise.all([
    joinEngine({ account: 'rosaline' }).then(synced),
    joinEngine({ account: 'rosaline', surroundings: dying }).then(synced),
  ]);
  const [first, second] = tabs;
  const alerted = new Set<() => void>();
  tabs.forEach((tab, index) => {
    tab.onAlert(({ content }) => {
      heard.push(`${index} ${content.text}`);
      for (const each of alerted) each();
    });
  });
  const next = (): Promise<void> =>
    new Promise((resolve) => {
      const once = (): void => {
        alerted.delete(once);
        resolve();
      };
      alerted.add(once);
    });
  first.setFocus(0);
  second.setFocus(0);
  let alert = next();
  const { conversation } = await romeo.send({ to: 'rosaline' }, 'one').done;
  await alert;
  alert = next();
  await dying.die();
  await romeo.send({ conversation }, 'three').done;
  await alert;
  first.setFocus(conversation);
  await romeo.send({ conversation }, 'seen').done;
  await when(first.conversations, (all) => all.get(conversation)?.lastMessage?.content.text === 'seen');
  first.setFocus(undefined);
  alert = next();
  await romeo.send({ conversation }, 'four').done;
  await alert;
  assert.deepEqual(heard, ['1 one', '0 three', '0 four']);
  await Promise.all([first.close(), second.close(), serving.close()]);
});

it('a contact request alerts, unless the user wants no such alerts', async () => {
  const serving = serve('nurse');
  const engine = await joinEngine({ account: 'nurse' }).then(synced);
  const heard: string[] = [];
  let alerted = Promise.withResolvers<void>();
  engine.onAlert(({ content: { kind, text } }) => {
    heard.push(kind?.case === 'event' ? kind.value.kind : text);
    alerted.resolve();
  });
  const user = engine.me.get()?.id ?? 0;
  await romeo.call('addContact', { user });
  await alerted.promise;
  await engine.setMine('push/contacts', 'none');
  alerted = Promise.withResolvers();
  await romeo.call('removeContact', { user });
  await romeo.call('addContact', { user });
  await romeo.send({ to: 'nurse' }, 'Commend me to thy lady').done;
  await alerted.promise;
  assert.deepEqual(heard, ['contact-asked', 'Commend me to thy lady']);
  await Promise.all([engine.close(), serving.close()]);
});

/** What a tab has around it that ends without a word. */
class Dying implements Surroundings {
  readonly #end = new AbortController();
  readonly #channels: BroadcastChannel[] = [];
  readonly #held: Promise<unknown>[] = [];
  readonly locks = {
    request: (name: string, ...rest: readonly unknown[]) => {
      const { signal: end } = this.#end;
      // Nothing runs any more that could wait for it.
      if (end.aborted) return new Promise(() => {});
      const hold = rest.at(-1) as () => Promise<void>;
      const { signal = end } = rest.length === 2 ? (rest[0] as { readonly signal?: AbortSignal }) : {};
      const ended = new Promise<void>((resolve) => end.addEventListener('abort', () => resolve()));
      const options = { signal: AbortSignal.any([signal, end]) };
      const held = navigator.locks.request(name, options, () => Promise.race([hold(), ended]));
      this.#held.push(held.catch(() => {}));
      return held;
    },
  } as unknown as NonNullable<Surroundings['locks']>;

  readonly channel = (name: string): BroadcastChannel => {
    const channel = new BroadcastChannel(name);
    this.#channels.push(channel);
    return channel;
  };

  async die(): Promise<void> {
    for (const channel of this.#channels) {
      channel.postMessage = () => {};
      channel.close();
    }
    this.#end.abort();
    await Promise.all(this.#held);
  }
}

it('a tab that is frozen loses the engine to one that somebody looks at', async () => {
  const mute: Surroundings = {
    locks: navigator.locks,
    channel: (name) => Object.assign(new BroadcastChannel(name), { postMessage: () => {} }),
  };
  const running = { host: { attach: () => () => {} }, close: async () => {} } as unknown as RunningEngine;
  const frozen = serveEngine({ account: 'capulet', run: () => running, surroundings: mute });
  const other = serve('capulet');
  const engine = await joinEngine({ account: 'capulet', onSilence: () => other.takeOver() }).then(synced);
  await Promise.all([engine.close(), other.close(), frozen.close()]);
});

it('without locks, as in pages without TLS, the engine that began last stays', async () => {
  const surroundings: Surroundings = { locks: undefined, channel: (name) => new BroadcastChannel(name) };
  const first = serve('escalus', WIRE_VERSION, surroundings);
  const engine = await joinEngine({ account: 'escalus', surroundings }).then(synced);
  const second = serve('escalus', WIRE_VERSION, surroundings);
  await first.over;
  const { clientId } = await engine.send({ to: 'romeo' }, 'Rebellious subjects');
  await engine.acked(clientId);
  const newer = serve('escalus', WIRE_VERSION + 1, surroundings);
  await second.over;
  await when(engine.status, ({ error }) => error?.code === 'UNSUPPORTED_VERSION');
  await Promise.all([engine.close(), newer.close()]);
});

it('a newer build takes over, and older pages are told to load again', async () => {
  const old = serve('paris', 1);
  const oldTab = await joinEngine({ account: 'paris', version: 1 }).then(synced);
  const newer = serve('paris', 2);
  const newTab = await joinEngine({ account: 'paris', version: 2 }).then(synced);
  await when(oldTab.status, ({ error }) => error?.code === 'UNSUPPORTED_VERSION');
  await assert.rejects(joinEngine({ account: 'paris', version: 1 }), isOutdated);
  await Promise.all([oldTab.close(), newTab.close(), old.close(), newer.close()]);
});
