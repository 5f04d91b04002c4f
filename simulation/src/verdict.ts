/**
 * The final verdict: checks the log, and everything that was ever sent.
 *
 * @module
 */
import type { Device } from './device.ts';
import type { SimulatedStore } from './store.ts';
import { Violation } from './violation.ts';
import type { Sent, Witness } from './witness.ts';

/** Throws the first Violation that it finds. */
export function judge(store: SimulatedStore, witness: Witness): void {
  for (const sent of witness.sent) judgeOne(store, sent);
  judgeOrder(store, witness);
}

function judgeOne({ ledger, ledgers }: SimulatedStore, sent: Sent): void {
  const { clientId, ack, failure, device, hasRival } = sent;
  const entry = ledger.sent(device.self, clientId);
  const about = [clientId];
  if (ack !== undefined && sent.ackHistory === ledgers.length) {
    if (entry === undefined || entry.seq !== ack.seq || entry.conversation !== ack.conversation) {
      throw new Violation('1 durable ack', `${clientId} was acked and is not in the log`, about);
    }
  }
  if (failure !== undefined && entry !== undefined && !hasRival && device.disk.isReliable) {
    throw new Violation('8 knows', `${clientId} failed with ${failure} and is in the log`, about);
  }
  // A replaced device keeps its messages until it may return.
  const mustKnow = device.isOnline && ledgers.length === 1;
  if (mustKnow && ack === undefined && failure === undefined && entry !== undefined) {
    throw new Violation('8 knows', `${clientId} is in the log and its sender never heard of it`, about);
  }
}

/** Promise 4: messages of one device to one target are in the order of sending. */
function judgeOrder({ ledger, ledgers }: SimulatedStore, witness: Witness): void {
  const last = new Map<Device, Map<number, { seq: number; clientId: string }>>();
  for (const { device, clientId, isResent } of witness.sent) {
    const entry = ledger.sent(device.self, clientId);
    if (entry === undefined || (isResent && ledgers.length > 1)) continue;
    const { conversation, seq } = entry;
    const places = last.get(device) ?? new Map<number, { seq: number; clientId: string }>();
    last.set(device, places);
    const before = places.get(conversation);
    if (before !== undefined && before.seq >= seq) {
      throw new Violation(
        '4 first in, first out',
        `${before.clientId} was sent before ${clientId} and lies after it in c${conversation}`,
        [clientId, before.clientId, `c${conversation}`],
      );
    }
    places.set(conversation, { seq, clientId });
  }
}
