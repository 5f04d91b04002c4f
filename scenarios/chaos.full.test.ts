import { test } from 'node:test';
import { killAgainAndAgain } from './support/chaos.ts';

test(
  'nothing is lost, repeated or reordered by a server that dies again and again',
  { timeout: 200_000 },
  (t) => killAgainAndAgain(t, 5),
);
