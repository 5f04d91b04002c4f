/**
 * The hooks that the options name, as the rest of the server asks them.
 *
 * @module
 */
import { LIMITS } from '@posthorn/protocol';
import { optionsOf } from '../../config/option.ts';
import { hookReach } from '../../config/outgoing-options.ts';
import { Questions } from '../../outgoing/questions.ts';
import type { Before } from '../../pipeline/before.ts';
import type { BeforeParts } from '../../router/feature.ts';
import { checkedLine } from '../../router/texts.ts';
import { textIn } from './answer.ts';
import { Asker } from './asker.ts';
import { moduleHook } from './module.ts';
import { HOOK_OPTIONS } from './options.ts';
import { beforeSends } from './sends.ts';
import { serviceHook } from './service.ts';

/** Undefined: there are no hooks. Throws a ConfigError. */
export function before(parts: BeforeParts): Before | undefined {
  const { clock, logger, registry } = parts;
  const { beforeHook, beforeHookModule, ...rules } = optionsOf(parts.config.options, HOOK_OPTIONS);
  if (beforeHook.length === 0 && beforeHookModule === undefined) return undefined;
  const questions = new Questions({ ...hookReach(parts.config.options), clock });
  const { beforeHookTimeout: timeoutMs, beforeHookSecret: secret = '' } = rules;
  const services = beforeHook.map((place) => serviceHook(place, { ...parts, questions, secret, timeoutMs }));
  const modules = beforeHookModule === undefined ? [] : [moduleHook(beforeHookModule, { clock, timeoutMs })];
  const hooks = [...services, ...modules];
  const asker = new Asker({ hooks, failure: rules.beforeHookFailure, clock, logger, registry });
  return {
    ...(asker.asks('send') && { send: beforeSends(parts, asker) }),
    ...(asker.asks('upload') && { upload: uploads(asker) }),
    ...(asker.asks('register') && { register: registrations(asker) }),
    ...(asker.asks('join') && { join: joins(asker) }),
    close: () => questions.close(),
  };
}

function uploads(asker: Asker): NonNullable<Before['upload']> {
  return ({ name: initial, ...upload }) =>
    asker.ask({
      event: 'upload',
      initial,
      tell: (name) => ({ ...upload, name }),
      change: (name, changes) => textIn(changes, 'name') ?? name,
    });
}

function registrations(asker: Asker): NonNullable<Before['register']> {
  return ({ displayName: initial, ...registration }) =>
    asker.ask({
      event: 'register',
      initial,
      tell: (displayName) => ({ ...registration, displayName }),
      change: (displayName, changes) =>
        checkedLine(
          textIn(changes, 'displayName') ?? displayName,
          'display name',
          LIMITS.maxDisplayNameChars,
        ),
    });
}

function joins(asker: Asker): NonNullable<Before['join']> {
  return ({ name: from, ...join }) =>
    asker.ask({
      event: 'join',
      initial: undefined,
      tell: () => ({ ...join, from }),
      change: () => undefined,
    });
}
