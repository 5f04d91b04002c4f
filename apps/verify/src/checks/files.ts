/**
 * Checks: the files of messages (promises 1 and 9).
 *
 * @module
 */
import type { Download } from '../account.ts';
import type { Check, Finding } from './check.ts';
import type { Evidence } from './evidence.ts';

/** A file in the log. */
export interface SentFile {
  readonly file: string;
  readonly conversation: number;
  readonly seq: number;
}

/** Files of messages in the log, also of those that were recalled, of which only their senders know. */
export function sentFiles(evidence: Evidence): readonly SentFile[] {
  const found: SentFile[] = [];
  for (const [conversation, messages] of evidence.whole) {
    for (const { seq, id, content } of messages) {
      const file = content.attachments[0]?.id ?? evidence.sendOf(id)?.first.file;
      if (file !== undefined) found.push({ file, conversation, seq });
    }
  }
  return found;
}

function ownersOf(
  evidence: Evidence,
): ReadonlyMap<string, { readonly owner: number; readonly hash: string }> {
  const owners = new Map(evidence.previous === undefined ? [] : ownersOf(evidence.previous));
  for (const entry of evidence.entries) {
    if (entry.op === 'upload') owners.set(entry.file, { owner: entry.user, hash: entry.hash });
  }
  return owners;
}

function isRecalled(evidence: Evidence, { conversation, seq }: Download): boolean {
  const line = evidence.fold(conversation).get(seq);
  return line === undefined || line.recall !== undefined;
}

export const filesKept: Check = {
  name: 'files-kept',
  kind: 'lost',
  promises: [1],
  claim: 'the file of every message is there, with the bytes that were sent, for everybody who may see it',
  run(evidence) {
    const owners = ownersOf(evidence);
    const findings: Finding[] = [];
    let looked = 0;
    for (const download of evidence.quiet.downloads) {
      const { user, name, file, conversation, seq, outcome } = download;
      const hash = owners.get(file)?.hash;
      const isTheirs = evidence.maySee(user, conversation, seq) && !isRecalled(evidence, download);
      if (!isTheirs || hash === undefined) continue;
      looked += 1;
      if (outcome.kind === 'got' && outcome.hash === hash) continue;
      const how = { got: 'gets other bytes', refused: 'is refused', failed: 'cannot get' }[outcome.kind];
      const what = outcome.kind === 'got' ? 'of the file' : 'the file';
      const why = outcome.kind === 'failed' ? ` (${outcome.how})` : '';
      findings.push({
        key: `files-kept ${name} ${file}`,
        sentence: `${name} ${how} ${what} of number ${seq} of ${evidence.nameOf(conversation)}${why}.`,
        about: { conversation, seqs: [seq] },
      });
    }
    return { looked, findings };
  },
};

export const filesClosed: Check = {
  name: 'files-closed',
  kind: 'leaked',
  promises: [9],
  claim: 'nobody gets the file of a message that they may not see, or that was recalled',
  run(evidence) {
    const owners = ownersOf(evidence);
    const findings: Finding[] = [];
    let looked = 0;
    for (const download of evidence.quiet.downloads) {
      const { user, name, file, conversation, seq, outcome } = download;
      if (owners.get(file)?.owner === user) continue;
      if (evidence.maySee(user, conversation, seq) && !isRecalled(evidence, download)) continue;
      looked += 1;
      if (outcome.kind !== 'got') continue;
      findings.push({
        key: `files-closed ${name} ${file}`,
        sentence: `${name} gets the file of number ${seq} of ${evidence.nameOf(conversation)}, which is not theirs to see.`,
        about: { conversation, seqs: [seq] },
      });
    }
    return { looked, findings };
  },
};
