/**
 * What holds of searching, wherever the index is.
 *
 * @module
 */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Client } from '@posthorn/client';
import { finds, soon, textsOf } from './finding.ts';
import { codeOf } from './people.ts';
import type { People, Person } from './people.ts';

export interface Rooms {
  readonly here: People;
  /** Elsewhere, if there is an elsewhere. */
  readonly there: People;
}

/** Registers the tests. Each has people of its own: names end with a number. */
export function searchRules(rooms: () => Rooms): void {
  let cast = 0;
  const three = async (): Promise<readonly [Person, Person, Person]> => {
    cast += 1;
    const { here, there } = rooms();
    return [await here.join(`ann${cast}`), await there.join(`bob${cast}`), await here.join(`cat${cast}`)];
  };

  it('finds words in every language, with what was found marked', async () => {
    const [ann, bob] = await three();
    const said = [
      'The budget for 2026 is here',
      '我家在上海东边',
      'こんにちは、東京タワー',
      '오늘 서울 날씨',
      'สวัสดีครับ',
      'مرحبا بالعالم',
      'नमस्ते दुनिया',
      'see snake_case and camelCase at https://example.com/a',
      'ＦＵＬＬ width 🎉',
      'Ünïcödé **café**',
    ];
    for (const text of said) await ann.client.send({ to: bob.id }, text).done;
    for (const [query, index] of [
      ['budget', 0],
      ['上海', 1],
      ['东', 1],
      ['東京', 2],
      ['서울', 3],
      ['สวัสดี', 4],
      ['بالعالم', 5],
      ['दुनिया', 6],
      ['case', 7],
      ['has:link', 7],
      ['full', 8],
      ['🎉', 8],
      ['unicode cafe', 9],
      ['"snake case"', 7],
      ['bud*', 0],
    ] as const) {
      await finds(bob.client, query, [said[index] ?? '']);
    }
    const { hits } = await bob.client.search('上海');
    assert.deepEqual(hits[0]?.marks, [{ start: 3, end: 5 }]);
    assert.equal((await bob.client.search('cafe')).hits[0]?.snippet, 'Ünïcödé café', 'without markup');
    assert.deepEqual(textsOf(await bob.client.search('  ')), []);
  });

  it('follows edits, recalls, hiding and polls', async () => {
    const [ann, bob] = await three();
    const { conversation, seq } = await ann.client.send({ to: bob.id }, 'meet me at the harbour').done;
    await finds(bob.client, 'harbour', ['meet me at the harbour']);
    const edit = { case: 'edit', value: { target: seq, text: 'meet me at the station' } } as const;
    await ann.client.send({ conversation }, { kind: edit }).done;
    await finds(bob.client, 'station', ['meet me at the station']);
    await finds(bob.client, 'harbour', []);
    await bob.client.mine.set(`hide/${conversation}/${seq}`, {});
    await finds(bob.client, 'station', []);
    await finds(ann.client, 'station', ['meet me at the station']);
    await ann.client.send({ conversation }, { kind: { case: 'recall', value: { target: seq } } }).done;
    await finds(ann.client, 'station', []);
    const poll = { case: 'poll', value: { options: ['pizza', 'sushi'] } } as const;
    await ann.client.send({ conversation }, { text: 'What shall we eat?', kind: poll }).done;
    await finds(bob.client, 'sushi kind:poll', ['What shall we eat?']);
    await finds(bob.client, 'sushi -kind:poll', []);
  });

  it('shows everybody what they may read and nothing else, in hits and in counts', async () => {
    const [ann, bob, cat] = await three();
    const outsider = await rooms().here.join(`dan${cast}`);
    const word = `needle${cast}`;
    const { id } = await ann.client.call('createGroup', { title: 'Inn', members: [bob.id] });
    const say = async (text: string): Promise<number> =>
      (await ann.client.send({ conversation: id }, text).done).seq;
    const first = await say(`one ${word}`);
    await ann.client.call('removeMember', { conversation: id, user: bob.id });
    await say(`two ${word}`);
    await ann.client.call('addMembers', { conversation: id, users: [cat.id] });
    await say(`three ${word}`);
    await finds(ann.client, word, [`three ${word}`, `two ${word}`, `one ${word}`]);
    const edit = { case: 'edit', value: { target: first, text: `one ${word} secretly` } } as const;
    await ann.client.send({ conversation: id }, { kind: edit }).done;
    await finds(ann.client, 'secretly', [`one ${word} secretly`]);
    const seen: readonly (readonly [Client, readonly string[]])[] = [
      [ann.client, [`three ${word}`, `two ${word}`, `one ${word} secretly`]],
      [bob.client, [`one ${word}`]],
      [cat.client, [`three ${word}`]],
      [outsider.client, []],
    ];
    for (const [client, texts] of seen) {
      const found = await finds(client, word, texts, { counts: true });
      const counts = texts.length === 0 ? [] : [{ conversation: id, count: texts.length, more: false }];
      assert.deepEqual(found.counts, counts);
    }
    for (const query of ['secretly', `${word} secretly`]) {
      const found = await bob.client.search(query, { counts: true });
      assert.deepEqual([textsOf(found), found.counts, found.next], [[], [], ''], 'what came after leaving');
    }
    assert.equal(await codeOf(outsider.client.search(word, { conversation: id })), 'NOT_A_MEMBER');
    assert.deepEqual(textsOf(await outsider.client.search(`in:Inn ${word}`)), []);
    await bob.client.call('forgetConversation', { conversation: id });
    await finds(bob.client, word, []);
  });

  it('takes filters by names that the reader knows, and says what it did not understand', async () => {
    const [ann, bob, cat] = await three();
    const name = `ann${cast}`;
    await ann.client.call('updateProfile', { displayName: `张伟${cast}` });
    const { id } = await ann.client.call('createGroup', { title: `Proj ${cast}`, members: [bob.id, cat.id] });
    await ann.client.send({ conversation: id }, 'plan by ann').done;
    await cat.client.send({ conversation: id }, 'plan by cat').done;
    await ann.client.send({ to: bob.id }, 'plan for two').done;
    const { client } = bob;
    await finds(client, 'plan', ['plan for two', 'plan by cat', 'plan by ann']);
    await finds(client, `plan from:${name}`, ['plan for two', 'plan by ann']);
    await finds(client, `plan from:zhangwei${cast}`, ['plan for two', 'plan by ann']);
    await finds(client, `plan -from:${name}`, ['plan by cat']);
    await finds(client, `plan in:"proj ${cast}"`, ['plan by cat', 'plan by ann']);
    await finds(client, `plan in:${name}`, ['plan for two']);
    await finds(client, `plan -in:#${id}`, ['plan for two']);
    await finds(client, 'plan', ['plan for two'], { user: ann.id });
    await finds(client, 'plan', ['plan by cat', 'plan by ann'], { conversation: id });
    await finds(client, 'plan -cat', ['plan for two', 'plan by ann']);
    await finds(client, 'plan before:2020', []);
    await finds(client, 'plan after:2020 -two', ['plan by cat', 'plan by ann']);
    const typed = 'plan from:nobody-here before:yesterday';
    const { hits, notes } = await client.search(typed);
    assert.deepEqual(hits, []);
    assert.deepEqual(
      notes.map(({ code, start, end }) => [code, typed.slice(start, end)]),
      [
        ['NO_DAY', 'before:yesterday'],
        ['UNKNOWN_USER', 'nobody-here'],
      ],
    );
    assert.equal(await codeOf(client.search('plan after:2020', { zone: 'Moon/Crater' })), 'INVALID');
  });

  it('gives pages in which nothing is twice or missing while others write', async () => {
    const [ann, bob] = await three();
    const said = Array.from({ length: 25 }, (_, index) => `page ${index}`);
    for (const text of said) await ann.client.send({ to: bob.id }, text).done;
    await soon(
      () => bob.client.search('page', { counts: true }),
      ({ counts }) => assert.equal(counts[0]?.count, said.length),
    );
    for (const order of ['newest', 'best'] as const) {
      const seen: string[] = [];
      let cursor = '';
      do {
        const found = await bob.client.search('page', { order, cursor, limit: 10 });
        seen.push(...textsOf(found));
        cursor = found.next;
        await ann.client.send({ to: bob.id }, 'one page more').done;
      } while (cursor !== '');
      const old = seen.filter((text) => text !== 'one page more');
      assert.deepEqual(old.toSorted(), said.toSorted(), order);
      if (order === 'newest') assert.deepEqual(old, said.toReversed());
    }
    assert.equal(await codeOf(bob.client.search('page', { cursor: "1' OR 1=1" })), 'INVALID');
  });

  it('finds people and conversations by what one types of their names', async () => {
    const [ann, bob, cat] = await three();
    const title = `预算讨论组${cast}`;
    const { id } = await ann.client.call('createGroup', { title, members: [bob.id] });
    await cat.client.call('updateProfile', { displayName: `李小龙${cast}` });
    await ann.client.send({ to: bob.id }, 'hello').done;
    const found = async (client: Client, text: string): Promise<readonly (readonly number[])[]> => {
      const { users, conversations } = await client.call('findAnything', { text });
      return [users.map((user) => user.id), conversations.map((each) => each.id)];
    };
    const finding = (
      client: Client,
      text: string,
      expected: readonly (readonly number[])[],
    ): Promise<unknown> =>
      soon(
        () => found(client, text),
        (answer) => assert.deepEqual(answer, expected, text),
      );
    for (const text of [`李小龙${cast}`, `lixiaolong${cast}`, `lxl${cast}`])
      await finding(bob.client, text, [[cat.id], []]);
    for (const text of ['预算讨论组', `ystlz${cast}`, `yusuan taolunzu${cast}`]) {
      assert.ok((await found(bob.client, text))[1]?.includes(id) === true, text);
      assert.ok((await found(cat.client, text))[1]?.includes(id) !== true, text);
    }
    await cat.client.call('setPrivacy', { find: 'nobody' });
    await finding(bob.client, `lxl${cast}`, [[], []]);
    const [users, conversations] = await found(bob.client, `ann${cast}`);
    assert.deepEqual([users, conversations?.length], [[ann.id], 1], 'with the conversation with them');
  });

  it('bounds what one may ask for', async () => {
    const [, bob] = await three();
    assert.equal(await codeOf(bob.client.search('x'.repeat(5000))), 'TOO_LARGE');
    const many = await bob.client.search(Array.from({ length: 100 }, (_, index) => `w${index}`).join(' '));
    assert.ok(many.notes.some(({ code }) => code === 'TOO_MANY'));
    assert.equal(await codeOf(bob.client.search('a* -b* "c d"*')), 'OK');
    const answers = await Promise.all(Array.from({ length: 30 }, () => codeOf(bob.client.search('x'))));
    assert.deepEqual(
      [...new Set(answers)].filter((code) => code !== 'OK' && code !== 'RATE_LIMITED'),
      [],
    );
  });
}
