/**
 * The end of an era: mends all faults, waits for everything on its way, and reads the logs. The result is the
 * evidence.
 *
 * @module
 */
import type { BotWitness } from './actors/bot-witness.ts';
import type { HookWitness } from './actors/hook-witness.ts';
import type { WillWitness } from './actors/will-witness.ts';
import { openAs, readLog, readLogs } from './actors/auditor.ts';
import { rawSight } from './actors/raw-client.ts';
import type { Cast } from './cast.ts';
import { expectedOf } from './checks/delivery.ts';
import { Evidence } from './checks/evidence.ts';
import type { Log } from './checks/log.ts';
import { pause, until } from './waiting.ts';
import type { Download, Quiet, Trace } from './account.ts';
import type { History } from './history.ts';
import type { Network } from './network/network.ts';
import { picturesOf, readAccounts, traceFiles, withIds } from './quiet.ts';
import type { Accounts } from './quiet.ts';
import { downloadAll, searchAll } from './seen.ts';
import type { System } from './system/system.ts';

export interface EraParts {
  readonly system: System;
  readonly network: Network;
  readonly cast: Cast;
  readonly history: History;
  readonly hooks?: HookWitness | undefined;
  readonly bots?: BotWitness | undefined;
  readonly wills?: WillWitness | undefined;
  readonly convergeWithinMs: number;
  /** The number of its first entry. */
  readonly from: number;
  readonly previous: Evidence | undefined;
}

/** How long to watch for surplus messages after everything has arrived. */
const LINGER_MS = 300;
/** How long a receiver of webhooks may wait for another try, and people for a bot, in times of `convergeWithinMs`. */
const OTHERS_FACTOR = 3;
/** How often the logs are read, for given-up messages that arrive late. */
const READINGS = 5;

/** Mends everything, waits, and reads the logs. */
export async function endEra(parts: EraParts): Promise<Evidence> {
  const { network, history, cast, convergeWithinMs } = parts;
  network.heal();
  await Promise.all(cast.devices.map((device) => device.open()));
  const heal = history.record({ op: 'phase', phase: 'heal' });
  const msLeft = (): number => heal.at + convergeWithinMs - history.elapsedMs;
  const clients = [...cast.devices, ...cast.rawClients];
  await until(() => clients.every(({ unsettled }) => unsettled.length === 0), msLeft());
  for (const { who, unsettled } of cast.rawClients) {
    if (unsettled.length === 0) continue;
    history.record({ op: 'mishap', sentence: `${who} still has no answer to ${unsettled.join(', ')}.` });
  }
  let log = await readNow(parts);
  for (let reading = 0; reading < READINGS; reading++) {
    const evidence = evidenceOf(parts, log);
    await until(convergence(parts, evidence), msLeft());
    await pause(LINGER_MS);
    const again = await readNow(parts);
    const isSame = areEqual(log, again);
    log = again;
    if (isSame) break;
  }
  await readAsEverybody(parts);
  const files = await restart(parts);
  const { accounts, reread } = await readUntilSame(parts, log);
  await othersSettle(parts, reread ?? log);
  const pictures = picturesOf(cast.devices);
  history.record({ op: 'phase', phase: 'end' });
  const known = { reread: reread && withIds(reread, accounts.ids) };
  const logs = withIds(log, accounts.ids);
  const evidence = evidenceOf(parts, logs, known);
  const quiet = {
    accounts: accounts.accounts,
    pictures,
    traces: [...accounts.traces, ...files],
    downloads: await downloads(parts, evidence),
    finds: await searchAll(parts.system.directUrl, cast.users, evidence),
    hooks: parts.previous === undefined ? parts.hooks : undefined,
    bots: parts.previous === undefined ? parts.bots?.seen : undefined,
    wills: parts.previous === undefined ? parts.wills?.seen : undefined,
  };
  return evidenceOf(parts, logs, { ...known, quiet });
}

