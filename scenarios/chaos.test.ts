import { test } from 'node:test';
import { killAgainAndAgain } from './support/chaos.ts';

test(
  'nothing is lost, repeated or reordered by a server that dies and comes back',
  { timeout: 100_000 },
  (t) => killAgainAndAgain(t, 2),
);
