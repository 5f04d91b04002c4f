/**
 * The steps of a run. A plan is drawn from the seed as a whole, before anything happens, so that leaving out steps
 * does not change the others.
 *
 * @module
 */
import type { Chance } from './chance.ts';
import { apart, drawSetting, withClocks } from './setting.ts';
import type { Setting, Shape } from './setting.ts';

/** A target: a user by id or by name, the n-th group, or the lobby. */
export type Place =
  | { readonly user: string; readonly by: 'id' | 'name' | 'conversation' }
  | { readonly group: number }
  | 'lobby';

export type GroupChange =
  | {
      readonly do: 'add' | 'remove' | 'mute' | 'unmute' | 'promote' | 'demote' | 'crown';
      readonly user: string;
    }
  | { readonly do: 'leave' | 'rename' };

export type MessageChange =
  | { readonly do: 'edit' | 'recall' }
  | { readonly do: 'react' | 'unreact'; readonly emoji: string };

/** What users do. Devices and nodes are indexes into the setting. Times are in ms. */
export type Deed =
  | { readonly do: 'send'; readonly device: number; readonly place: Place; readonly count: number }
  /** Sends an acked message again: unchanged, or with another text under its id. */
  | { readonly do: 'resend'; readonly device: number; readonly which: number; readonly isChanged: boolean }
  /** Changes a message: the n-th of those in this place, or of their own. */
  | {
      readonly do: 'change message';
      readonly device: number;
      readonly place: Place;
      readonly change: MessageChange;
      readonly which: number;
      readonly isOwn: boolean;
    }
  | { readonly do: 'create group'; readonly device: number; readonly users: readonly string[] }
  | {
      readonly do: 'change group';
      readonly device: number;
      readonly group: number;
      readonly change: GroupChange;
    }
  | { readonly do: 'invite'; readonly device: number; readonly group: number; readonly guest: number }
  | { readonly do: 'block' | 'unblock'; readonly device: number; readonly user: string }
  | { readonly do: 'read'; readonly device: number; readonly place: Place }
  | {
      readonly do: 'look back';
      readonly device: number;
      readonly place: Place;
      readonly page: number;
      readonly limit: number;
      /** How long the application takes to show the page. */
      readonly lateMs: number;
    };

/** Faults. */
export type Mishap =
  | { readonly do: 'close' | 'crash'; readonly device: number; readonly forMs: number }
  | { readonly do: 'cut' | 'forget' | 'vanish'; readonly device: number }
  | {
      readonly do: 'freeze';
      readonly device: number;
      readonly side: 'up' | 'down' | 'both';
      readonly forMs: number;
    }
  | { readonly do: 'kill' | 'drain'; readonly node: number; readonly forMs: number }
  | { readonly do: 'bus away'; readonly node: number; readonly forMs: number }
  /** Messages from a node to the bus, or to it, are lost unnoticed. */
  | {
      readonly do: 'bus loses';
      readonly node: number;
      readonly what: 'said' | 'heard';
      readonly forMs: number;
    }
  /** A process is paused, and continues later. */
  | { readonly do: 'sleep'; readonly node: number; readonly forMs: number }
  | { readonly do: 'store away' | 'disk full'; readonly forMs: number }
  | { readonly do: 'clock jump'; readonly node: number; readonly byMs: number }
  /** The store is reset to the state after this share of its writes; all nodes restart. */
  | { readonly do: 'restore'; readonly share: number; readonly forMs: number };

export type Action = Deed | Mishap;

export type Step = Action & { readonly at: number };

const DEEDS: ReadonlySet<Action['do']> = new Set<Deed['do']>([
  'send',
  'resend',
  'change message',
  'create group',
  'change group',
  'invite',
  'block',
  'unblock',
  'read',
  'look back',
]);

export function isDeed(action: Action): action is Deed {
  return DEEDS.has(action.do);
}

export interface Plan {
  readonly seed: string;
  readonly setting: Setting;
  readonly steps: readonly Step[];
}

const HOUR_MS = 3_600_000;

/** The share of seeds with separate gateways and routers. */
const APART_SHARE = 1 / 3;

/** The share of sends after which a message is changed. */
const CHANGE_SHARE = 0.5;

/** `given`: the shape to use instead of the seed's choice. */
export function drawPlan(seed: string, rootOf: (name: string) => Chance, given?: Shape): Plan {
  const chance = rootOf(`plan/${seed}`);
  const shapeChance = rootOf(`shape/${seed}`);
  const drawn = shapeChance.is(APART_SHARE) ? 'apart' : 'together';
  const together = drawSetting(chance);
  const shaped = (given ?? drawn) === 'apart' ? apart(together, shapeChance) : together;
  const setting = withClocks(shaped, rootOf(`clocks/${seed}`));
  const steps: Step[] = [];
  const count = chance.int(20, 90);
  const pace = chance.pick([20, 200, 1000]);
  const hasRestore = !setting.isCalm && chance.is(0.06);
  const faultiness = setting.isCalm ? 0 : chance.pick([0.05, 0.15, 0.3]);
  let at = 500;
  for (let i = 0; i < count; i++) {
    at += chance.is(0.4) ? chance.int(0, 3) : chance.int(0, pace * 2);
    const action = chance.is(faultiness) ? drawMishap(chance, setting) : drawDeed(chance, setting);
    steps.push({ ...action, at });
  }
  if (hasRestore) {
    const where = chance.int(Math.floor(count / 2), count - 1);
    const share = chance.unit();
    steps[where] = { do: 'restore', share, forMs: chance.int(100, 4000), at: steps[where]?.at ?? at };
  }
  return { seed, setting, steps: withChanges(steps, setting, rootOf(`changes/${seed}`)) };
}

