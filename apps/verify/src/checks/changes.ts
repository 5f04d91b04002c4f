/**
 * Checks: changes of messages (promises 1, 7 and 9). That they are written once, in order, and as acked is a matter of the checks of
 * sends: a change is a message of its own.
 *
 * @module
 */
import type { Entry, SendFact, Sight } from '../history.ts';
import type { Check, Finding } from './check.ts';
import { recalledBy, wordless } from './evidence.ts';
import type { Evidence } from './evidence.ts';
import { targetOf } from './fold.ts';
import type { Line } from './fold.ts';
import type { LogMessage } from './log.ts';

export const changesAllowed: Check = {
  name: 'changes-allowed',
  kind: 'leaked',
  promises: [9],
  claim: 'nobody changes what they may not see, what others have said, or what was recalled',
  run(evidence) {
    const findings: Finding[] = [];
    let looked = 0;
    for (const [conversation, messages] of evidence.whole) {
      for (const entry of messages) {
        const target = targetOf(entry.content);
        if (target === 0) continue;
        looked += 1;
        const line = evidence.fold(conversation).get(target);
        const why = whyNot(evidence, entry, line);
        if (why === undefined) continue;
        findings.push({
          key: `changes-allowed ${conversation} ${entry.seq}`,
          sentence: `Number ${entry.seq} of ${evidence.nameOf(conversation)} by user ${entry.sender} changes number ${target}, ${why}.`,
          about: { ids: [entry.id], conversation, seqs: [target, entry.seq] },
        });
      }
    }
    return { looked, findings };
  },
};

function whyNot(evidence: Evidence, entry: LogMessage, line: Line | undefined): string | undefined {
  const { conversation, sender, seq, content } = entry;
  if (line === undefined || line.message.event !== undefined) return 'which is no message';
  const { message, recall } = line;
  if (message.seq >= seq) return 'which is not before it';
  if (!evidence.maySee(sender, conversation, message.seq)) return 'which they may not see';
  const isRecall = content.kind?.case === 'recall';
  if (recall !== undefined && recall.seq < seq) return isRecall ? undefined : 'which was recalled';
  // The first user has created the groups, and may recall there what others say.
  const mayRecall =
    isRecall && evidence.places.some(({ id, owner }) => id === conversation && owner === sender);
  const isOthers = message.sender !== sender && !mayRecall;
  if (isOthers && (isRecall || content.kind?.case === 'edit')) return 'which somebody else has said';
  if (content.kind?.case !== 'vote') return undefined;
  return message.content.kind?.case === 'poll' || recall !== undefined ? undefined : 'which is no poll';
}

export const ownChanges: Check = {
  name: 'own-changes',
  kind: 'lost',
  promises: [1, 7],
  claim: 'who reads after a change was acked does not find what was there before',
  run(evidence) {
    const acked = evidence.firstAcks();
    const findings: Finding[] = [];
    let looked = 0;
    for (const [start, entry] of evidence.answeredReads()) {
      for (const sight of entry.messages ?? []) {
        const change = lastChange(evidence, sight, { acked, before: start.n, user: entry.user });
        if (change === undefined) continue;
        looked += 1;
        if (change.shows.has(sight.text)) continue;
        const { conversation, seq, text } = sight;
        findings.push({
          key: `own-changes ${entry.id} ${seq}`,
          sentence: `${entry.who} read number ${seq} of ${evidence.nameOf(conversation)} as "${text}", after number ${change.ack.seq} had changed it.`,
          about: { ids: [change.ack.id, entry.id], conversation, seqs: [seq, change.ack.seq ?? 0] },
        });
      }
    }
    return { looked, findings };
  },
};

interface Known {
  readonly acked: ReadonlyMap<string, Entry & SendFact>;
  /** Only what was acked before this entry. */
  readonly before: number;
  /** Who reads. */
  readonly user: number;
}

/** The last edit or recall of a message that was acked in time, and what the message may say after it. */
function lastChange(
  evidence: Evidence,
  { conversation, seq }: Sight,
  { acked, before, user }: Known,
): { readonly ack: Entry & SendFact; readonly shows: ReadonlySet<string> } | undefined {
  const message = evidence.at(conversation, seq);
  if (message === undefined) return undefined;
  const target = targetOf(message.content);
  const line = evidence.fold(conversation).get(target || seq);
  const ackOf = (entry: LogMessage | undefined): (Entry & SendFact) | undefined => {
    const ack = acked.get(`${conversation}/${entry?.seq}`);
    return ack !== undefined && ack.n < before ? ack : undefined;
  };
  if (line === undefined) return undefined;
  const recall = ackOf(line.recall);
  if (target > 0) {
    if (recall === undefined || message.content.kind?.case !== 'edit') return undefined;
    return { ack: recall, shows: new Set([wordless(target)]) };
  }
  if (recall !== undefined) return { ack: recall, shows: new Set([recalledBy(line.recall?.sender ?? 0)]) };
  const edits = line.entries.filter(({ content }) => content.kind?.case === 'edit');
  // Who has left a group gets what was edited afterwards as it was sent.
  if (!edits.every((each) => evidence.maySee(user, conversation, each.seq))) return undefined;
  const edit = ackOf(edits.findLast(ackOf));
  return edit && { ack: edit, shows: new Set(evidence.formsSince(line, edit.seq ?? 0)) };
}
