/** The commands of the full-screen chat, against a real server. */
import '../support/colours.ts';
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import type { Client } from '@posthorn/client/node';
import { KEYS } from '../support/fake-terminal.ts';
import type { FakeTerminal } from '../support/fake-terminal.ts';
import { Verona } from '../support/verona.ts';

let verona: Verona;
let romeo: Client;
let juliet: Client;
let screen: FakeTerminal;

beforeEach(async () => {
  verona = await Verona.open();
  ({ romeo, juliet, screen } = verona);
});

afterEach(() => verona.close());

describe('commands', () => {
  it('search highlights the word wherever it stands', async () => {
    await romeo.send({ conversation: 1 }, 'soft, but soft').done;
    // The index follows what is said.
    while ((await romeo.search('soft')).hits.length === 0);
    await screen.type(':q SOFT', KEYS.enter);
    await screen.shows(/"SOFT" was found in 1 message/);
    const marked = (): readonly string[] => screen.picture.split('\u001B[7m').map(stripVTControlCharacters);
    await screen.until(() => marked().filter((text) => text.startsWith('soft')).length === 2);
  });

  it('a group from its making to its end', async () => {
    const steps: readonly (readonly [typed: string, shown: RegExp])[] = [
      [':group Verona;juliet', /romeo made the group "Verona" with juliet/],
      [':members', /2 members:[^]*juliet {2}member/],
      [':role juliet admin', /romeo made juliet admin/],
      [':mute juliet', /romeo silenced juliet/],
      [':unmute juliet', /romeo lets juliet speak again/],
      [':rename Padua', /📯 Padua/],
      [':invite', /Whoever types :join \S+/],
      [':remove juliet', /romeo removed juliet/],
      [':role juliet king', /Use :role NAME member\|admin\|owner/],
      [':leave', /📯 Padua \(left\)/],
    ];
    await verona.follow(steps);
  });

  it('AI mode answers here and sends nothing', async () => {
    await screen.type(':ai', KEYS.enter, 'are you there?', KEYS.enter);
    await screen.shows(/rules: am I there!/);
    await screen.type(':qai', KEYS.enter);
    await screen.shows(/You talk to people again/);
    assert.deepEqual(await romeo.history(1, { before: 0, limit: 10 }), []);
  });
});

describe('people and groups', () => {
  it('contacts are asked, listed and ended; one asks not to be disturbed', async () => {
    await verona.follow([
      [':contacts', /You have no contacts/],
      [':contact juliet it is me', /juliet has been asked/],
      [':contacts', /Contacts: *\n.* {2}juliet {2}you have asked {2}it is me/],
    ]);
    const self = await juliet.user('romeo');
    await juliet.call('addContact', { user: self?.id ?? 0, text: '' });
    await verona.follow([
      [':contacts', / {2}juliet {2}contact/],
      [':uncontact juliet', /juliet is no contact\./],
      [':busy +2h', /Nobody is to disturb you until/],
      [':pu rom', / {2}romeo {2}not to be disturbed until/],
      [':busy off', /You may be disturbed/],
      [':busy soon', /"soon" is no time/],
    ]);
  });

  it('a group is found in the directory, and its admins say who comes in', async () => {
    await screen.type(':group Verona', KEYS.enter);
    await screen.shows(/📯 Verona/);
    await screen.type(':set join approval', KEYS.enter);
    await screen.shows(/romeo lets everybody ask to join/);
    const { conversations } = await juliet.call('listDirectory', { prefix: 'Verona' });
    await verona.follow([
      [':directory Ver', /Groups, for :join ID: *\n.* {2}Verona {2}1 member {2}owner/],
      [':directory Mantua', /The directory has no such group/],
      [':joins', /Nobody asks to join/],
      [':bans', /Nobody is banned here/],
    ]);
    await juliet.call('joinGroup', { conversation: conversations[0]?.id ?? 0, text: 'It is I' });
    await verona.follow([
      [':joins', /These ask to join[^]* {2}juliet {2}[^]*It is I/],
      [':accept juliet', /romeo added juliet/],
      [':ban juliet too bold', /romeo banned juliet/],
      [':bans', /Banned: *\n.* {2}juliet {2}by romeo {2}too bold/],
    ]);
  });
});
