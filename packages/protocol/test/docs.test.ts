/** docs/protocol.md is right: its bytes are what the codec writes, its tables are those of the source. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import {
  decodeClientFrame,
  decodeServerFrame,
  ERROR_MEANINGS,
  ERRORS,
  LIMITS,
  packClientFrame,
  packServerFrame,
} from '../src/index.ts';
import type { ClientFrameInit, ErrorName, ServerFrameInit } from '../src/index.ts';
import { fromJson } from '../src/json.ts';
import { REASONS } from '../src/reasons.ts';

const page = readFileSync(new URL('../../../docs/protocol.md', import.meta.url), 'utf8');
const examples = [...page.matchAll(/```json (client|server)\n(.*)\n```\n```hex\n([^`]*)```/g)];

describe('docs/protocol.md', () => {
  it('shows examples', () => assert.ok(examples.length >= 14));

  for (const [, side, json = '', hex = ''] of examples) {
    it(json.slice(0, 60), () => {
      const bytes = Buffer.from(hex.replace(/\s/g, ''), 'hex');
      const frame = fromJson(side === 'client' ? 'ClientFrame' : 'ServerFrame', JSON.parse(json) as object);
      // fromJson gives what its name says; the type checker cannot know which.
      const packed =
        side === 'client'
          ? packClientFrame(frame as ClientFrameInit)
          : packServerFrame(frame as ServerFrameInit);
      assert.deepEqual([...packed], [...bytes]);
      const payload = bytes.subarray(bytes.length > 128 ? 2 : 1);
      assert.doesNotThrow(() =>
        side === 'client' ? decodeClientFrame(payload) : decodeServerFrame(payload),
      );
    });
  }

  it('has the table of errors', () => {
    // The keys are known; Object.keys() has forgotten them.
    for (const name of Object.keys(ERRORS) as ErrorName[]) {
      const { code, retry, reconnect, httpStatus } = ERRORS[name];
      const yes = (is: boolean): string => (is ? 'yes' : 'no');
      assert.ok(
        page.includes(
          `| ${code} | \`${name}\` | ${yes(retry)} | ${yes(reconnect)} | ${httpStatus} | ${ERROR_MEANINGS[name]} |`,
        ),
        name,
      );
    }
    assert.equal(page.match(/^\| \d+ \| `[A-Z_]+` \|/gm)?.length, Object.keys(ERRORS).length);
  });

  it('has the table of reasons', () => {
    for (const [reason, meaning] of Object.entries(REASONS)) {
      assert.match(reason, /^[a-z]+(-[a-z]+)*$/);
      assert.ok(page.includes(`\n| \`${reason}\` | ${meaning} |\n`), reason);
    }
    const [, section = ''] = page.split('\n## Reasons\n');
    const [table = ''] = section.split('\n## ');
    assert.equal(table.match(/^\| `/gm)?.length, Object.keys(REASONS).length);
  });

  it('has the table of limits', () => {
    for (const [name, value] of Object.entries(LIMITS))
      assert.ok(page.includes(`| \`${name}\` | ${value} |`), name);
  });
});
