/** The contract can be read by somebody who knows nothing else: docs/protocol-reference.md is made of its comments. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { readContract } from '../scripts/contract.ts';
import { ERRORS } from '../src/index.ts';

const contract = readContract(readFileSync(new URL('../proto/posthorn.proto', import.meta.url), 'utf8'));
const bodies = (frame: string): readonly string[] =>
  (contract.messages.get(frame)?.fields ?? [])
    .filter(({ union }) => union !== undefined)
    .map(({ type }) => type);

describe('the contract', () => {
  it('says of every message and enum what it is', () => {
    const described = [...contract.messages.values(), ...contract.enums];
    assert.ok(described.length > 60, `${described.length} messages and enums`);
    for (const { name, comment } of described) assert.notEqual(comment, '', name);
  });

  it('has an answer for every request, and nothing else', () => {
    assert.deepEqual(
      contract.calls.map(({ request }) => request),
      bodies('ClientFrame'),
    );
    assert.ok(contract.calls.length > 30, `${contract.calls.length} requests`);
    for (const { request, answer } of contract.calls)
      assert.ok(bodies('ServerFrame').includes(answer), request);
  });

  it('names only errors that there are', () => {
    const named = contract.calls.flatMap(({ errors }) => errors);
    assert.ok(named.includes('NOT_A_MEMBER'));
    for (const code of named) assert.ok(code in ERRORS, code);
  });
});
