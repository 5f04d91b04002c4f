/**
 * Files: what messages and profiles refer to, and who may read it.
 *
 * @module
 */
import { completeContent, encodeContent } from '@posthorn/protocol';
import type { AttachmentInit } from '@posthorn/protocol';
import { filePath } from '@posthorn/protocol/words';
import { beginErasure } from '../../features/accounts/erasure-queries.ts';
import { updateProfile } from '../../features/accounts/user-queries.ts';
import * as placeQueries from '../../features/erasure/queries.ts';
import { collect, holdCollecting } from '../../features/files/collecting-queries.ts';
import { accessTo, filesByIds, filesOf, insertFile } from '../../features/files/file-queries.ts';
import { ALL, quotaOf, reserve } from '../../features/files/quota-queries.ts';
import {
  cancelScheduled,
  changeScheduled,
  createScheduled,
  eraseScheduled,
  settleScheduled,
} from '../../features/scheduled/queries.ts';
import { attachedFiles, attachmentsOf } from '../../store/files/attach.ts';
import { expire } from '../../store/log/expire.ts';
import type { AppendOutcome } from '../../store/log/log.ts';
import type { Effect } from '../../store/log/records.ts';
import assert from 'node:assert/strict';
import { inTurn, TIME } from './case.ts';
import type { Fixture, StoreCase } from './case.ts';
import {
  attach,
  attachmentOf,
  FILE_BYTES,
  fileId,
  hashOf,
  makeFile,
  newFile,
  NO_LIMITS,
  say,
} from './file-fixture.ts';

const [ROSE, SIGH, SONG] = [fileId(1), fileId(2), fileId(3)];
const RECALL = { type: 'recall', seesFrom: 1, withinMs: 0, isManager: false } as const;

function refusal(outcome: AppendOutcome): string {
  assert.equal(outcome.status, 'refused');
  return outcome.code;
}

async function appended(outcome: Promise<AppendOutcome>): Promise<number> {
  const found = await outcome;
  assert.equal(found.status, 'appended');
  return found.seq;
}

function recall(fixture: Fixture, place: readonly [number, number], target: number): Promise<AppendOutcome> {
  return say(fixture, place, { kind: { case: 'recall', value: { target } } }, { ...RECALL, target });
}

function reads({ store }: Fixture, user: number, file: string) {
  return store.run(accessTo, user, file);
}

/** The files that are left when all candidates have been looked at. */
async function left({ store }: Fixture, ...ids: readonly string[]): Promise<readonly string[]> {
  while ((await store.run(collect, TIME, TIME, 10)).candidates > 0);
  return (await store.run(filesByIds, ids)).map(({ id }) => id).toSorted();
}

