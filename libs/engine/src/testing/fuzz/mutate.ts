import { setValue } from '../../manifest/set-value.js';
import { isRecord } from '../../manifest/identity.js';
import type { Choices } from './choices.js';
import { HOSTILE_KEYS, HOSTILE_VALUES } from './vocabulary.js';

type Container = Record<string, unknown> | unknown[];

/** Damages one random place of the object, in place: another type, no value, a hostile key, one value too many. */
export function mutate(object: Record<string, unknown>, choices: Choices): void {
  const containers = containersIn(object);
  const container = choices.of(containers);
  if (Array.isArray(container)) mutateList(container, choices);
  else mutateMapping(container, choices);
}

/** All objects and lists below the object, itself included; its depth is bounded by how it was made. */
function containersIn(value: unknown, found: Container[] = []): Container[] {
  if (Array.isArray(value)) {
    found.push(value);
    for (const item of value) containersIn(item, found);
  } else if (isRecord(value)) {
    found.push(value);
    for (const key of Object.keys(value)) containersIn(value[key], found);
  }
  return found;
}

function mutateMapping(values: Record<string, unknown>, choices: Choices): void {
  const keys = Object.keys(values);
  const key = keys.length === 0 || choices.percent(15) ? choices.of(HOSTILE_KEYS) : choices.of(keys);
  if (choices.percent(20)) delete values[key];
  else setValue(values, key, damaged(Object.hasOwn(values, key) ? values[key] : undefined, choices));
}

function mutateList(items: unknown[], choices: Choices): void {
  const at = choices.below(items.length + 1);
  if (choices.percent(20)) items.splice(at, 1);
  else if (choices.percent(10)) for (let copy = 0; copy < 200; copy++) items.push(items[at] ?? copy);
  else items[at] = damaged(items[at], choices);
}

function damaged(value: unknown, choices: Choices): unknown {
  switch (choices.below(8)) {
    case 0:
      return [value];
    case 1:
      return { value };
    case 2:
      return typeof value === 'string' ? `${value}${choices.of(HOSTILE_KEYS)}` : JSON.stringify(value ?? '');
    case 3:
      return typeof value === 'string' ? value.toUpperCase() : choices.of(HOSTILE_VALUES);
    default:
      return JSON.parse(JSON.stringify(choices.of(HOSTILE_VALUES)));
  }
}
