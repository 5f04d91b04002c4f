import assert from 'node:assert/strict';
import { test } from 'node:test';
import { quietEntry, quietForm } from './quiet-form.ts';

const zone = 'Europe/Berlin';

test('quiet hours come back as they were written', () => {
  const entry = { from: '23:30', to: '06:00', zone: 'Asia/Shanghai', days: [1, 5] };
  assert.deepEqual(quietEntry(quietForm(entry, zone)), entry);
  assert.deepEqual(quietEntry(quietForm({ ...entry, days: undefined }, zone)), {
    from: '23:30',
    to: '06:00',
    zone: 'Asia/Shanghai',
  });
});

test('what is not understood is off, and begins with the zone of the device', () => {
  for (const entry of [
    undefined,
    null,
    4,
    'x',
    {},
    { from: '24:00', to: '07:00', zone },
    { from: '07:00', to: '07:00', zone },
  ]) {
    assert.deepEqual(quietForm(entry, zone).isOn, false);
    assert.deepEqual(quietForm(entry, zone).zone, zone);
  }
});

test('a form that means nothing removes the entry', () => {
  const form = { ...quietForm(undefined, zone), isOn: true };
  assert.deepEqual(quietEntry(form), { from: '22:00', to: '07:00', zone });
  assert.equal(quietEntry({ ...form, isOn: false }), undefined);
  assert.equal(quietEntry({ ...form, days: [] }), undefined);
  assert.equal(quietEntry({ ...form, to: '22:00' }), undefined);
});
