/** Somebody opens the address, registers, and talks with somebody else. */
import { after, it } from 'node:test';
import { closeBrowser, skip, Stage } from './support/stage.ts';

after(closeBrowser);

it('two browsers talk', { skip }, async (t) => {
  const stage = await Stage.open(t, { hasWorkers: true });
  const romeo = await stage.stranger('romeo');
  await romeo.register();
  const juliet = await stage.person('juliet');
  await romeo.startChat('juliet');
  await romeo.say('But soft, what light?');
  await romeo.sees('But soft, what light?');
  await juliet.goTo('romeo');
  await juliet.sees('But soft, what light?');
  await juliet.say('Ay me.');
  await romeo.sees('Ay me.');
});