/** The same steps, and some in which messages are changed. `chance` is a separate stream, as above. */
function withChanges(steps: readonly Step[], setting: Setting, chance: Chance): readonly Step[] {
  const changes = steps.flatMap((step) =>
    step.do === 'send' && chance.is(CHANGE_SHARE)
      ? drawMessageChange(step, step.at, { setting, chance })
      : [],
  );
  return [...steps, ...changes].sort((a, b) => a.at - b.at);
}

/** Something becomes of a message, and meanwhile somebody may read a page of the same place. */
function drawMessageChange(
  { device: sender, place }: Extract<Deed, { readonly do: 'send' }>,
  since: number,
  { setting, chance }: { readonly setting: Setting; readonly chance: Chance },
): Step[] {
  const anybody = (): number => chance.int(0, setting.devices.length - 1);
  const device = chance.is(0.5) ? sender : anybody();
  const change = drawChangeOfMessage(chance);
  const [which, isOwn] = [chance.int(0, 1000), chance.is(change.do === 'edit' ? 0.9 : 0.5)];
  const at = since + chance.int(1, chance.pick([2, 300, 3000]));
  const changing: Step = { do: 'change message', device, place, change, which, isOwn, at };
  if (!chance.is(0.3)) return [changing];
  const looking: Deed = { do: 'look back', device: anybody(), place, page: -1, limit: 50, lateMs: 0 };
  const lateMs = chance.pick([0, 100, 3000]);
  return [changing, { ...looking, lateMs, at: at + chance.int(-100, 100) }];
}

function drawChangeOfMessage(chance: Chance): MessageChange {
  const kind = chance.weighted({ edit: 4, recall: 3, react: 5, unreact: 2 });
  return kind === 'edit' || kind === 'recall'
    ? { do: kind }
    : { do: kind, emoji: chance.pick(['👍', '❤️', '😄']) };
}

function drawDeed(chance: Chance, setting: Setting): Deed {
  const device = chance.int(0, setting.devices.length - 1);
  const kind = chance.weighted({
    send: 50,
    resend: 5,
    'create group': 4,
    'change group': 16,
    // The only request that must not be repeated at a second router when the first one dies.
    invite: setting.shape === 'apart' ? 10 : 2,
    block: 2,
    unblock: 2,
    read: 6,
    'look back': 5,
  });
  switch (kind) {
    case 'send':
      return { do: kind, device, place: drawPlace(chance, setting), count: chance.pick([1, 1, 1, 2, 8]) };
    case 'resend':
      return { do: kind, device, which: chance.int(0, 1000), isChanged: chance.is(0.3) };
    case 'create group':
      return { do: kind, device, users: setting.users.filter(() => chance.is(0.6)) };
    case 'change group':
      return { do: kind, device, group: chance.int(0, 2), change: drawChange(chance, setting) };
    case 'invite':
      return { do: kind, device, group: chance.int(0, 2), guest: chance.int(0, setting.devices.length - 1) };
    case 'block':
    case 'unblock':
      return { do: kind, device, user: chance.pick(setting.users) };
    case 'read':
      return { do: kind, device, place: drawPlace(chance, setting) };
    case 'look back':
      return {
        do: kind,
        device,
        place: drawPlace(chance, setting),
        page: chance.int(-1, 30),
        limit: chance.pick([1, 3, 50]),
        lateMs: 0,
      };
  }
}

function drawPlace(chance: Chance, { users }: Setting): Place {
  const kind = chance.weighted({ user: 5, group: 5, lobby: 1 });
  switch (kind) {
    case 'user':
      return { user: chance.pick(users), by: chance.pick(['id', 'name', 'conversation']) };
    case 'group':
      return { group: chance.int(0, 2) };
    case 'lobby':
      return 'lobby';
  }
}

function drawChange(chance: Chance, { users }: Setting): GroupChange {
  const kind = chance.weighted({
    add: 6,
    remove: 6,
    mute: 2,
    unmute: 2,
    promote: 2,
    demote: 1,
    crown: 1,
    leave: 3,
    rename: 1,
  });
  return kind === 'leave' || kind === 'rename' ? { do: kind } : { do: kind, user: chance.pick(users) };
}

function drawMishap(chance: Chance, setting: Setting): Mishap {
  const device = chance.int(0, setting.devices.length - 1);
  const node = chance.int(0, setting.nodes - 1);
  const forMs = chance.pick([5, 200, 2000, 15_000]);
  const isApart = setting.shape === 'apart';
  const kind = chance.weighted({
    cut: 5,
    forget: 2,
    vanish: 2,
    freeze: 3,
    crash: 4,
    close: 4,
    kill: 4,
    drain: 2,
    'bus away': 3,
    'store away': 2,
    'disk full': 2,
    'clock jump': 1,
    // A single node has no other node that could notice.
    'bus loses': isApart ? 3 : 0,
    sleep: isApart ? 4 : 0,
  });
  switch (kind) {
    case 'cut':
    case 'forget':
    case 'vanish':
      return { do: kind, device };
    case 'freeze':
      return { do: kind, device, side: chance.pick(['up', 'down', 'both']), forMs };
    case 'crash':
    case 'close':
      return { do: kind, device, forMs };
    case 'kill':
    case 'drain':
    case 'bus away':
    case 'sleep':
      return { do: kind, node, forMs };
    case 'bus loses':
      return { do: kind, node, what: chance.pick(['said', 'heard']), forMs };
    case 'store away':
    case 'disk full':
      return { do: kind, forMs: Math.min(forMs, 4000) };
    case 'clock jump':
      return { do: kind, node, byMs: chance.pick([-HOUR_MS, -5000, 5000, HOUR_MS]) };
  }
}
