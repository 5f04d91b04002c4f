/** What names something of this server alone in a user's own space stands beside the rest, and comes back. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { putTogether, takenApart } from './own-names.ts';

const ENTRIES = {
  'draft/4': '{"text":"But so","replyTo":12,"thread":7}',
  'draft/4/7': '{"text":"But so","thread":7}',
  'pin/4': '1.5',
  'archive/4': '{"through":120}',
  'mute/4': '{"until":1767225600000}',
  'unread/4': '{"from":120}',
  'unread/4/7': '{"from":120}',
  'level/4': '"mentions"',
  'star/4/9': '{"time":1767225600000}',
  'hide/4/9': '{}',
  'contact/5': '{"remark":"Ann from rowing"}',
  'folder/work-1': '{"title":"Work","order":2,"conversations":[4,17]}',
  'push/content': '"all"',
  'app/com.example/4': '{"through":4}',
  emoji: '{"tone":"dark"}',
};

describe('an entry of a space of one’s own', () => {
  it('has no numbers of the server in what is left of it', () => {
    const { key, conversation, seq, value, seqs } = takenApart('draft/4/7', ENTRIES['draft/4/7']);
    assert.deepEqual(
      [key, conversation, seq, value, seqs],
      ['draft', 4, 7, '{"text":"But so"}', { thread: 7 }],
    );
    const folder = takenApart('folder/work-1', ENTRIES['folder/work-1']);
    assert.deepEqual([folder.key, folder.value], ['folder/work-1', '{"title":"Work","order":2}']);
    assert.deepEqual(folder.conversations, [4, 17]);
    assert.equal(takenApart('contact/5', '{}').user, 5);
  });

  it('is what it was when it is put together', () => {
    for (const [key, value] of Object.entries(ENTRIES))
      assert.deepEqual(putTogether(takenApart(key, value)), { key, value });
  });

  it('goes as it is if it is none that clients agree on', () => {
    for (const [key, value] of [
      ['draft/x', 'no JSON'],
      ['star/4/9/1', '{}'],
      ['folder/a', '[1]'],
      ['archive/4', '"{"'],
      ['unread/4', '{"from":"12"}'],
    ] as const)
      assert.equal(putTogether(takenApart(key, value)).key, key);
    assert.equal(putTogether(takenApart('draft/4', 'no JSON')).value, 'no JSON');
  });
});
