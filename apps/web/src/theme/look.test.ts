import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isRightToLeft, pickLocale } from './languages.ts';
import { DEFAULT_LOOK, lookAttributes, parseLook } from './look.ts';

test('a look is read as it was stored, and what is unknown has its default', () => {
  const look = { ...DEFAULT_LOOK, theme: 'dark', textSize: 'huge', direction: 'rtl' } as const;
  assert.deepEqual(parseLook(JSON.stringify(look)), look);
  for (const text of [null, '', 'null', '[]', '{', '4', '{"theme":"pink","density":7,"other":"x"}']) {
    assert.deepEqual(parseLook(text), DEFAULT_LOOK, String(text));
  }
});

test('the system chooses the theme and the language unless the user has', () => {
  const device = { isDark: true, languages: ['fr-FR', 'zh-TW', 'en'] };
  const system = lookAttributes(DEFAULT_LOOK, device);
  assert.deepEqual([system['data-theme'], system['lang'], system['dir']], ['dark', 'zh-CN', 'ltr']);
  const chosen = lookAttributes({ ...DEFAULT_LOOK, theme: 'light', locale: 'en', direction: 'rtl' }, device);
  assert.deepEqual([chosen['data-theme'], chosen['lang'], chosen['dir']], ['light', 'en', 'rtl']);
});

test('a language is found by its whole tag, then by its language, else it is English', () => {
  assert.equal(pickLocale(['ZH-cn']), 'zh-CN');
  assert.equal(pickLocale(['zh-Hant-HK']), 'zh-CN');
  assert.equal(pickLocale(['en-GB']), 'en');
  assert.equal(pickLocale(['tlh', 'xx']), 'en');
  assert.equal(pickLocale([]), 'en');
});

test('Arabic and Hebrew are written from right to left', () => {
  assert.deepEqual(['ar', 'ar-EG', 'he', 'fa', 'en', 'zh-CN'].map(isRightToLeft), [
    true,
    true,
    true,
    true,
    false,
    false,
  ]);
});
