import type { DecisionRequest, HttpRequest, RequestDestination, RequestSource } from '../../decision/request.js';
import type { Choices } from './choices.js';
import { HOSTILE_KEYS, HOSTILE_VALUES, NAMES, WORDS } from './vocabulary.js';

/** A request of somebody to somebody, sometimes with hostile words in it. */
export function requestOf(choices: Choices): DecisionRequest {
  return {
    source: sourceOf(choices),
    destination: destinationOf(choices),
    http: choices.percent(20) ? null : httpOf(choices),
  };
}

const word = (choices: Choices, field: string): string =>
  choices.percent(10) ? choices.of(HOSTILE_KEYS) : choices.of(WORDS[field] ?? NAMES);

/** Mostly the one that stands in almost every cluster. */
const named = (choices: Choices, name: string) =>
  choices.percent(92)
    ? { namespace: 'shop', name }
    : { namespace: word(choices, 'namespace'), name: word(choices, 'name') };

function sourceOf(choices: Choices): RequestSource {
  switch (choices.below(4)) {
    case 0:
      return { kind: 'EXTERNAL', ip: word(choices, 'ip') };
    case 1:
      return { kind: 'INGRESS', ...named(choices, 'ingress') };
    case 2:
      return { kind: 'SERVICE_ACCOUNT', ...named(choices, 'client') };
    default:
      return { kind: 'POD', ...named(choices, choices.of(['client', 'client', 'legacy'])) };
  }
}

function destinationOf(choices: Choices): RequestDestination {
  const port = choices.of([80, 80, 80, 80, 80, 8080, 0, -1, 0.5, 65_536, Number.NaN]);
  switch (choices.below(4)) {
    case 0:
      return { kind: 'POD', ...named(choices, 'cart'), port };
    case 1:
      return { kind: 'SERVICE_ENTRY', ...named(choices, 'api'), host: word(choices, 'host'), port };
    default:
      return { kind: 'SERVICE', ...named(choices, 'cart'), port };
  }
}

function httpOf(choices: Choices): HttpRequest {
  return {
    method: word(choices, 'methods'),
    path: word(choices, 'path'),
    host: word(choices, 'host'),
    headers: { [choices.percent(50) ? 'x' : choices.of(HOSTILE_KEYS)]: word(choices, 'values') },
    tokens: choices.many(0, 1, () => ({
      text: 'token',
      claims: { iss: 'issuer', sub: 'subject', a: choices.of(HOSTILE_VALUES), [choices.of(HOSTILE_KEYS)]: ['b'] },
      valid: choices.percent(80),
    })),
  };
}
