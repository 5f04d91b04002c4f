/** Pinned conversations are put into an order by mouse, touch, keys and menu, and other devices hear of it. */
import assert from 'node:assert/strict';
import { after, it } from 'node:test';
import { until } from './support/moments.ts';
import type { Person } from './support/person.ts';
import { closeBrowser, PHONE, skip, Stage } from './support/stage.ts';

const OPTIONS = { skip, timeout: 120_000 };

after(closeBrowser);

async function titles({ list }: Person): Promise<readonly string[]> {
  const rows = list.locator('[data-row]');
  return rows.evaluateAll((all) =>
    all
      .toSorted((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top)
      .map((row) => row.querySelector('bdi')?.textContent ?? ''),
  );
}

/** Others who have written, of whom three are pinned. */
async function pinned(stage: Stage, person: Person): Promise<void> {
  const others = ['juliet', 'nurse', 'paris'];
  const keys: string[] = [];
  for (const name of others) {
    const client = await stage.client(name);
    const { conversation } = await client.send({ to: 'romeo' }, 'Good morrow').done;
    keys.push(`pin/${conversation}`);
  }
  await until(async () => (await titles(person)).filter((each) => others.includes(each)).length === 3);
  const device = await stage.client('romeo');
  await device.call('setMine', { entries: keys.map((key, at) => ({ key, value: String(3 - at) })) });
  await shows(person, others);
}

async function shows(person: Person, order: readonly string[]): Promise<void> {
  await until(
    async () => (await titles(person)).filter((each) => order.includes(each)).join() === order.join(),
  );
}

it('by mouse, keys and menu', OPTIONS, async (t) => {
  const stage = await Stage.open(t);
  const romeo = await stage.person('romeo');
  await pinned(stage, romeo);
  const other = await romeo.tab();
  const row = (name: string) => romeo.list.locator('[data-row]').filter({ hasText: name });
  const centre = async (name: string): Promise<readonly [number, number]> => {
    const box = await row(name).boundingBox();
    assert.ok(box !== null);
    return [box.x + box.width / 2, box.y + box.height / 2];
  };
  await romeo.page.bringToFront();
  const { mouse } = romeo.page;
  await mouse.move(...(await centre('paris')));
  await mouse.down();
  await mouse.move(...(await centre('nurse')), { steps: 5 });
  await mouse.move(...(await centre('juliet')), { steps: 5 });
  await mouse.up();
  await shows(romeo, ['paris', 'juliet', 'nurse']);
  assert.ok(!new URL(romeo.page.url()).pathname.startsWith('/c/'), 'a drag is no click');
  await shows(other, ['paris', 'juliet', 'nurse']);
  await row('nurse').focus();
  await romeo.page.keyboard.press('Alt+Shift+ArrowUp');
  await shows(romeo, ['paris', 'nurse', 'juliet']);
  await row('paris').click({ button: 'right' });
  assert.equal(await romeo.page.getByRole('menuitem', { name: 'Move up' }).count(), 0);
  await romeo.page.getByRole('menuitem', { name: 'Move down' }).click();
  await shows(romeo, ['nurse', 'paris', 'juliet']);
  await romeo.page.reload();
  await shows(romeo, ['nurse', 'paris', 'juliet']);
});

it('by a finger that rests first; one that is lifted gets the menu', OPTIONS, async (t) => {
  const stage = await Stage.open(t);
  const romeo = await stage.person('romeo', PHONE);
  await pinned(stage, romeo);
  const devtools = await romeo.context.newCDPSession(romeo.page);
  const row = (name: string) => romeo.list.locator('[data-row]').filter({ hasText: name });
  const touch = async (type: 'touchStart' | 'touchMove', name: string): Promise<void> => {
    const box = await row(name).boundingBox();
    assert.ok(box !== null);
    const point = { x: Math.round(box.x + box.width / 2), y: Math.round(box.y + box.height / 2) };
    await devtools.send('Input.dispatchTouchEvent', { type, touchPoints: [point] });
  };
  const lift = async (): Promise<void> => {
    await devtools.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  };
  await touch('touchStart', 'paris');
  await until(async () => (await row('paris').getAttribute('data-dragged')) !== null);
  await touch('touchMove', 'juliet');
  await until(async () => (await row('juliet').getAttribute('data-drop')) === 'above');
  await lift();
  await shows(romeo, ['paris', 'juliet', 'nurse']);
  assert.equal(await romeo.page.getByRole('menu').count(), 0);
  await touch('touchStart', 'nurse');
  await until(async () => (await row('nurse').getAttribute('data-dragged')) !== null);
  await lift();
  await romeo.page.getByRole('menuitem', { name: 'Move up' }).click();
  await shows(romeo, ['paris', 'nurse', 'juliet']);
});
