/** What the user has made of their conversations, as the full-screen chat shows it, against a real server. */
import '../support/colours.ts';
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { KEYS } from '../support/fake-terminal.ts';
import { Verona } from '../support/verona.ts';

const DIM = '\u001B[2m';

let verona: Verona;

beforeEach(async () => {
  verona = await Verona.open();
});

afterEach(() => verona.close());

describe('the list of conversations', () => {
  it('has on top what one keeps there, also from another device', async () => {
    const { screen, juliet, romeo } = verona;
    await juliet.send({ to: 'romeo' }, 'Ay me!').done;
    await screen.shows(/● juliet +1 │[^]*# Lobby/);
    await verona.follow([[':top', /Lobby stays at the top[^]*/]]);
    await screen.shows(/# Lobby +↑ │[^]*● juliet/);
    await verona.follow([[':top juliet', /juliet stays at the top/]]);
    await screen.shows(/● juliet +↑ 1 │[^]*# Lobby +↑ │/);
    await romeo.mine.set('pin/1', 7.5);
    await screen.shows(/# Lobby +↑ │[^]*● juliet/);
    await verona.follow([[':top', /Lobby is no longer at the top/]]);
    await screen.shows(/● juliet +↑ 1 │[^]*# Lobby +│/);
  });

  it('lets what is archived out of sight until something is said there, and shows it on demand', async () => {
    const { screen, juliet } = verona;
    const { conversation } = await juliet.send({ to: 'romeo' }, 'Ay me!').done;
    await screen.shows(/● juliet +1 │/);
    await screen.type(':archive juliet', KEYS.enter);
    await screen.shows(/juliet is archived/);
    await screen.hides(/● juliet/);
    await screen.type(KEYS.next);
    await screen.shows(/📯 Lobby/);
    await verona.follow([[':list archived', /archived \(:list: all\) *│[^]*● juliet +1 │/]]);
    await screen.hides(/# Lobby/);
    await screen.type(KEYS.next);
    await screen.shows(/📯 juliet \(archived\)/);
    await verona.follow([[':list', /# Lobby/]]);
    await juliet.send({ conversation }, 'Romeo!').done;
    await screen.shows(/● juliet +│[^]*# Lobby/);
  });

  it('keeps what is muted in the archive until it is put back', async () => {
    const { screen, juliet } = verona;
    const { conversation } = await juliet.send({ to: 'romeo' }, 'Ay me!').done;
    await screen.shows(/● juliet +1 │/);
    await verona.follow([
      [':quiet on juliet', /juliet alerts you of nothing but mentions\./],
      [':archive juliet', /juliet is archived/],
    ]);
    await juliet.send({ conversation }, 'Romeo!').done;
    await juliet.send({ conversation: 1 }, 'in the Lobby').done;
    await screen.shows(/juliet: in the Lobby/);
    assert.doesNotMatch(screen.text, /● juliet/);
    await screen.type(':unarchive ju', KEYS.tab, KEYS.enter);
    await screen.shows(/● juliet +2 │/);
  });

  it('shows a mark for what is to be read once more, until it is opened', async () => {
    const { screen, juliet, romeo } = verona;
    const { conversation } = await juliet.send({ to: 'romeo' }, 'Ay me!').done;
    await screen.shows(/● juliet +1 │/);
    await verona.follow([
      [':open juliet', /● juliet +│/],
      [':unread', /juliet is marked as unread/],
    ]);
    await screen.shows(/● juliet +• │/);
    await screen.type(KEYS.next);
    await screen.shows(/📯 Lobby[^]*● juliet +• │/);
    await verona.follow([[':list unread', /unread \(:list: all\)/]]);
    await screen.type(KEYS.next);
    await screen.shows(/📯 juliet/);
    await screen.shows(/● juliet +│/);
    assert.equal(romeo.mine.get(`unread/${conversation}`), undefined);
  });

  it('shows one folder, which is there as long as something is in it', async () => {
    const { screen, juliet } = verona;
    await juliet.send({ to: 'romeo' }, 'Ay me!').done;
    await screen.shows(/● juliet +1 │/);
    await verona.follow([
      [':folders', /You have no folders/],
      [':folder Capulet house;juliet', /juliet is in "Capulet house"/],
      [':folder unread', /No folder can be called "unread"/],
      [':list Montague', /You have no folder "Montague"/],
      [':folders', /Folders: *\n.* {2}Capulet house: juliet/],
    ]);
    await screen.type(':list cap', KEYS.tab, KEYS.enter);
    await screen.shows(/Capulet house \(:list: a.*│[^]*● juliet +1 │/);
    await screen.hides(/# Lobby/);
    // The first row is the name of the folder.
    screen.point({ kind: 'click', column: 4, row: 2 });
    screen.point({ kind: 'click', column: 4, row: 3 });
    await screen.shows(/📯 juliet/);
    await verona.follow([[':folder capulet house;juliet', /juliet is no longer in "capulet house"/]]);
    await screen.shows(/# Lobby/);
  });

  it('is dim where nothing alerts', async () => {
    const { screen, juliet, romeo } = verona;
    const { conversation } = await juliet.send({ to: 'romeo' }, 'Ay me!').done;
    await screen.shows(/● juliet +1 │/);
    const isDim = (): boolean =>
      screen.picture
        .split('\n')
        .some((row) => row.split('● juliet')[0]?.includes(DIM) === true && row.includes('● juliet'));
    assert.ok(!isDim());
    await verona.follow([[':level mentions juliet', /juliet alerts you of what mentions you/]]);
    await screen.until(isDim);
    assert.equal(romeo.mine.get(`level/${conversation}`), 'mentions');
    await verona.follow([
      [':level all juliet', /juliet alerts you of whatever is said/],
      [':level some', /Use :level all\|mentions\|none/],
    ]);
    await screen.until(() => !isDim());
    await verona.follow([
      [':quiet +2h juliet', /juliet alerts you of nothing but mentions until/],
      [':quiet soon', /"soon" is no time/],
    ]);
    await screen.until(isDim);
    await verona.follow([[':quiet off juliet', /juliet may alert you/]]);
    await screen.until(() => !isDim());
  });

  it('counts no more what has vanished there, at its time, also without a connection', async (t) => {
    const { screen, juliet, romeo, place } = verona;
    const self = romeo.state.name === 'online' ? (romeo.state.session.user?.id ?? 0) : 0;
    await juliet.send({ to: 'romeo' }, 'Ay me!').done;
    const secret = { text: 'burn this', mentions: [self], vanishAfterMs: 60_000 };
    await juliet.send({ to: 'romeo' }, secret).done;
    await screen.shows(/● juliet +@1 2 │/);
    await place.server.close();
    await screen.shows(/no connection/);
    t.mock.timers.enable({ apis: ['Date'], now: Date.now() + 61_000 });
    await screen.shows(/juliet +1 │/);
    assert.doesNotMatch(screen.text, /@1/);
  });
});

it('a nickname stands beside what its bearer says, and is offered for the name', async () => {
  const { screen, juliet } = verona;
  await verona.follow([[':group Verona;juliet', /📯 Verona/]]);
  const [group] = verona.chat.state.rooms.filter(({ kind }) => kind === 'group');
  const conversation = group?.id ?? 0;
  await juliet.call('setNickname', { conversation, nickname: 'the Sun' });
  await juliet.send({ conversation }, 'Ay me!').done;
  await screen.shows(/juliet: Ay me!/);
  await screen.type(KEYS.next, KEYS.next);
  await screen.shows(/📯 Verona[^]*juliet ~the Sun: Ay me!/);
  await screen.type('hi @the');
  await screen.shows(/ @juliet ~the Sun /);
  await screen.type(KEYS.tab);
  await screen.shows(/> hi @juliet /);
  await screen.type('\u0015', ':mute the', KEYS.tab);
  await screen.shows(/> :mute juliet /);
  await screen.type('\u0015', ':nick Montague', KEYS.enter, 'She speaks', KEYS.enter);
  await screen.shows(/romeo ~Montague: She speaks ✓/);
});

it('all that is pinned is listed, over several pages', async () => {
  const { screen, romeo } = verona;
  const long = 'x'.repeat(60_000);
  await verona.follow([[':group Verona', /📯 Verona/]]);
  const [group] = verona.chat.state.rooms.filter(({ kind }) => kind === 'group');
  const conversation = group?.id ?? 0;
  for (let count = 1; count <= 20; count++) {
    const { seq } = await romeo.send({ conversation }, `${count}. ${long}`).done;
    await romeo.send({ conversation }, { kind: { case: 'pin', value: { target: seq } } }).done;
  }
  const first = await romeo.call('listPins', { conversation });
  assert.notEqual(first.next, '', 'they are on several pages');
  await screen.type(':pins', KEYS.enter);
  const listed = (): readonly string[] | undefined =>
    verona.chat.state.rooms
      .find(({ id }) => id === conversation)
      ?.lines.at(-1)
      ?.text.split('\n');
  await screen.until(() => listed()?.[0] === 'Pinned here:');
  assert.equal(listed()?.length, 21);
});
