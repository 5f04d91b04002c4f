import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MqttError } from './error.ts';
import { parseFilter, parseTopic, topicOf } from './topics.ts';

function refusal(run: () => unknown): number {
  try {
    run();
  } catch (error) {
    if (error instanceof MqttError) return error.reasonCode;
    throw error;
  }
  return 0;
}

describe('topics', () => {
  it('name chats, and what is below them', () => {
    const romeo = { kind: 'direct', name: 'romeo' } as const;
    const group = { kind: 'group', id: 7 } as const;
    for (const [name, topic] of [
      ['u/romeo', { part: 'chat', chat: romeo, form: 'text' }],
      ['u/romeo/json', { part: 'chat', chat: romeo, form: 'json' }],
      ['u/romeo/m/a-1', { part: 'chat', chat: romeo, form: 'text', clientId: 'a-1' }],
      [
        'u/json/json/m/json',
        { part: 'chat', chat: { kind: 'direct', name: 'json' }, form: 'json', clientId: 'json' },
      ],
      ['g/7', { part: 'chat', chat: group, form: 'text' }],
      ['g/7/typing', { part: 'typing', chat: group }],
      ['g/7/pull', { part: 'pull', chat: group }],
      ['lobby', { part: 'chat', chat: { kind: 'lobby' }, form: 'text' }],
      ['lobby/json', { part: 'chat', chat: { kind: 'lobby' }, form: 'json' }],
      ['inbox/read', { part: 'read', chat: { kind: 'inbox' } }],
      ['presence/罗密欧', { part: 'presence', name: '罗密欧' }],
      ['reply/a/b', { part: 'reply', path: 'reply/a/b' }],
    ] as const) {
      assert.deepEqual(parseTopic(name), topic, name);
    }
    assert.equal(topicOf(romeo), 'u/romeo');
    assert.equal(topicOf(group), 'g/7');
    assert.equal(topicOf({ kind: 'inbox' }), 'inbox');
  });

  it('are refused when they name nothing', () => {
    const odd = ['', `u/${'x'.repeat(129)}`, `u/romeo/m/${'x'.repeat(65)}`, `u/romeo/m/${'é'.repeat(33)}`];
    const others =
      '/ u u/ /u/romeo u/romeo/ u//json U/romeo u/romeo/xml u/romeo/json/typing g/ g/0 g/07 g/-1 g/1.5 g/seven lobby/ ' +
      'g/9007199254740993 lobbys lobby/m presence presence/ presence/a/b reply sensors/kitchen $SYS/uptime u/romeo/m/ u/romeo/m/a/b';
    for (const name of [...odd, ...others.split(' ')])
      assert.equal(
        refusal(() => parseTopic(name)),
        0x90,
        name,
      );
  });
});

describe('filters', () => {
  it('are taken when they can mean a topic of this server', () => {
    const right =
      '# + +/+ +/# +/+/+ u/+ u/# u/+/# u/romeo u/romeo/# u/+/json +/+/json u/romeo/json/# g/+ g/7 g/+/typing lobby lobby/# ' +
      'lobby/+ inbox inbox/json +/romeo +/typing presence/+ presence/# presence/romeo reply/# reply/a/+/c reply/+';
    for (const filter of right.split(' ')) assert.doesNotThrow(() => parseFilter(filter), filter);
  });

  it('are refused otherwise, and shared ones by a code of their own', () => {
    const wrong =
      '/ /# u u/ u/ro+ u/#/json #/json u/romeo# ++ u/+/+/+/+ sensors/# g/x g/0 u/romeo/pull u/romeo/m/+ u/romeo/m/a ' +
      'presence/a/b $SYS/# $SYS/broker reply';
    const long = [`${'+/'.repeat(30_000)}+`, `reply/${'x'.repeat(600)}`];
    for (const filter of ['', ...long, ...wrong.split(' ')])
      assert.equal(
        refusal(() => parseFilter(filter)),
        0x8f,
        filter.slice(0, 40),
      );
    assert.equal(
      refusal(() => parseFilter('$share/us/u/+')),
      0x9e,
    );
  });
});
