/** Several tabs of one browser share one engine. */
import assert from 'node:assert/strict';
import { after, it } from 'node:test';
import { closeBrowser, DESKTOP, launchBrowser, skip, Stage } from './support/stage.ts';

const OPTIONS = { skip };

after(closeBrowser);

it('two tabs share one worker', OPTIONS, async (t) => {
  const stage = await Stage.open(t);
  const juliet = await stage.client('juliet');
  const romeo = await stage.person('romeo');
  const { conversation } = await juliet.send({ to: 'romeo' }, 'Hist! Romeo, hist!').done;
  await romeo.goTo('juliet');
  await romeo.sees('Hist! Romeo, hist!');
  const other = await romeo.tab(`/c/${conversation}`);
  await other.sees('Hist! Romeo, hist!');
  await other.say('My dear?');
  await romeo.sees('My dear?');
  const devtools = await (await launchBrowser()).newBrowserCDPSession();
  const { targetInfos } = await devtools.send('Target.getTargets');
  assert.equal(targetInfos.filter(({ type }) => type === 'shared_worker').length, 1);
  await other.page.reload();
  await other.sees('My dear?');
});

it('without a worker one tab leads; when it is closed, another one goes on', OPTIONS, async (t) => {
  const stage = await Stage.open(t);
  const juliet = await stage.client('juliet');
  const romeo = await stage.stranger('romeo', DESKTOP);
  await romeo.context.addInitScript(() => Reflect.deleteProperty(globalThis, 'SharedWorker'));
  await stage.logIn(romeo);
  await romeo.open();
  await romeo.list.waitFor();
  const { conversation } = await juliet.send({ to: 'romeo' }, 'Hist! Romeo, hist!').done;
  await romeo.goTo('juliet');
  const other = await romeo.tab(`/c/${conversation}`);
  await other.sees('Hist! Romeo, hist!');
  await romeo.page.close();
  await juliet.send({ conversation }, 'O for a falconer’s voice').done;
  await other.sees('O for a falconer’s voice');
  await other.say('It is my soul');
  await other.state('It is my soul', /^(Sent|Delivered|Read)/);
});
