/** What is offered behind a slash, what numbers mean, and that labels of bots are harmless. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decodeComponents, encodeComponents } from '@posthorn/protocol';
import type { Components, ComponentsInit, Field } from '@posthorn/protocol';
import { lineOf, slashIn } from '../../src/bots/commands-of.ts';
import type { KnownCommand } from '../../src/bots/commands-of.ts';
import { componentFields, componentLines, pressOf } from '../../src/bots/components.ts';
import { outcomeWords } from '../../src/bots/interact.ts';
import { componentRows } from '../../src/chat/component-rows.ts';
import { openField, sent, withAnswer, withoutRefused } from '../../src/chat/filling.ts';
import type { Filling } from '../../src/chat/filling.ts';
import { slashHint, slashSuggestions } from '../../src/chat/slash.ts';
import { textOf } from '../../src/chat/styled.ts';
import { typed, unescaped } from '../../src/chat/typed.ts';

function field(name: string, type: Field['type'], more: Partial<Field> = {}): Field {
  const rest = { description: '', choices: [], label: '', value: '', multiline: false };
  return { name, type, required: false, ...rest, ...more };
}

function components(made: ComponentsInit): Components {
  return decodeComponents(encodeComponents(made));
}

describe('a slash', () => {
  const choices = ['soup', 'the large pie'].map((value) => ({ value, label: '', description: '' }));
  const order: KnownCommand = {
    name: 'order',
    description: 'Orders',
    fields: [
      field('dish', 'choice', { required: true, choices }),
      field('at', 'time'),
      field('whom', 'user'),
      field('note', 'text'),
    ],
    bot: 1,
    botName: 'cook',
  };
  const other = { ...order, bot: 2, botName: 'baker', fields: [] };
  const nearby = { names: ['ann', 'bob'], conversations: [{ id: 7, title: 'Cell' }] };
  const offered = (before: string, commands = [order]): readonly string[] =>
    slashSuggestions(before, commands, nearby).map(({ text }) => text);

  it('offers commands, with their bots if two have one of the same name', () => {
    assert.deepEqual(offered('/'), ['/order ']);
    assert.deepEqual(offered('/order', [order, other]), ['/order@cook ', '/order@baker ']);
    assert.deepEqual(offered('/pay'), []);
  });

  it('offers values by the types of what is asked for, in order or by name', () => {
    assert.deepEqual(offered('/order '), ['/order soup ', '/order "the large pie" ']);
    assert.deepEqual(offered('/order s'), ['/order soup ']);
    assert.deepEqual(offered('/order "the'), ['/order "the large pie" ']);
    assert.deepEqual(offered('/order "the large pie" 1'), [
      '/order "the large pie" 10m ',
      '/order "the large pie" 1h ',
      '/order "the large pie" 1d ',
      '/order "the large pie" 18:30 ',
    ]);
    assert.deepEqual(offered('/order soup whom:@b'), ['/order soup whom:@bob ']);
    assert.deepEqual(offered('/order soup 10m ann it is '), []);
    assert.match(
      slashHint('/order soup ', [order]),
      /^at: a time, such as 10m or 18:30 · \/order <dish> \[at\]/,
    );
    assert.match(slashHint('/order', [order]), /^\/order <dish> \[at\] \[whom\] \[note\] · Orders · cook$/);
  });

  it('is one only at the beginning of a name; two of them are a text', () => {
    assert.deepEqual(slashIn('/order@cook  soup now '), { name: 'order', bot: 'cook', rest: 'soup now' });
    for (const text of ['/home/ann/x', '/', '/ order', '//order', 'a /order', '/1'])
      assert.notEqual(typed({ text, isPasted: false }).kind, 'slash', text);
    assert.equal(typed({ text: '/order', isPasted: true }).kind, 'text');
    assert.deepEqual(['//order x', '//a.example/', '/order'].map(unescaped), [
      '/order x',
      '//a.example/',
      '/order',
    ]);
  });

  it('is put together again after a shell has taken its quotes', () => {
    assert.equal(
      lineOf(['/order', 'the large pie', 'note:hot, "please"']),
      String.raw`/order "the large pie" note:"hot, \"please\""`,
    );
    assert.equal(lineOf(['/order "the large pie"']), '/order "the large pie"');
  });
});

describe('buttons and menus', () => {
  const shown = components({
    rows: [
      {
        buttons: [
          { id: 'a', label: 'Go\u001b]0;x\u0007\u202e' },
          { label: 'Look', url: 'https://a.example/\u001b[2J' },
        ],
      },
      {
        menu: {
          id: 'm',
          placeholder: 'Pick\u001b[31m',
          options: [{ value: 'r' }, { value: 'g' }],
          multiple: true,
        },
      },
    ],
  });

  it('cannot drive the terminal', () => {
    const rows = componentRows(shown, 80).map(textOf);
    for (const text of [...rows, ...componentLines(shown)]) assert.doesNotMatch(text, /[\p{Cc}\u202e]/u);
    assert.ok(rows[0]?.startsWith('[1 Go\uFFFD]0;x'));
  });

  it('fit, however narrow the window is', () => {
    for (const columns of [20, 30])
      for (const row of componentRows(shown, columns)) assert.ok(textOf(row).length <= columns);
  });

  it('are pressed by numbers', () => {
    assert.deepEqual(pressOf(shown, [1]).id, 'a');
    assert.deepEqual(pressOf(shown, [4, 3, 4]), { id: 'm', chosen: ['g', 'r'] });
    assert.throws(() => pressOf(shown, []), /Say which: 1 Go/);
    assert.throws(() => pressOf(shown, [1, 3]), /one button at a time/);
    assert.throws(() => pressOf(shown, [3, 1]), /one menu at a time/);
    assert.throws(() => pressOf(shown, [2]), /"Look" is a link/);
    const only = components({ rows: [{ buttons: [{ id: 'b', label: 'B' }] }] });
    assert.equal(pressOf(only, []).id, 'b');
    assert.deepEqual(componentFields(only), { components: [{ buttons: [{ id: 'b', label: 'B' }] }] });
  });
});

describe('a form', () => {
  const filling: Filling = {
    form: { id: 'f', title: 'F', submit: '', fields: [field('when', 'time'), field('why', 'text')] },
    bot: 'cook',
    asked: { case: 'form', value: { interaction: 9 } },
    values: {},
  };
  const filled = filling.form.fields.reduce(
    (each, one) => withAnswer(each, one, one.name === 'why' ? '' : '10x'),
    filling,
  );

  it('is sent without what was left out', () => {
    assert.equal(openField(filling)?.name, 'when');
    assert.equal(openField(filled), undefined);
    assert.deepEqual(sent(filled), {
      case: 'form',
      value: { interaction: 9, values: [{ name: 'when', value: '10x' }] },
    });
  });

  it('asks again for what was refused alone, or for everything', () => {
    assert.equal(openField(withoutRefused(filled, '"when" is a time'))?.name, 'when');
    assert.deepEqual(withoutRefused(filled, '"why" is missing').values, { when: '10x' });
    assert.deepEqual(withoutRefused(filled, 'no').values, {});
  });
});

it('what becomes of a press is said, unless the answer says it', () => {
  assert.deepEqual(
    (['answered', 'later', 'silent', 'offline'] as const).map(
      (outcome) => outcomeWords(outcome, 'cook') === '',
    ),
    [true, false, false, false],
  );
});
