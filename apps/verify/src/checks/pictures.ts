/**
 * Checks: what everybody shows and counts in the end, and what must be gone (promises 3, 7 and 9). The expectation is a naive fold
 * of the log.
 *
 * @module
 */
import { isDeepStrictEqual } from 'node:util';
import type { Trace } from '../account.ts';
import type { Entry } from '../history.ts';
import type { Shown } from '../shown.ts';
import type { Check, Finding } from './check.ts';
import type { Evidence } from './evidence.ts';
import { counts, mentionsUser, shownTo } from './fold.ts';
import type { Line } from './fold.ts';

/** What a user should be shown of a conversation. */
function linesFor(evidence: Evidence, user: number, conversation: number): readonly Line[] {
  return [...evidence.fold(conversation).values()].filter(({ message }) =>
    evidence.maySee(user, conversation, message.seq),
  );
}

/** The first difference. Undefined: there is none. */
function differenceOf(
  given: readonly Shown[],
  expected: readonly Shown[],
): readonly [number, string] | undefined {
  const shown = new Map(given.map((each) => [each.seq, each]));
  const wanted = new Map(expected.map((each) => [each.seq, each]));
  const seqs = [...new Set([...wanted.keys(), ...shown.keys()])];
  const seq = seqs.find((each) => !isDeepStrictEqual(shown.get(each), wanted.get(each)));
  if (seq === undefined) return undefined;
  const [is, should] = [shown.get(seq), wanted.get(seq)];
  if (is === undefined || should === undefined)
    return [seq, is === undefined ? 'not at all' : 'though it should not'];
  const keys = (Object.keys(should) as (keyof Shown)[]).filter(
    (key) => !isDeepStrictEqual(is[key], should[key]),
  );
  return [
    seq,
    keys
      .map((key) => `with ${key} ${JSON.stringify(is[key])}, not ${JSON.stringify(should[key])}`)
      .join(', '),
  ];
}

export const served: Check = {
  name: 'served',
  kind: 'reordered',
  promises: [3],
  claim: 'the server gives everybody each message as the changes in the log have made it',
  run(evidence) {
    const findings: Finding[] = [];
    let looked = 0;
    for (const { user, name, conversation, lines } of evidence.quiet.accounts) {
      looked += lines.length;
      const given = new Map(lines.map((line) => [line.seq, line]));
      const expected = linesFor(evidence, user, conversation).map((line) => {
        const shown = shownTo(user, line);
        const isAsSent = shown.edited > evidence.leftWith(user, conversation);
        return isAsSent ? asSent(evidence, line, { ...shown, ...mentionsIn(given.get(shown.seq)) }) : shown;
      });
      const difference = differenceOf(lines, expected);
      if (difference === undefined) continue;
      const [seq, how] = difference;
      findings.push({
        key: `served ${name} ${conversation}`,
        sentence: `${name} is given number ${seq} of ${evidence.nameOf(conversation)} ${how}.`,
        about: { conversation, seqs: [seq] },
      });
    }
    return { looked, findings };
  },
};

/** Who has left a group gets what was edited afterwards as it was sent. */
function asSent(evidence: Evidence, { message }: Line, shown: Shown): Shown {
  return { ...shown, text: evidence.sendOf(message.id)?.first.text ?? '', edited: 0 };
}

/** Whom a message mentioned when it was sent, nobody else has recorded. */
function mentionsIn(given: Shown | undefined): Pick<Shown, 'mentions'> {
  return { mentions: given?.mentions ?? [] };
}

export const samePicture: Check = {
  name: 'same-picture',
  kind: 'reordered',
  promises: [3, 6],
  claim: 'every device shows each message as the changes in the log have made it',
  run(evidence) {
    const findings: Finding[] = [];
    let looked = 0;
    for (const { who, user, conversation, seqs, lines } of evidence.quiet.pictures) {
      // Whoever lacks messages shows something else; that is reported as what it is.
      if (!evidence.visible(user, conversation).every(({ seq }) => seqs.has(seq))) continue;
      // Changes that its user may not see do not come to a device.
      const known = linesFor(evidence, user, conversation).filter(({ entries }) =>
        entries.every(({ seq }) => evidence.maySee(user, conversation, seq) && seqs.has(seq)),
      );
      const isKnown = new Set(known.map(({ message }) => message.seq));
      looked += known.length;
      const difference = differenceOf(
        lines.filter(({ seq }) => isKnown.has(seq)),
        known.filter(({ message }) => seqs.has(message.seq)).map((line) => shownTo(user, line)),
      );
      if (difference === undefined) continue;
      const [seq, how] = difference;
      findings.push({
        key: `same-picture ${who} ${conversation}`,
        sentence: `${who} shows number ${seq} of ${evidence.nameOf(conversation)} ${how}.`,
        about: { who, conversation, seqs: [seq] },
      });
    }
    return { looked, findings };
  },
};