/** What was restored knows of no receiver, bot and will that came later. */
async function othersSettle(
  { hooks, bots, wills, previous, convergeWithinMs }: EraParts,
  log: Log,
): Promise<void> {
  if (previous !== undefined) return;
  const withinMs = OTHERS_FACTOR * convergeWithinMs;
  hooks?.heal();
  await Promise.all([
    bots?.settle(withinMs),
    wills?.settle(withinMs),
    until(() => hooks?.hasAll(log) ?? true, withinMs),
  ]);
}

async function downloads({ system, cast }: EraParts, evidence: Evidence): Promise<readonly Download[]> {
  return system.filesUrl === undefined ? [] : downloadAll(system.filesUrl(), cast.users, evidence);
}

function evidenceOf(
  { history, cast, from, previous, convergeWithinMs }: EraParts,
  log: Log,
  more: { readonly reread?: Log | undefined; readonly quiet?: Quiet } = {},
): Evidence {
  const entries = history.entries.slice(from);
  return new Evidence({ entries, log, places: cast.places, convergeWithinMs, previous, ...more });
}

/** Returns a function that tells whether every device has got the last message that it may see. */
function convergence({ cast, history, from }: EraParts, evidence: Evidence): () => boolean {
  const missing = new Map<string, number>();
  for (const { who, userId } of cast.devices) {
    for (const { id } of cast.places) {
      const last = expectedOf(evidence, who, userId, id).at(-1);
      if (last !== undefined) missing.set(`${who}/${id}`, last.seq);
    }
  }
  let next = from;
  return () => {
    for (; next < history.entries.length; next++) {
      const entry = history.entries[next];
      if (entry?.op !== 'handed') continue;
      const key = `${entry.who}/${entry.conversation}`;
      if (entry.seq >= (missing.get(key) ?? Infinity)) missing.delete(key);
    }
    return missing.size === 0;
  };
}

/** Reads the groups as every user, member or not (promise 9). */
async function readAsEverybody({ system, cast, history }: EraParts): Promise<void> {
  for (const user of cast.users) {
    const connection = await openAs(system.directUrl, user);
    if (connection === undefined) {
      history.record({ op: 'mishap', sentence: `The login of ${user.name} had been acked and is gone.` });
      continue;
    }
    try {
      for (const { id: conversation, kind } of cast.places) {
        if (kind !== 'group') continue;
        const who = `${user.name}-auditor`;
        const id = `${who} ${conversation} ${history.entries.length}`;
        const what = { op: 'read', who, user: user.id, id, conversation, after: 0 } as const;
        history.record({ ...what, stage: 'invoke', limit: 0 });
        const messages = (await readLog(connection, conversation)).map(rawSight);
        history.record({ ...what, stage: 'ok', messages, limit: messages.at(-1)?.seq ?? 0 });
      }
    } finally {
      connection.close();
    }
  }
}

async function readNow({ system, cast, history }: EraParts): Promise<Log> {
  history.record({ op: 'phase', phase: 'read' });
  return readLogs(system.directUrl, cast.places);
}

/** Starts the server again, so that only the database can answer. Resolves with whose words its files have. */
async function restart({ system }: EraParts): Promise<readonly Trace[]> {
  const { life } = system;
  if (life === undefined) return [];
  await life.stop();
  const traces = await traceFiles((await system.files?.()) ?? []);
  await life.start();
  return traces;
}

/**
 * Reads the logs, and everything as each user, until nothing arrives in between. `reread`: the logs, if the server was
 * started again or something arrived.
 */
async function readUntilSame(
  parts: EraParts,
  log: Log,
): Promise<{ readonly accounts: Accounts; readonly reread: Log | undefined }> {
  const { system, cast } = parts;
  let latest = system.life === undefined ? log : await readNow(parts);
  for (let reading = 1; ; reading++) {
    const accounts = await readAccounts(system.directUrl, cast.users, cast.places);
    const again = await readNow(parts);
    const isSame = areEqual(latest, again);
    if (!isSame) latest = again;
    if (isSame || reading === READINGS) return { accounts, reread: latest === log ? undefined : latest };
  }
}

function areEqual(a: Log, b: Log): boolean {
  return [...b].every(([id, messages]) => messages.length === a.get(id)?.length);
}
