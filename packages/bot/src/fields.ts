/**
 * Arguments of commands and fields of forms, and the types of what a bot gets for them.
 *
 * @module
 */
import type { ChoiceInit, FieldInit, FieldValue } from '@posthorn/protocol';

interface FieldBase {
  /** One line. */
  readonly description?: string;
  /** It may be left out: then its value is undefined. */
  readonly optional?: boolean;
  /** What a form shows beside it. Default: its name. */
  readonly label?: string;
  /** What is there before anything was written. */
  readonly value?: string;
}

/**
 * One argument. A bot gets a text as string, a number, a user and a conversation (ids) as number, a flag as boolean, a time as
 * Date, and a choice as one of its values.
 */
export type FieldSpec =
  | (FieldBase & { readonly type: 'text'; readonly multiline?: boolean })
  | (FieldBase & { readonly type: 'number' | 'user' | 'conversation' | 'boolean' | 'time' })
  | (FieldBase & { readonly type: 'choice'; readonly choices: readonly (string | LabelledChoice)[] });

/** Something to choose, and what people see of it. */
export interface LabelledChoice {
  readonly value: string;
  readonly label: string;
  readonly description?: string;
}

/** Arguments by name; required ones first. */
export type FieldSpecs = Readonly<Record<string, FieldSpec>>;

type ChoiceValue<C> = C extends string ? C : C extends { readonly value: infer V } ? V : never;

type ValueOf<F extends FieldSpec> = F extends { readonly choices: readonly (infer C)[] }
  ? ChoiceValue<C>
  : F['type'] extends 'text'
    ? string
    : F['type'] extends 'boolean'
      ? boolean
      : F['type'] extends 'time'
        ? Date
        : number;

/** What a bot gets for these arguments. */
export type ValuesOf<F extends FieldSpecs> = {
  readonly [K in keyof F]: F[K] extends { readonly optional: true }
    ? ValueOf<F[K]> | undefined
    : ValueOf<F[K]>;
};

/** As the protocol has them. */
export function toFields(specs: FieldSpecs): readonly FieldInit[] {
  return Object.entries(specs).map(([name, spec]) => ({
    name,
    type: spec.type,
    required: spec.optional !== true,
    description: spec.description,
    label: spec.label,
    value: spec.value,
    choices: spec.type === 'choice' ? toChoices(spec.choices) : [],
    multiline: spec.type === 'text' && spec.multiline === true,
  }));
}

/** As the protocol has them. */
export function toChoices(choices: readonly (string | LabelledChoice)[]): readonly ChoiceInit[] {
  return choices.map((choice) => (typeof choice === 'string' ? { value: choice } : choice));
}

/** The values that the server has checked, typed. */
export function readValues<F extends FieldSpecs>(specs: F, values: readonly FieldValue[]): ValuesOf<F> {
  const written = new Map(values.map(({ name, value }) => [name, value]));
  const read = Object.entries(specs).map(([name, { type }]) => {
    const value = written.get(name);
    return [name, value === undefined ? undefined : readValue(type, value)];
  });
  // One entry for each key of F, of its type.
  return Object.fromEntries(read) as ValuesOf<F>;
}

function readValue(type: FieldSpec['type'], value: string): unknown {
  switch (type) {
    case 'text':
    case 'choice':
      return value;
    case 'number':
    case 'user':
    case 'conversation':
      return Number(value);
    case 'boolean':
      return value === 'true';
    case 'time':
      return new Date(Number(value));
  }
}
