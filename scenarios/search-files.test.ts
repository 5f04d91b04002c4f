/** Files are found by their names and by what their senders say is in them. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { connect } from '@posthorn/client/node';
import type { Attachment } from '@posthorn/protocol';
import { files } from '@posthorn/client/files';
import { FilesPlace } from '@posthorn/testing/files-place';
import { finds } from './support/finding.ts';

it('finds files by name, by what is said of them, and by their kind', async (t) => {
  const place = await FilesPlace.open();
  t.after(() => place[Symbol.asyncDispose]());
  const join = async (user: string) => {
    const client = await connect({ server: place.httpUrl, user, password: 'pw', register: true });
    t.after(() => client.close());
    await new Promise<void>((resolve) => void client.on('synced', resolve));
    return client;
  };
  const [ann, bob] = [await join('ann'), await join('bob')];
  const upload = (name: string, alt = ''): Promise<Attachment> =>
    files(ann).upload(Buffer.from(`the bytes of ${name}`), { name, alt }).done;
  const attachments = [await upload('Quarterly_Report-2026.txt', 'a table of numbers')];
  await ann.send({ to: 'bob' }, { text: '', attachments }).done;
  await ann.send({ to: 'bob' }, 'the report comes later').done;
  const found = await finds(bob, 'report has:file', ['']);
  assert.deepEqual(
    found.hits.map(({ snippet, matched, message }) => [
      snippet,
      matched,
      message.content.attachments[0]?.name,
    ]),
    [['Quarterly_Report-2026.txt', 'file-name', 'Quarterly_Report-2026.txt']],
  );
  await finds(bob, 'quarterly', ['']);
  await finds(bob, '"table of numbers"', ['']);
  await finds(bob, 'report', ['the report comes later', '']);
  await finds(bob, 'report -has:file', ['the report comes later']);
  await finds(bob, 'kind:file', ['']);
});
