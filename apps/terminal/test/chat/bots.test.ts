/** Bots in the full-screen chat: commands, buttons, menus, forms, answers for the user alone, texts that grow. */
import '../support/colours.ts';
import assert from 'node:assert/strict';
import { afterEach, beforeEach, it } from 'node:test';
import { button, createBot, form, link, menu } from '@posthorn/bot';
import type { Bot, FieldSpecs } from '@posthorn/bot';
import { KEYS } from '../support/fake-terminal.ts';
import type { FakeTerminal } from '../support/fake-terminal.ts';
import { Verona } from '../support/verona.ts';

const WHY = {
  why: { type: 'text', label: 'Reason', description: 'one sentence' },
  how: { type: 'choice', choices: ['softly', { value: 'hard', label: 'Very hard' }] },
  seats: { type: 'number', value: '4' },
  at: { type: 'time', optional: true },
} as const satisfies FieldSpecs;

let verona: Verona;
let screen: FakeTerminal;
let bot: Bot;
let conversation: number;
/** Lets the text grow on. */
let more = Promise.withResolvers<void>();

beforeEach(async () => {
  more = Promise.withResolvers<void>();
  verona = await Verona.open({ columns: 120, rows: 24 });
  ({ screen } = verona);
  const made = await verona.juliet.call('createBot', { name: 'friar' });
  bot = friar({ server: verona.place.httpUrl, token: made.token });
  await bot.start();
  const members = [made.bot?.user?.id ?? 0, verona.chat.state.self.id];
  ({ id: conversation } = await verona.juliet.call('createGroup', { title: 'Cell', members }));
  await screen.shows(/# Cell/);
  await screen.type(':open Cell', KEYS.enter);
  await screen.shows(/This is Cell/);
});

afterEach(async () => {
  await bot.close();
  await verona.close();
});

function friar(options: { readonly server: string; readonly token: string }): Bot {
  return createBot(options)
    .command(
      'marry',
      {
        description: 'Marries two',
        fields: { whom: { type: 'user' }, rite: { type: 'choice', choices: ['short', 'long'] } },
      },
      async ({ values, whisper }) => {
        await whisper(`Married, ${values.rite}`, [[button('undo', 'Undo')]]);
      },
    )
    .command('show', {}, async ({ reply }) => {
      await reply('May he?', [
        [
          button('yes', 'Approve', { style: 'primary' }),
          button('no', 'Deny', { style: 'danger', form: form('why', 'Why not?', WHY) }),
          link('Details', 'https://verona.example/17'),
          button('old', 'Too late', { disabled: true }),
        ],
        menu('colour', ['red', { value: 'g', label: 'Green' }], { placeholder: 'A colour' }),
      ]);
    })
    .command('who', {}, ({ open }) => open(form('name', 'Who?', { name: { type: 'text' } })))
    .command('grow', {}, ({ stream }) =>
      stream(
        (async function* () {
          yield 'But **soft**';
          await more.promise;
          yield ', what light';
        })(),
      ),
    )
    .press('yes', ({ update }) => update({ text: 'Approved', rows: [] }))
    .press('undo', ({ update }) => update({ text: 'Undone', rows: [] }))
    .press('colour', ({ chosen, whisper }) => whisper(`Chosen: ${chosen.join()}`))
    .press('no', ({ values, whisper }) => whisper(JSON.stringify(values)), WHY)
    .form('name', { name: { type: 'text' } }, ({ values, whisper }) => whisper(`Hail ${values.name}`));
}

async function saidByRomeo(): Promise<readonly string[]> {
  const messages = await verona.romeo.history(conversation, { before: 0, limit: 50 });
  return messages.filter(({ isMine }) => isMine).map(({ content }) => content.text);
}

it('completes commands and what they ask for, uses them, and says what is wrong', async () => {
  await verona.juliet.send({ conversation }, 'I will').done;
  await screen.shows(/juliet: I will/);
  await screen.type('/ma');
  await screen.shows(/\/marry {3}\/marry <whom> <rite> · Marries two · friar/);
  await screen.type(KEYS.tab, '@ju');
  await screen.shows(/@juliet/);
  await screen.type(KEYS.tab);
  await screen.shows(/> \/marry @juliet/);
  await screen.shows(/short {2}long {3}rite: short \| long · \/marry <whom> <rite> · friar/);
  await screen.type('no', KEYS.enter);
  await screen.shows(/"rite" is one of short, long, not "no": \/marry <whom> <rite>/);
  await verona.follow([
    ['/marry @juliet long', /friar \(bot; only you see this\): Married, long\s+│?\s+\[1 Undo\]/],
    [':press last', /only you see this\): Undone/],
    [':press e1', /There is nothing to press in that message/],
  ]);
  await screen.type(':dismiss', KEYS.enter);
  await screen.hides(/Undone/);
  await verona.follow([
    [':dismiss', /No bot has shown such a message here/],
    ['/mary x', /There is no \/mary here, but \/grow, \/marry, \/show, \/who\. As a text: \/\/mary x/],
    ['//marry me', /romeo: \/marry me/],
    ['//example.com/', /romeo: \/\/example\.com\//],
    [':bots', /\/marry <whom> <rite> {2}Marries two \(friar\)[^]*whom: @name/],
  ]);
  assert.deepEqual(await saidByRomeo(), ['/marry me', '//example.com/']);
});

it('numbers buttons and options, presses them, and asks for forms field by field', async () => {
  await screen.type('/show', KEYS.enter);
  await screen.shows(/\[1 Approve\] {2}\[2 Deny\] {2}\[3 Details ↗\] {2}\[4 Too late\]/);
  await screen.shows(/3 ↗ https:\/\/verona\.example\/17\s+│\s+▾ A colour\s+│\s+\[5 red\] {2}\[6 Green\]/);
  await screen.shows(/:press last N presses a button/);
  await screen.type(':press ', KEYS.tab);
  await screen.shows(/1 Approve {2}2 Deny/);
  await screen.type(KEYS.down, KEYS.tab, KEYS.enter);
  await verona.follow([
    ['', /friar asks: Why not\?[^]*Reason – one sentence \(text\)[^]*"Reason" must be filled in/],
    ['/the stars', /› \/the stars[^]*1\. softly[^]*2\. Very hard/],
    ['3', /"how" is softly \| Very hard, not "3"/],
    ['2', /› hard[^]*seats \(a number; Enter alone: 4\)/],
    ['', /› 4[^]*at \(a time[^]*Enter alone leaves it out/],
    [':cancel', /The form was not sent/],
    [':cancel', /Nothing is under way here/],
    [':press last 2', /Reason 1\/4: text/],
    ['stars', /how 2\/4/],
    ['very hard', /seats 3\/4/],
    ['5', /at 4\/4/],
    ['', /\{"why":"stars","how":"hard","seats":5\}/],
    [':press last 5 6', /Choose one of them/],
    [':press last 9', /There is no 9 to press: 1 Approve/],
    [':press last 3', /open it in a browser: https:\/\/verona\.example/],
    [':press last 4', /"Too late" cannot be pressed now/],
    [':press last 6', /Chosen: g/],
    [':press last 1', /Pressed further up, in message 2: Approve/],
    ['/who', /friar asks: Who\?/],
    ['Benvolio', /Hail Benvolio/],
  ]);
  await screen.type(KEYS.pageUp, KEYS.pageUp);
  await screen.shows(/friar \(bot\) \(edited\): Approved/);
  assert.deepEqual(await saidByRomeo(), []);
});

it('a text grows in its place until the message takes it', async () => {
  await screen.type('/grow', KEYS.enter);
  await screen.shows(/friar \(bot\): But soft▍/);
  await verona.juliet.send({ conversation }, 'Who is there?').done;
  await screen.shows(/juliet: Who is there\?[^]*But soft▍/);
  more.resolve();
  await screen.shows(/friar \(bot\): But soft, what light/);
  await screen.hides(/▍/);
  assert.equal(screen.text.match(/friar \(bot\):/g)?.length, 1);
});
