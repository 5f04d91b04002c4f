/**
 * Two routers as a dispatcher sees them.
 *
 * @module
 */
import assert from 'node:assert/strict';
import { decodeClientFrame, encodeClientFrame } from '@posthorn/protocol';
import type { PosthornError } from '@posthorn/protocol';
import { REQUEST_NUMBERS } from '@posthorn/protocol/requests';
import type { Bus, BusStatus } from '../../../src/bus/bus.ts';
import type { Clock } from '../../../src/clock.ts';
import type { LinkOwner, Links } from '../../../src/cluster/links.ts';
import type { Nodes, NodesListener } from '../../../src/cluster/nodes.ts';
import { REGISTRY } from '../../../src/compose/features.ts';
import { decodeRouterCall, encodeRouterAnswer } from '../../../src/generated/bus.ts';
import type { RequestList } from '../../../src/generated/bus.ts';
import { silentLogger } from '../../../src/logger.ts';
import type { RequestFrame } from '../../../src/router/router.ts';
import { Dispatcher } from '../../../src/rpc/dispatcher.ts';
import { announced, KnownRequests } from '../../../src/rpc/known-requests.ts';
import type { PendingCall } from '../../../src/rpc/peer.ts';

export const TIMEOUT_MS = 30_000;
export const CONNECTION = 7;
export const ROUTERS = ['one', 'two'] as const;

const { send: SEND } = REQUEST_NUMBERS;

interface OpenLink {
  readonly to: string;
  readonly owner: LinkOwner;
  /** Ids of the calls that were put on it. */
  readonly calls: number[];
  /** Orders of the sends that were put on it. */
  readonly sends: number[];
  /** What it was told of connections. */
  readonly notes: string[];
}

/** Two routers that answer when they are told to, and time that passes when it is told to. */
export class World {
  #now = 0;
  #due: { readonly at: number; readonly run: () => void }[] = [];
  readonly links: OpenLink[] = [];
  readonly #clock: Clock = {
    now: () => this.#now,
    monotonic: () => this.#now,
    after: (delayMs, run) => {
      const due = { at: this.#now + delayMs, run };
      this.#due.push(due);
      return { cancel: () => (this.#due = this.#due.filter((other) => other !== due)) };
    },
    afterTurn: (run) => void this.#clock.after(0, run),
  };
  readonly dispatcher: Dispatcher;
  /** Tells the dispatcher how the bus is. */
  turnBus: (status: BusStatus) => void = () => {};
  /** How each call ended, by its order. */
  readonly errors = new Map<number, PosthornError>();
  readonly answers = new Map<number, string>();

  /** `requests`: what each router says that it knows. */
  constructor(requests: readonly (RequestList | undefined)[] = []) {
    const routers = ROUTERS.map((id, index) => ({
      id,
      isRouter: true,
      isDraining: false,
      requests: requests[index],
    }));
    // A dispatcher uses no more of them than this.
    const nodes = {
      others: () => routers,
      listen: (_listener: NodesListener) => ({ unsubscribe: () => {} }),
    } as unknown as Nodes;
    const links = {
      open: (to: string, owner: LinkOwner) => {
        const link: OpenLink = { to, owner, calls: [], sends: [], notes: [] };
        this.links.push(link);
        return {
          isOver: false,
          send: (item: Uint8Array) => {
            const { id, body } = decodeRouterCall(item);
            if (body?.case === 'request') link.sends.push(orderIn(body.value));
            if (id !== 0) link.calls.push(id);
            else if (body !== undefined) link.notes.push(body.case);
            return true;
          },
          close: () => owner.onEnd('closed'),
        };
      },
    } as unknown as Links;
    const bus = {
      onStatus: (listener: (status: BusStatus) => void) => {
        this.turnBus = listener;
        return { unsubscribe: () => {} };
      },
    } as unknown as Bus;
    this.dispatcher = new Dispatcher({
      bus,
      clock: this.#clock,
      logger: silentLogger,
      nodes,
      links,
      usualRequests: new KnownRequests(announced(REGISTRY.requests.values())),
    });
  }

  send(order: number, lane: string, { connection = CONNECTION, user = 3 } = {}): void {
    const body = { case: 'send', value: { order, clientId: `${order}` } } as const;
    this.ask({ number: SEND, frame: encodeClientFrame({ body }) }, { order, lane, connection, user });
  }

  /** `order`: names the call in {@link World.errors} and {@link World.answers}. */
  ask(
    request: RequestFrame,
    { order = 0, lane = '', connection = CONNECTION, user = 3, isStranger = false } = {},
  ): void {
    const session = {
      id: 1,
      user,
      name: 'romeo',
      nameKey: 'romeo',
      admin: false,
      bot: false,
      deviceId: 'd',
      deviceClass: 'desktop',
      inbox: 9,
    } as const;
    const call: PendingCall = {
      caller: { connection, address: '', session: isStranger ? undefined : session },
      body: { case: 'request', value: request.frame },
      request,
      key: connection,
      order: request.number === SEND ? order : 0,
      lane,
      deadline: this.#now + TIMEOUT_MS,
      tries: 0,
      isPlaced: false,
      isSettled: false,
      resolve: (body) => {
        call.isSettled = true;
        this.answers.set(order, body.case);
      },
      reject: (error) => {
        call.isSettled = true;
        this.errors.set(order, error);
      },
    };
    this.dispatcher.dispatch(call);
  }

  /** The routers of this name answer the oldest call that they have not answered. */
  answer(router: string): void {
    const link = this.links.find(({ to, calls }) => to === router && calls.length > 0);
    assert.ok(link !== undefined);
    const id = link.calls.shift() ?? 0;
    link.owner.onItem(encodeRouterAnswer({ id, body: { case: 'reply', value: new Uint8Array(0) } }));
  }

  /** How many calls wait at each router. */
  waiting(): readonly number[] {
    return ROUTERS.map((id) =>
      this.links.filter(({ to }) => to === id).reduce((sum, { calls }) => sum + calls.length, 0),
    );
  }

  pass(ms: number): void {
    for (const end = this.#now + ms; ;) {
      const next = this.#due.toSorted((a, b) => a.at - b.at).find(({ at }) => at <= end);
      this.#now = next?.at ?? end;
      if (next === undefined) return;
      this.#due.splice(this.#due.indexOf(next), 1);
      next.run();
    }
  }

  /** The first router is silent: its link ends. */
  lose(): void {
    this.links[0]?.owner.onEnd('silent');
  }
}

/** 0 for what is no send. */
function orderIn(frame: Uint8Array): number {
  const { body } = decodeClientFrame(frame);
  return body?.case === 'send' ? body.value.order : 0;
}
