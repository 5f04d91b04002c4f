/** Lines of the log stay lines, and drive no terminal, whatever others have put into them. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, it } from 'node:test';

const NASTY = 'a\nb\u001B[2Jc\u009B2Jd\u202Ee\u2028f\rg\\u001bh';

/** What stderr gets of a line that has NASTY everywhere. */
function logged(logFormat: string): string {
  const url = JSON.stringify(new URL('../src/log-output.ts', import.meta.url).href);
  const nasty = JSON.stringify(NASTY);
  const script = `
    const { createLogger } = await import(${url});
    const logger = createLogger({ logLevel: 'info', logFormat: ${JSON.stringify(logFormat)} }, 'node');
    logger.warn({ origin: ${nasty}, token: 'secret' }, ${nasty});`;
  const { stderr, status } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  });
  assert.equal(status, 0, stderr);
  return stderr;
}

describe('a line of the log', () => {
  for (const format of ['json', 'text']) {
    it(`is one line, and drives no terminal, as ${format}`, () => {
      const text = logged(format);
      assert.match(text, /^[^\n]+\n$/);
      assert.doesNotMatch(text.trimEnd(), /[\p{Cc}\u2028-\u202E]/u);
      assert.match(text, /\\u009b2Jd/);
      assert.doesNotMatch(text, /secret"/);
    });
  }

  it('has in JSON exactly what was logged', () => {
    const { msg, origin } = JSON.parse(logged('json')) as { msg: string; origin: string };
    assert.deepEqual([msg, origin], [NASTY, NASTY]);
  });
});