export const fileCases: readonly StoreCase[] = [
  {
    name: 'keeps a file, once, and says what was said when it was made',
    async run(fixture) {
      const { store } = fixture;
      const [a = 0] = await fixture.users('Romeo');
      const thumbnails = [{ side: 320, hash: hashOf(2), bytes: 20, type: 'image/jpeg' }];
      await makeFile(fixture, { id: ROSE, owner: a, alt: 'a rose', thumbnails });
      const made = newFile({ id: ROSE, owner: a, alt: 'a rose', thumbnails });
      assert.equal(await store.run(insertFile, made), 'known');
      const { reserved: _reserved, unsentUntil: _until, ...kept } = made;
      const [found, ...more] = await store.run(filesByIds, [ROSE, SIGH]);
      assert.deepEqual(more, []);
      assert.deepEqual(
        { ...found, attachment: [...(found?.attachment ?? [])] },
        { ...kept, attachment: [...kept.attachment] },
      );
      assert.deepEqual(
        (await store.run(filesOf, a, '', 10)).map(({ id }) => id),
        [ROSE],
      );
      assert.deepEqual(await store.run(filesOf, a, ROSE, 10), []);
      assert.deepEqual(
        (await store.run(attachmentsOf, [ROSE])).map(({ id, alt }) => [id, alt]),
        [[ROSE, 'a rose']],
      );
    },
  },
  {
    name: 'attaches what its sender owns, as it is, and nothing else',
    async run(fixture) {
      const { a, b, conversation } = await fixture.direct();
      const [own, other] = [
        [conversation.id, a],
        [conversation.id, b],
      ] as const;
      const rose = await makeFile(fixture, { id: ROSE, owner: a });
      const unknown = attachmentOf({ id: SIGH, owner: a });
      assert.equal(refusal(await say(fixture, own, { attachments: [rose, unknown] })), 'NOT_FOUND');
      assert.equal(refusal(await say(fixture, other, { attachments: [rose] })), 'NOT_FOUND');
      for (const wrong of [
        { name: 'x.png' },
        { bytes: 1 },
        { type: 'text/html' },
        { width: 9 },
        { voice: true },
      ])
        assert.equal(refusal(await say(fixture, own, { attachments: [{ ...rose, ...wrong }] })), 'INVALID');
      // Nothing of what was refused is left.
      assert.deepEqual(await fixture.seqs(a, conversation.id), []);
      assert.equal(await appended(say(fixture, own, { attachments: [{ ...rose, alt: 'mine' }] })), 1);
      // Who may read it may pass it on.
      assert.equal(await appended(say(fixture, other, { attachments: [rose] })), 2);
      assert.deepEqual(await left(fixture, ROSE), [ROSE]);
    },
  },
  {
    name: 'lets a late repeat get its first ack, also when the file has gone (promise 2)',
    async run(fixture) {
      const { a, conversation } = await fixture.direct();
      const rose = await makeFile(fixture, { id: ROSE, owner: a });
      const message = await fixture.message(conversation.id, a, '', {
        content: encodeContent({ attachments: [rose] }),
        effect: attach([rose]),
      });
      await fixture.append(message);
      await appended(recall(fixture, [conversation.id, a], 1));
      assert.deepEqual(await left(fixture, ROSE), []);
      assert.partialDeepStrictEqual(await fixture.append(message), { status: 'repeated', seq: 1 });
    },
  },
  {
    name: 'lets those read a file who may read a message that has it (promise 9)',
    async run(fixture) {
      const [owner = 0, member = 0, late = 0, stranger = 0] = await fixture.users('A', 'B', 'C', 'D');
      const { id } = await fixture.group(owner, member);
      const rose = await makeFile(fixture, { id: ROSE, owner });
      assert.deepEqual(await reads(fixture, owner, ROSE), true, 'before it is sent');
      assert.deepEqual(await reads(fixture, member, ROSE), false);
      const seq = await appended(say(fixture, [id, owner], { attachments: [rose] }));
      await fixture.change(id, owner, { type: 'remove', users: [member] });
      await fixture.change(id, owner, { type: 'add', users: [late], role: 'member' });
      assert.deepEqual(await reads(fixture, member, ROSE), true, 'as the message');
      assert.deepEqual(await reads(fixture, late, ROSE), false, 'it came before them');
      assert.deepEqual(await reads(fixture, stranger, ROSE), false);
      assert.deepEqual(await reads(fixture, owner, SIGH), false, 'there is no such file');
      const second = await appended(say(fixture, [id, owner], { attachments: [rose] }));
      assert.deepEqual(await reads(fixture, late, ROSE), true);
      assert.equal(
        refusal(
          await say(fixture, [id, late], { attachments: [await makeFile(fixture, { id: SIGH, owner })] }),
        ),
        'NOT_FOUND',
      );
      await appended(recall(fixture, [id, owner], second));
      assert.deepEqual(await reads(fixture, late, ROSE), false);
      assert.deepEqual(await reads(fixture, owner, ROSE), true);
      await appended(recall(fixture, [id, owner], seq));
      for (const user of [owner, member, late]) assert.deepEqual(await reads(fixture, user, ROSE), false);
    },
  },
  {
    name: 'finds the message that a reader may see among very many that have the file',
    async run(fixture) {
      const { a, b } = await fixture.direct();
      const group = await fixture.group(a, b);
      const rose = await makeFile(fixture, { id: ROSE, owner: a });
      await fixture.change(group.id, a, { type: 'remove', users: [b] });
      const many = await inTurn(150, () =>
        fixture.message(group.id, a, '', {
          content: encodeContent({ attachments: [rose] }),
          effect: attach([rose]),
        }),
      );
      await fixture.store.log.append(many);
      assert.deepEqual(await reads(fixture, b, ROSE), false);
      await fixture.change(group.id, a, { type: 'add', users: [b], role: 'member' });
      await appended(say(fixture, [group.id, a], { attachments: [rose] }));
      assert.deepEqual(await reads(fixture, b, ROSE), true);
    },
  },
  {
    name: 'lets a file go with the last words that have it: recalled, expired, erased',
    async run(fixture) {
      const { store } = fixture;
      const { a, b, conversation } = await fixture.direct();
      const { id } = conversation;
      const files: AttachmentInit[] = [];
      for (const file of [ROSE, SIGH, SONG]) files.push(await makeFile(fixture, { id: file, owner: a }));
      const [rose, sigh, song] = files as [AttachmentInit, AttachmentInit, AttachmentInit];
      await appended(say(fixture, [id, a], { attachments: [rose] }));
      await appended(say(fixture, [id, a], { text: 'again', attachments: [rose, sigh] }));
      await appended(say(fixture, [id, b], { attachments: [sigh] }));
      await appended(say(fixture, [id, a], { attachments: [song, rose] }));
      assert.equal(await store.run(expire, id, TIME + 1, 1), 1);
      assert.deepEqual(await left(fixture, ROSE, SIGH, SONG), [ROSE, SIGH, SONG]);
      await appended(recall(fixture, [id, a], 2));
      assert.deepEqual(await left(fixture, ROSE, SIGH, SONG), [ROSE, SIGH, SONG]);
      await store.run(placeQueries.eraseWords, a, id, { from: 1, to: 5 }, encodeContent({ text: 'gone' }));
      assert.deepEqual(await left(fixture, ROSE, SIGH, SONG), [SIGH]);
      assert.equal(await store.run(expire, id, TIME + 1, 10), 4);
      assert.deepEqual(await left(fixture, SIGH), []);
      assert.deepEqual(await store.run(quotaOf, a), { bytes: 0, files: 0 });
    },
  },
  {
    name: 'keeps the files of a message that is edited, and lets it be edited to no text',
    async run(fixture) {
      const { a, conversation } = await fixture.direct();
      const place = [conversation.id, a] as const;
      const rose = await makeFile(fixture, { id: ROSE, owner: a });
      await appended(say(fixture, place, { text: 'a rose', attachments: [rose] }));
      await appended(say(fixture, place, { text: 'a word' }));
      const edit = (target: number): Promise<AppendOutcome> =>
        say(
          fixture,
          place,
          { kind: { case: 'edit', value: { target } } },
          {
            type: 'edit',
            target,
            seesFrom: 1,
            withinMs: 0,
            mentioned: [],
          },
        );
      assert.equal(refusal(await edit(2)), 'INVALID');
      await appended(edit(1));
      const [message] = (await fixture.pull(a, { conversation: conversation.id, limit: 1 })).messages;
      assert.deepEqual(
        Buffer.from(message?.content ?? []),
        Buffer.from(encodeContent({ attachments: [rose] })),
      );
      assert.deepEqual(await left(fixture, ROSE), [ROSE]);
      await appended(recall(fixture, place, 1));
      assert.deepEqual(await left(fixture, ROSE), []);
    },
  },
  {
    name: 'lets a user and a group have a picture that is a file, until they have another one',
    async run(fixture) {
      const { store } = fixture;
      const [a = 0, b = 0] = await fixture.users('Romeo', 'Juliet');
      const { id } = await fixture.group(a, b);
      await makeFile(fixture, { id: ROSE, owner: a });
      await makeFile(fixture, { id: SIGH, owner: a, type: 'audio/ogg' });
      await makeFile(fixture, { id: SONG, owner: a });
      const setAvatar = (user: number, file: string) =>
        store.run(updateProfile, user, { avatarUrl: filePath(file) });
      const setPicture = async (user: number, pictureUrl: string): Promise<AppendOutcome> => {
        const effect: Effect = { type: 'settings', changes: { pictureUrl } };
        return fixture.append(await fixture.message(id, user, 'set', { effect, counts: false }));
      };
      assert.partialDeepStrictEqual(await setAvatar(a, SIGH), { code: 'INVALID' });
      assert.partialDeepStrictEqual(await setAvatar(b, ROSE), { code: 'NOT_FOUND' });
      assert.partialDeepStrictEqual(await setAvatar(a, fileId(9)), { code: 'NOT_FOUND' });
      assert.partialDeepStrictEqual(await setAvatar(a, ROSE), { avatarUrl: filePath(ROSE) });
      assert.deepEqual(await reads(fixture, b, ROSE), true);
      assert.equal(refusal(await setPicture(b, filePath(SONG))), 'NOT_FOUND');
      await appended(setPicture(a, filePath(SONG)));
      // It is there already, so it may stay.
      await appended(setPicture(b, filePath(SONG)));
      assert.deepEqual(await reads(fixture, b, SONG), true);
      assert.deepEqual(await left(fixture, ROSE, SONG), [ROSE, SONG]);
      await appended(setPicture(b, ''));
      assert.deepEqual(await left(fixture, ROSE, SONG), [ROSE]);
      await store.run(updateProfile, a, { avatarUrl: 'https://verona.example/romeo.png' });
      assert.deepEqual(await left(fixture, ROSE), []);
      await makeFile(fixture, { id: ROSE, owner: b });
      await setAvatar(b, ROSE);
      const erasure = { user: b, requestedBy: a, requestedAt: TIME, words: true };
      assert.partialDeepStrictEqual(await store.run(beginErasure, erasure), { status: 'begun' });
      assert.deepEqual(await left(fixture, ROSE), []);
      // It is not theirs any more.
      await makeFile(fixture, { id: SONG, owner: b });
      await setAvatar(b, SONG);
      assert.deepEqual(await reads(fixture, a, SONG), false);
    },
  },
  {
    name: 'keeps the files of what is sent later, until it is sent or not',
    async run(fixture) {
      const { store } = fixture;
      const { a, conversation } = await fixture.direct();
      const schedule = async (
        clientId: string,
        ...attachments: readonly AttachmentInit[]
      ): Promise<number> => {
        const content = completeContent({ attachments });
        const outcome = await store.run(
          createScheduled,
          {
            user: a,
            conversation: conversation.id,
            clientId,
            content: encodeContent(content),
            due: TIME,
            files: attachedFiles(content.attachments),
          },
          10,
        );
        assert.equal(outcome.status, 'made');
        return outcome.record.id;
      };
      const rose = await makeFile(fixture, { id: ROSE, owner: a });
      const sigh = await makeFile(fixture, { id: SIGH, owner: a });
      const song = await makeFile(fixture, { id: SONG, owner: a });
      await assert.rejects(schedule('unknown', attachmentOf({ id: fileId(9), owner: a })));
      const first = await schedule('first', rose);
      const second = await schedule('second', sigh);
      await schedule('third', song);
      assert.deepEqual(await left(fixture, ROSE, SIGH, SONG), [ROSE, SIGH, SONG]);
      assert.equal(
        await store.run(changeScheduled, a, first, { content: encodeContent({ text: 'x' }), files: [] }),
        'changed',
      );
      assert.deepEqual(await left(fixture, ROSE, SIGH, SONG), [SIGH, SONG]);
      assert.equal(await store.run(cancelScheduled, a, second, TIME), 'changed');
      assert.deepEqual(await left(fixture, ROSE, SIGH, SONG), [SONG]);
      const again = await makeFile(fixture, { id: SIGH, owner: a });
      const fourth = await schedule('fourth', again);
      await appended(say(fixture, [conversation.id, a], { attachments: [again] }));
      await store.run(settleScheduled, { sent: [fourth], failed: [], waiting: [] });
      await store.run(eraseScheduled, a);
      assert.deepEqual(await left(fixture, ROSE, SIGH, SONG), [SIGH]);
    },
  },
  {
    name: 'bounds what one user has, and all of them',
    async run(fixture) {
      const { store } = fixture;
      const limits = { perUser: 100, all: 150 };
      assert.equal(await store.run(reserve, 7, 101, limits), 'user-full');
      assert.equal(await store.run(reserve, 7, 100, limits), 'reserved');
      assert.equal(await store.run(reserve, 7, 1, limits), 'user-full');
      assert.equal(await store.run(reserve, 8, 60, limits), 'all-full');
      assert.equal(await store.run(reserve, 8, 50, limits), 'reserved');
      assert.deepEqual(await store.run(quotaOf, ALL), { bytes: 150, files: 2 });
      // It became shorter than was said.
      await store.run(insertFile, { ...newFile({ id: ROSE, owner: 7 }), bytes: 30, reserved: 100 });
      assert.deepEqual(await store.run(quotaOf, 7), { bytes: 30, files: 1 });
      assert.deepEqual(await store.run(quotaOf, ALL), { bytes: 80, files: 2 });
      assert.equal(await store.run(reserve, 9, FILE_BYTES, NO_LIMITS), 'reserved');
    },
  },
  {
    name: 'collects what was never sent, after its time, and not while somebody copies what there is',
    async run(fixture) {
      const [a = 0] = await fixture.users('Romeo');
      await makeFile(fixture, { id: ROSE, owner: a });
      const [{ unsentUntil }] = [newFile({ id: ROSE, owner: a })];
      const at = (now: number) => fixture.store.run(collect, now, now, 10);
      assert.deepEqual(await at(unsentUntil - 1), { candidates: 0, files: 0, going: [] });
      await fixture.store.run(holdCollecting, unsentUntil + 1);
      assert.deepEqual(await at(unsentUntil), { candidates: 0, files: 0, going: [] });
      await fixture.store.run(holdCollecting, unsentUntil);
      assert.deepEqual(await at(unsentUntil), { candidates: 1, files: 1, going: [hashOf(1)] });
    },
  },
];
