import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Field } from '@posthorn/protocol';
import { botCommandIn, fieldsUsage, mayBeCommand, writtenName } from './bot-command.ts';
import type { BotCommand } from './bot-command.ts';
import { firstValues, isFromCalendar, missingField, sentValues } from './bot-form.ts';
import { timelineRows } from './timeline-rows.ts';

function field(name: string, more: Partial<Field> = {}): Field {
  const rest = { required: false, description: '', choices: [], label: '', value: '', multiline: false };
  return { name, type: 'text', ...rest, ...more };
}

describe('a form of a bot', () => {
  const size = { value: 's', label: 'Small', description: '' };

  it('begins with what the bot has put there', () => {
    const fields = [
      field('why', { value: 'because' }),
      field('sure', { type: 'boolean', value: 'yes' }),
      field('size', { type: 'choice', required: true, choices: [size] }),
      field('extra', { type: 'choice', choices: [size] }),
    ];
    assert.deepEqual(firstValues(fields), { why: 'because', sure: 'true', size: 's', extra: '' });
  });

  it('takes times from a calendar, unless they were begun in words', () => {
    assert.equal(isFromCalendar(field('when', { type: 'time' })), true);
    assert.equal(isFromCalendar(field('when', { type: 'time', value: '10m' })), false);
    const { when } = firstValues([field('when', { type: 'time', value: '1800000000000' })]);
    assert.match(when ?? '', /^2027-01-1\dT\d\d:\d\d$/);
  });

  it('says what is missing, and leaves out what is empty', () => {
    const fields = [field('why', { required: true }), field('more')];
    assert.equal(missingField(fields, { why: ' ', more: '' })?.name, 'why');
    assert.equal(missingField(fields, { why: 'so', more: '' }), undefined);
    assert.deepEqual(sentValues(fields, { why: 'so', more: '' }), [{ name: 'why', value: 'so' }]);
  });
});

it('what bots show stands at the end of the newest part, and is the same row until it changes', () => {
  const note = { conversation: 1, user: 3, stream: 'a', text: 'It', replyTo: 0, thread: 0, abandoned: false };
  const message = { id: 9, conversation: 1, from: 3, time: 1, text: 'only you', components: undefined };
  const input = { messages: [], isAtStart: true, isAtEnd: true, outgoing: [], newAfter: undefined };
  const bots = { ephemerals: [message], streams: [note] };
  const rows = timelineRows({ ...input, bots });
  assert.deepEqual(
    rows.map(({ type }) => type),
    ['start', 'ephemeral', 'stream'],
  );
  const grown = timelineRows({ ...input, bots: { ...bots, streams: [{ ...note, text: 'It grows' }] } }, rows);
  assert.equal(grown[1], rows[1]);
  assert.notEqual(grown[2], rows[2]);
  assert.deepEqual(timelineRows({ ...input, isAtStart: false, isAtEnd: false, bots }), []);
});

describe('a command of a bot', () => {
  const fields = [field('when', { type: 'time', required: true }), field('what')];
  const remind: BotCommand = { name: 'remind', description: '', fields, bot: 3, botName: 'helper' };
  const other: BotCommand = { ...remind, bot: 4, botName: 'clock' };
  const search: BotCommand = { ...remind, name: 'search', bot: 4, botName: 'clock' };

  it('is found by its name, or by that of its bot too', () => {
    assert.deepEqual(botCommandIn('/remind 10m milk ', [remind]), { command: remind, rest: '10m milk' });
    assert.equal(botCommandIn('/remind@Clock 10m', [remind, other])?.command, other);
    assert.equal(botCommandIn('/remindme', [remind]), undefined);
    assert.equal(mayBeCommand('/etc/hosts'), false);
    assert.equal(mayBeCommand('/remind\n10m'), true);
  });

  it('is written with its bot where the name alone says too little', () => {
    assert.equal(writtenName(remind, [remind, search]), '/remind');
    assert.equal(writtenName(other, [remind, other]), '/remind@clock');
    assert.equal(writtenName(search, [search]), '/search@clock');
    assert.equal(
      fieldsUsage(fields, ({ type }) => type),
      '<when: time> [what: text]',
    );
  });
});