export const unread: Check = {
  name: 'unread',
  kind: 'reordered',
  promises: [3, 7],
  claim: 'what is unread, and who is mentioned there, is counted exactly',
  run(evidence) {
    const findings: Finding[] = [];
    let looked = 0;
    for (const { user, name, conversation, counts: counted } of evidence.quiet.accounts) {
      if (counted === undefined) continue;
      looked += 1;
      const lines = linesFor(evidence, user, conversation);
      const above = lines.filter(({ message }) => message.seq > counted.read);
      const expected = {
        unread: above.filter(counts).length,
        mentions: above.filter((line) => mentionsUser(line, user)).length,
      };
      const [least, most] = boundsOfRead(evidence, user, { conversation, lines });
      const wrong = [
        ...(counted.unread === expected.unread ? [] : [`${counted.unread} unread, not ${expected.unread}`]),
        ...(counted.mentions === expected.mentions
          ? []
          : [`${counted.mentions} unread mentions, not ${expected.mentions}`]),
        ...(counted.read >= least && counted.read <= most
          ? []
          : [`everything read up to ${counted.read}, not ${least === most ? least : `${least} to ${most}`}`]),
      ];
      if (wrong.length === 0) continue;
      findings.push({
        key: `unread ${name} ${conversation}`,
        sentence: `${name} has ${wrong.join(' and ')} in ${evidence.nameOf(conversation)}, having read up to ${counted.read}.`,
        about: { conversation },
      });
    }
    return { looked, findings };
  },
};

/** How far a user can have read: what they said, and where their devices have moved the cursor, surely or perhaps. */
function boundsOfRead(
  evidence: Evidence,
  user: number,
  { conversation, lines }: { readonly conversation: number; readonly lines: readonly Line[] },
): readonly [least: number, most: number] {
  const own = lines.findLast(({ message }) => message.sender === user && message.event === undefined);
  const isMove = (entry: Entry): boolean =>
    entry.op === 'move-cursor' && entry.user === user && entry.conversation === conversation;
  const readIn = (entries: readonly Entry[]): readonly number[] =>
    entries.flatMap((entry) => (isMove(entry) && entry.op === 'move-cursor' ? [entry.read ?? 0] : []));
  const said = own?.message.seq ?? 0;
  const sure = evidence.entries.filter((entry) => entry.op === 'move-cursor' && entry.stage === 'ok');
  const least = Math.max(said, ...readIn(sure));
  return [least, Math.max(least, ...readIn([...evidence.entries, ...(evidence.previous?.entries ?? [])]))];
}

export const erased: Check = {
  name: 'erased',
  kind: 'leaked',
  promises: [9],
  claim: 'the words of a recalled message are on nobody’s pages, on no device and in no file',
  run(evidence) {
    const gone = recalledIds(evidence);
    const findings: Finding[] = [];
    const { traces } = evidence.quiet;
    for (const { where, ids } of [...traces, ...deviceTraces(evidence)]) {
      const id = [...ids].find((each) => gone.has(each));
      const message = id === undefined ? undefined : gone.get(id)?.message;
      if (id === undefined || message === undefined) continue;
      const { conversation, seq } = message;
      findings.push({
        key: `erased ${where}`,
        sentence: `Number ${seq} of ${evidence.nameOf(conversation)} was recalled, and ${where} the words of ${id}.`,
        about: { ids: [id], conversation, seqs: [seq] },
      });
    }
    return { looked: traces.length === 0 ? 0 : gone.size, findings };
  },
};

/** What was recalled, by the ids of messages and of the entries that changed them. */
function recalledIds(evidence: Evidence): ReadonlyMap<string, Line> {
  const gone = new Map<string, Line>();
  for (const conversation of evidence.whole.keys()) {
    for (const line of evidence.fold(conversation).values()) {
      if (line.recall === undefined) continue;
      for (const { id } of [line.message, ...line.entries]) gone.set(id, line);
    }
  }
  return gone;
}

/** What devices show of messages of which they know that they were recalled. */
function* deviceTraces(evidence: Evidence): Iterable<Trace> {
  for (const { who, conversation, seqs, words } of evidence.quiet.pictures) {
    const ids = new Set<string>();
    for (const { message, recall } of evidence.fold(conversation).values()) {
      if (recall === undefined || !seqs.has(recall.seq)) continue;
      for (const id of words.get(message.seq) ?? []) ids.add(id);
    }
    yield { where: `${who} shows`, ids };
  }
}
