/** What others' users complained of: what a screen reader hears (the number is that of the list in docs/web.md). */
import assert from 'node:assert/strict';
import { after, it } from 'node:test';
import { until } from '../support/moments.ts';
import { closeBrowser, skip, Stage } from '../support/stage.ts';
import { talk } from '../support/talk.ts';

after(closeBrowser);

it('26: a screen reader hears sender and text of a new message once, never history', { skip }, async (t) => {
  const stage = await Stage.open(t);
  const { conversation, juliet } = await talk(stage, 30);
  const romeo = await stage.person('romeo');
  await romeo.page.addInitScript(() => {
    const heard: string[] = [];
    Object.assign(globalThis, { heard });
    const LIVE = '[aria-live=polite], [aria-live=assertive], [role=status], [role=alert]';
    // What appears in a live region is read out.
    new MutationObserver((changes) => {
      for (const { target, addedNodes } of changes) {
        const element = target instanceof Element ? target : target.parentElement;
        if (element === null || element.closest(LIVE) === null) continue;
        for (const node of addedNodes) heard.push(node.textContent ?? '');
        if (target.nodeType === Node.TEXT_NODE) heard.push(target.textContent ?? '');
      }
    }).observe(document, { subtree: true, childList: true, characterData: true });
  });
  const heard = (): Promise<string[]> =>
    romeo.page.evaluate(() => (globalThis as unknown as { heard: string[] }).heard);
  await romeo.open(`/c/${conversation}`);
  await romeo.sees('line 30');
  await romeo.scroll(-600);
  await juliet.send({ conversation }, 'Wherefore?').done;
  await until(async () => (await heard()).some((text) => text.includes('Wherefore?')));
  const all = await heard();
  const about = all.filter((text) => text.includes('Wherefore?'));
  assert.equal(about.length, 1, all.join('\n'));
  assert.match(about[0] ?? '', /juliet/);
  assert.deepEqual(
    all.filter((text) => /line \d/.test(text)),
    [],
  );
});
