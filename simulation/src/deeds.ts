/**
 * Carries out what users do: each step of a plan, with a device's SDK.
 *
 * @module
 */
import type { Client, Target } from '@posthorn/client';
import { PosthornError } from '@posthorn/protocol';
import type { Device } from './device.ts';
import { changeable, entryFor } from './message-changes.ts';
import type { Deed, GroupChange, Place } from './plan.ts';
import { Violation } from './violation.ts';
import type { Sent } from './witness.ts';
import type { World } from './world.ts';

type A<K extends Deed['do']> = Extract<Deed, { readonly do: K }>;
type CallName = Parameters<Client['call']>[0];

/** How often a call is tried under the same id. */
const MAX_TRIES = 4;
const RETRY_MS = 700;

export class Deeds {
  readonly #world: World;
  #count = 0;

  constructor(world: World) {
    this.#world = world;
  }

  /** Carries out one step. Resolves when it is done, or if nobody can do it now. */
  async take(deed: Deed): Promise<void> {
    switch (deed.do) {
      case 'send':
        return this.#send(deed);
      case 'resend':
        return this.#resend(deed);
      case 'change message':
        return this.#changeMessage(deed);
      case 'create group':
        return this.#createGroup(deed);
      case 'change group':
        return this.#changeGroup(deed);
      case 'invite':
        return this.#invite(deed);
      case 'block':
      case 'unblock':
        return this.#block(deed);
      case 'read':
        return this.#read(deed);
      case 'look back':
        return this.#lookBack(deed);
    }
  }

