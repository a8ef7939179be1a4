// Semantics section 8, row by row: the same manifests judged by the release before a change and by the one that has it.
import { describe, expect, it } from '@jest/globals';
import type { Manifest } from '../manifest/manifest.js';
import { authorizationPolicy, namespace, pod, service, verdictLine, verdictsAbout } from '../testing/index.js';
import type { IstioBehaviour } from './behaviour.js';
import { behaviourChanges } from './behaviour-changes.js';

type Row = readonly [
  behaviour: keyof IstioBehaviour,
  before: string,
  after: string,
  manifests: readonly Manifest[],
  linesBefore: readonly string[],
  linesAfter: readonly string[],
];

const DENY_PORT = { action: 'DENY', rules: [{ to: [{ operation: { ports: ['8080'] } }] }] };
const DRY_RUN = { annotations: { 'istio.io/dry-run': 'true' } };

/** The policy under test is the one named `policy`. */
const shop = (...more: readonly Manifest[]): readonly Manifest[] => [
  namespace('shop'),
  pod('shop/cart', { captured: true }),
  service('shop/cart'),
  ...more,
];

const everyWay = (type: string, effect: string, ways: readonly string[]): readonly string[] =>
  ways.map((way) => `${type} ${way} ${effect}`);
const ALL_WAYS = ['SERVICE_ADDRESSED', 'POD_ADDRESSED', 'INGRESS', 'SIDECAR_CLIENT', 'UNCAPTURED_CLIENT'];

const ROWS: readonly Row[] = [
  [
    'dryRunAtZtunnel',
    '1.25.1',
    '1.25.2',
    shop(authorizationPolicy('shop/policy', DENY_PORT, DRY_RUN)),
    everyWay('ZTUNNEL', 'AS_WRITTEN', ALL_WAYS),
    ['NOBODY NOT_SENT_DRY_RUN'],
  ],
];

describe('a release that changes a behaviour changes the verdicts', () => {
  it.each(ROWS)('%s: %s is not %s', (name, before, after, manifests, linesBefore, linesAfter) => {
    expect(behaviourChanges(before, after).map((change) => change.name)).toContain(name);
    const linesIn = (istioVersion: string) => verdictsAbout('policy', manifests, { istioVersion }).map(verdictLine);
    expect(linesIn(before)).toEqual(linesBefore);
    expect(linesIn(after)).toEqual(linesAfter);
  });
});
