/** The contract can be read by somebody who knows nothing else: docs/protocol-reference.md is made of its comments. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { REQUESTS } from '../../../scenarios/support/access-matrix.ts';
import { readContract } from '../scripts/contract.ts';
import { lowerFirst } from '../scripts/emit.ts';
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

  it('names the refusals of the access matrix', () => {
    for (const { request, errors } of contract.calls) {
      // A pull refuses a range, not the request.
      if (request === 'Pull') continue;
      const row = REQUESTS.get(lowerFirst(request));
      // Requests for administrators refuse everybody else with FORBIDDEN.
      const general = ['OK', 'UNAUTHENTICATED', ...(row?.owner === 'FORBIDDEN' ? ['FORBIDDEN'] : [])];
      for (const code of Object.values<string>(row ?? {}))
        assert.ok(general.includes(code) || errors.includes(code), `${request}: ${code}`);
    }
  });
});