  #send({ device: index, place, count }: A<'send'>): void {
    const device = this.#deviceAt(index);
    const target = device === undefined ? undefined : this.#target(device, place);
    if (device === undefined || target === undefined) return;
    for (let i = 0; i < count; i++) {
      const clientId = this.#newId(device);
      const sent = this.#world.witness.noteSent(device, clientId, { text: `says ${clientId}.` });
      this.#world.trace.add(device.name, 'sends', clientId, JSON.stringify(target));
      this.#follow(device, target, sent);
    }
  }

  /** Retries a message that was acked long ago: gets the same ack, or CONFLICT for another text. */
  #resend({ device: index, which, isChanged }: A<'resend'>): void {
    const { witness, trace, store } = this.#world;
    const device = this.#deviceAt(index);
    const history = store.ledgers.length;
    const acked = witness.sent.filter(
      ({ device: sender, ack, ackHistory }) =>
        ack !== undefined && ackHistory === history && sender.spec.user === device?.spec.user,
    );
    const sent = acked[which % Math.max(1, acked.length)];
    if (device === undefined || sent?.ack === undefined) return;
    const { clientId, ack } = sent;
    trace.add(device.name, isChanged ? 'sends otherwise' : 'sends again', clientId);
    sent.isResent = true;
    if (isChanged) sent.hasRival = true;
    const content = isChanged ? { text: `says otherwise ${clientId}.` } : sent.content;
    const pending = device.send({ conversation: ack.conversation }, content, clientId);
    pending?.done.then(
      () => {
        if (!isChanged || store.ledgers.length !== history) return;
        this.#world.fault(
          new Violation('2 idempotent', `another text was acked as ${clientId}`, [clientId]),
          '',
        );
      },
      () => {},
    );
  }

  #changeMessage({ device: index, place, change, which, isOwn }: A<'change message'>): void {
    const { witness, trace, store } = this.#world;
    const device = this.#deviceAt(index);
    const conversation = device === undefined ? undefined : this.#conversation(device, place);
    const log = store.ledger.log(conversation ?? 0);
    if (device === undefined || conversation === undefined || log === undefined) return;
    const messages = changeable(log, device.self, isOwn);
    const target = messages[which % Math.max(1, messages.length)];
    if (target === undefined) return;
    const clientId = this.#newId(device);
    const sent = witness.noteSent(device, clientId, entryFor(change, target, `means ${clientId}.`));
    trace.add(device.name, `will ${change.do}`, `c${conversation}/${target}`, 'by', clientId);
    this.#follow(device, { conversation }, sent);
  }

  async #createGroup({ device: index, users }: A<'create group'>): Promise<void> {
    const device = this.#deviceAt(index);
    if (device === undefined) return;
    const members = users.flatMap((user) => this.#world.idOf(user) ?? []);
    const clientId = this.#newId(device);
    const group = await this.#call(device, 'createGroup', { title: clientId, members, clientId });
    if (group !== undefined) this.#world.groups.push((group as { readonly id: number }).id);
  }

  async #changeGroup({ device: index, group, change }: A<'change group'>): Promise<void> {
    const device = this.#deviceAt(index);
    const conversation = this.#world.groups[group];
    if (device === undefined || conversation === undefined) return;
    const user = 'user' in change ? this.#world.idOf(change.user) : 0;
    if (user === undefined) return;
    const [name, request] = requestOf(change, user);
    await this.#call(device, name, { ...request, conversation, clientId: this.#newId(device) });
  }

  async #invite({ device: index, group, guest: guestIndex }: A<'invite'>): Promise<void> {
    const [host, guest] = [this.#deviceAt(index), this.#deviceAt(guestIndex)];
    const conversation = this.#world.groups[group];
    if (host === undefined || guest === undefined || conversation === undefined) return;
    const invite = await this.#call(host, 'createInvite', { conversation, maxUses: 1 });
    if (invite === undefined) return;
    const { token } = invite as { readonly token: string };
    await this.#call(guest, 'joinByInvite', { token, clientId: this.#newId(guest) });
  }

  async #block(action: A<'block' | 'unblock'>): Promise<void> {
    const device = this.#deviceAt(action.device);
    const user = this.#world.idOf(action.user);
    if (device !== undefined && user !== undefined) await this.#call(device, action.do, { user });
  }

  #read({ device: index, place }: A<'read'>): void {
    const device = this.#deviceAt(index);
    const conversation = device === undefined ? undefined : this.#conversation(device, place);
    if (conversation === undefined) return;
    const head = this.#world.store.ledger.log(conversation)?.entries.length ?? 0;
    device?.client?.markRead(conversation, head);
  }

  /** Checks that pages of the log match the log, without a hole between the first and the last. */
  async #lookBack({ device: index, place, page, limit, lateMs }: A<'look back'>): Promise<void> {
    const device = this.#deviceAt(index);
    const conversation = device === undefined ? undefined : this.#conversation(device, place);
    if (device?.client === undefined || conversation === undefined) return;
    const history = this.#world.store.ledgers.length;
    const bounds = page < 0 ? { before: 0, limit } : { after: page, limit };
    const messages = await device.client.history(conversation, bounds).catch(() => undefined);
    const log = this.#world.store.ledger.log(conversation);
    if (messages === undefined || log === undefined || this.#world.store.ledgers.length !== history) return;
    this.#world.trace.add(
      device.name,
      'looks back',
      `c${conversation}`,
      messages.map(({ seq }) => seq).join(' '),
    );
    let expected = page < 0 ? messages[0]?.seq : log.nextVisible(device.self, page);
    for (const { seq, content } of messages) {
      if (seq !== expected || !log.hasBeen(seq, content) || !log.isVisible(device.self, seq)) {
        const words = `${device.name} read c${conversation}/${seq}, expected ${expected ?? 'nothing'}`;
        this.#world.fault(new Violation('7 nothing missed', words, [device.name, `c${conversation}`]), '');
        return;
      }
      expected = log.nextVisible(device.self, seq);
    }
    const { scheduler, store, witness } = this.#world;
    const { life } = device;
    scheduler.after(lateMs, () => {
      if (device.life === life && store.ledgers.length === history) witness.notePage(device, messages);
    });
  }

  #follow(device: Device, target: Target, sent: Sent): void {
    const world = this.#world;
    const pending = device.send(target, sent.content, sent.clientId);
    const { life } = device;
    pending?.done.then(
      (ack) => this.#readBack(device, ack.conversation, ack.seq),
      (error: unknown) => {
        // The client was closed: the message is stored, and the next life learns its outcome.
        const isKept = error instanceof PosthornError && error.code === 'UNAVAILABLE';
        if (isKept || device.life !== life || !(error instanceof PosthornError)) return;
        world.watch(() => world.witness.noteFailure(sent.clientId, error));
      },
    );
  }

  /** Checks that an acked message can be read at once. */
  #readBack(device: Device, conversation: number, seq: number): void {
    if (seq % 7 !== 0) return;
    const history = this.#world.store.ledgers.length;
    device.client?.history(conversation, { after: seq - 1, limit: 1 }).then(
      ([message]) => {
        const log = this.#world.store.ledger.log(conversation);
        if (message?.seq === seq || this.#world.store.ledgers.length !== history) return;
        if (log?.isVisible(device.self, seq) !== true) return;
        const words = `${device.name} cannot read c${conversation}/${seq}, which was acked`;
        this.#world.fault(new Violation('1 durable ack', words, [device.name, `c${conversation}`]), '');
      },
      () => {},
    );
  }

  /** Makes a call. Undefined: it was refused, or its outcome is still unknown after some tries. */
  async #call(device: Device, name: CallName, request: object): Promise<unknown> {
    const { trace, scheduler } = this.#world;
    const { life } = device;
    for (let tries = 1; tries <= MAX_TRIES; tries++) {
      trace.add(device.name, 'asks', name, JSON.stringify(request));
      this.#world.once.noteAsked(device, name);
      try {
        // The callers above pair name and request.
        const answer: unknown = await device.client?.call(name, request as never);
        trace.add(device.name, 'is answered', name);
        return answer;
      } catch (error) {
        trace.add(
          device.name,
          'is refused',
          name,
          error instanceof PosthornError ? error.code : String(error),
        );
        if (!(error instanceof PosthornError) || !error.canRetry) return undefined;
      }
      await new Promise<void>((resolve) => void scheduler.after(RETRY_MS, resolve));
      if (device.life !== life) return undefined;
    }
    return undefined;
  }

  #deviceAt(index: number): Device | undefined {
    const device = this.#world.devices[index];
    return device?.client === undefined ? undefined : device;
  }

  #newId(device: Device): string {
    return `${device.name}-${(this.#count += 1)}`;
  }

  #target(device: Device, place: Place): Target | undefined {
    if (place !== 'lobby' && 'user' in place && place.by !== 'conversation') {
      if (place.user === device.spec.user) return undefined;
      const id = this.#world.idOf(place.user);
      return { to: place.by === 'name' || id === undefined ? place.user : id };
    }
    const conversation = this.#conversation(device, place);
    return conversation === undefined ? undefined : { conversation };
  }

  #conversation(device: Device, place: Place): number | undefined {
    if (place === 'lobby') return device.lobby === 0 ? undefined : device.lobby;
    if ('group' in place) return this.#world.groups[place.group];
    const other = this.#world.idOf(place.user);
    if (other === undefined || other === device.self) return undefined;
    for (const [id, log] of this.#world.store.ledger.logs) {
      if (log.kind === 'direct' && log.users.includes(other) && log.users.includes(device.self)) return id;
    }
    return undefined;
  }
}

function requestOf(change: GroupChange, user: number): [CallName, object] {
  switch (change.do) {
    case 'add':
      return ['addMembers', { users: [user] }];
    case 'remove':
      return ['removeMember', { user }];
    case 'mute':
    case 'unmute':
      return ['muteMember', { user, muted: change.do === 'mute' }];
    case 'promote':
      return ['setRole', { user, role: 'admin' }];
    case 'demote':
      return ['setRole', { user, role: 'member' }];
    case 'crown':
      return ['setRole', { user, role: 'owner' }];
    case 'leave':
      return ['leave', {}];
    case 'rename':
      return ['rename', { title: 'Verona' }];
  }
}
