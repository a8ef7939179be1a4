import { ATTACHMENT_HISTORIES } from './attachment-history.js';
import { BINDING_HISTORIES } from './binding-history.js';
import type { History } from './history.js';
import { compareVersions } from './istio-version.js';
import { POLICY_HISTORIES } from './policy-history.js';
import { ROUTE_HISTORIES } from './route-history.js';
import { SERVICE_ENTRY_HISTORIES } from './service-entry-history.js';
import { STATUS_HISTORIES } from './status-history.js';
import { TRAFFIC_HISTORIES } from './traffic-history.js';

/** What changed between releases, as data (semantics section 8 and 14.24). Only what the engine reads. */
export const HISTORIES = {
  ...BINDING_HISTORIES,
  ...SERVICE_ENTRY_HISTORIES,
  ...ATTACHMENT_HISTORIES,
  ...POLICY_HISTORIES,
  ...ROUTE_HISTORIES,
  ...TRAFFIC_HISTORIES,
  ...STATUS_HISTORIES,
} satisfies Record<string, History<unknown>>;

/** What one Istio release does, for everything that changed between releases. */
export type IstioBehaviour = {
  readonly [Name in keyof typeof HISTORIES]: (typeof HISTORIES)[Name] extends History<infer Value> ? Value : never;
};

const valueIn = <Value>(version: string, { lines }: History<Value>): Value | undefined =>
  lines.findLast((line) => compareVersions(line.since, version) <= 0)?.value;

/** @param version like `1.28` or `1.28.2`. */
export const behaviourOf = (version: string): IstioBehaviour =>
  Object.freeze(
    Object.fromEntries(Object.entries(HISTORIES).map(([name, lines]) => [name, valueIn<unknown>(version, lines)])),
  ) as IstioBehaviour;
