// Semantics section 8, row by row: the same manifests judged by the release before a change and by the one that has it.
import { describe, expect, it } from '@jest/globals';
import type { Manifest } from '../manifest/manifest.js';
import {
  authorizationPolicy,
  meshConfig,
  namespace,
  object,
  peerAuthentication,
  pod,
  requestAuthentication,
  service,
  serviceEntry,
  verdictLine,
  verdictsAbout,
  waypoint,
} from '../testing/index.js';
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

const NETWORKING = 'networking.istio.io/v1';
const GATEWAY_API = 'gateway.networking.k8s.io';

const DENY_PORT = { action: 'DENY', rules: [{ to: [{ operation: { ports: ['8080'] } }] }] };
const DRY_RUN = { annotations: { 'istio.io/dry-run': 'true' } };
const SERVICE = { targetRefs: [{ group: '', kind: 'Service', name: 'cart' }] };
const GATEWAY = { targetRefs: [{ group: GATEWAY_API, kind: 'Gateway', name: 'waypoint' }] };
const CLASS = { targetRefs: [{ group: GATEWAY_API, kind: 'GatewayClass', name: 'istio-waypoint' }] };
const TOKENS = { jwtRules: [{ issuer: 'https://login.example' }] };

/** The policy under test is the one named `policy`. */
const shop = (...more: readonly Manifest[]): readonly Manifest[] => [
  namespace('shop'),
  pod('shop/cart', { captured: true }),
  service('shop/cart'),
  ...more,
];

/** Old releases know no other kind of address. */
const IP = { ip: '10.96.0.15' };
const WAYPOINT = waypoint('shop/waypoint', IP);

const bound = (...more: readonly Manifest[]): readonly Manifest[] => [
  namespace('shop', { waypoint: 'waypoint' }),
  pod('shop/cart', { captured: true }),
  service('shop/cart'),
  WAYPOINT,
  ...more,
];

/** The waypoint stands in another namespace. */
const boundElsewhere = (...more: readonly Manifest[]): readonly Manifest[] => [
  namespace('shop', { waypoint: 'infra/waypoint' }),
  namespace('infra'),
  pod('shop/cart', { captured: true }),
  service('shop/cart'),
  waypoint('infra/waypoint', { ...IP, allowed: { from: 'All' } }),
  ...more,
];

const ALL_WAYS = ['SERVICE_ADDRESSED', 'POD_ADDRESSED', 'INGRESS', 'SIDECAR_CLIENT', 'UNCAPTURED_CLIENT'];
const atZtunnel = (effect: string): readonly string[] => ALL_WAYS.map((way) => `ZTUNNEL ${way} ${effect}`);
/** Only service-addressed traffic of captured clients crosses the waypoint. */
const atWaypoint = (effect: string): readonly string[] =>
  ALL_WAYS.map((way) => `WAYPOINT ${way} ${way === 'SERVICE_ADDRESSED' ? effect : 'BYPASSED'}`);

const ROWS: readonly Row[] = [
  [
    'selectorsStayInNamespace',
    '1.22.1',
    '1.22.2',
    shop(
      namespace('web'),
      authorizationPolicy('web/policy', { ...DENY_PORT, selector: { matchLabels: { app: 'cart' } } }),
    ),
    atZtunnel('AS_WRITTEN'),
    ['NOBODY NOT_ATTACHED'],
  ],
  [
    'dryRunAtZtunnel',
    '1.25.1',
    '1.25.2',
    shop(authorizationPolicy('shop/policy', DENY_PORT, DRY_RUN)),
    atZtunnel('AS_WRITTEN'),
    ['NOBODY NOT_SENT_DRY_RUN'],
  ],
  [
    'serviceAccountsField',
    '1.24',
    '1.25',
    shop(
      authorizationPolicy('shop/policy', {
        action: 'DENY',
        rules: [{ from: [{ source: { serviceAccounts: ['web'] } }] }],
      }),
    ),
    atZtunnel('DENY_NO_EFFECT'),
    [...atZtunnel('AS_WRITTEN').slice(0, -1), 'ZTUNNEL UNCAPTURED_CLIENT NO_IDENTITY'],
  ],
  [
    'trustDomainsField',
    '1.29',
    '1.30',
    bound(
      authorizationPolicy('shop/policy', {
        ...SERVICE,
        rules: [{ from: [{ source: { trustDomains: ['td'] } }] }],
      }),
    ),
    atWaypoint('ALLOW_WIDENED'),
    atWaypoint('AS_WRITTEN'),
  ],
  [
    'sniAtWaypoints',
    '1.23',
    '1.24',
    bound(
      authorizationPolicy('shop/policy', {
        ...SERVICE,
        action: 'DENY',
        rules: [{ when: [{ key: 'connection.sni', values: ['a.example'] }] }],
      }),
    ),
    atWaypoint('DENY_NO_EFFECT'),
    atWaypoint('AS_WRITTEN'),
  ],
  [
    'peerAuthenticationsMerged',
    '1.24.3',
    '1.24.4',
    shop(
      peerAuthentication('shop/policy', {
        selector: { matchLabels: { app: 'cart' } },
        portLevelMtls: { 8080: { mode: 'STRICT' }, 9090: { mode: 'STRICT' } },
      }),
    ),
    atZtunnel('DENY_NO_EFFECT'),
    atZtunnel('AS_WRITTEN'),
  ],
  [
    'peerAuthenticationsMerged',
    '1.22.7',
    '1.22.8',
    shop(
      peerAuthentication('istio-system/default', { mtls: { mode: 'STRICT' } }),
      peerAuthentication('shop/policy', {
        selector: { matchLabels: { app: 'cart' } },
        portLevelMtls: { 9090: { mode: 'PERMISSIVE' } },
      }),
    ),
    atZtunnel('DENY_WIDENED'),
    atZtunnel('AS_WRITTEN'),
  ],
  [
    'serviceEntryTargets',
    '1.23',
    '1.24',
    bound(
      serviceEntry('shop/partner', {
        hosts: ['partner.example'],
        addresses: ['240.0.0.9'],
        ports: [{ number: 80, name: 'http', protocol: 'HTTP' }],
        resolution: 'DNS',
      }),
      authorizationPolicy('shop/policy', {
        targetRefs: [{ group: 'networking.istio.io', kind: 'ServiceEntry', name: 'partner' }],
        rules: [{}],
      }),
    ),
    ['NOBODY NOT_ATTACHED'],
    atWaypoint('AS_WRITTEN'),
  ],
  [
    'gatewayClassTargets',
    '1.24',
    '1.25',
    bound(authorizationPolicy('istio-system/policy', { ...CLASS, rules: [{}] })),
    ['NOBODY NOT_ATTACHED'],
    atWaypoint('AS_WRITTEN'),
  ],
  [
    'gatewayTargetsCountIn',
    '1.24',
    '1.25',
    boundElsewhere(authorizationPolicy('infra/policy', { ...GATEWAY, rules: [{}] })),
    ['NOBODY BYPASSED'],
    atWaypoint('AS_WRITTEN'),
  ],
  [
    'gatewayTargetsCountIn',
    '1.24',
    '1.25',
    boundElsewhere(authorizationPolicy('shop/policy', { ...GATEWAY, rules: [{}] })),
    atWaypoint('AS_WRITTEN'),
    ['NOBODY TARGET_NOT_FOUND'],
  ],
  [
    'authorizationOfServiceNamespace',
    '1.23',
    '1.24',
    boundElsewhere(authorizationPolicy('shop/policy', { ...SERVICE, rules: [{}] })),
    ['NOBODY NOT_ATTACHED'],
    atWaypoint('AS_WRITTEN'),
  ],
  [
    'requestAuthenticationOfServiceNamespace',
    '1.24.1',
    '1.24.2',
    boundElsewhere(requestAuthentication('shop/policy', { ...SERVICE, ...TOKENS })),
    ['NOBODY NOT_ATTACHED'],
    atWaypoint('AS_WRITTEN'),
  ],
  [
    'telemetryAtWaypoints',
    '1.23',
    '1.24',
    bound(object('telemetry.istio.io/v1', 'Telemetry', 'shop/policy', {})),
    ['NOBODY NOT_ATTACHED'],
    atWaypoint('AS_WRITTEN'),
  ],
  [
    'telemetryOfServiceNamespace',
    '1.30.2',
    '1.30.3',
    boundElsewhere(object('telemetry.istio.io/v1', 'Telemetry', 'shop/policy', SERVICE)),
    ['NOBODY NOT_ATTACHED'],
    atWaypoint('AS_WRITTEN'),
  ],
  [
    'telemetryOfServiceNamespace',
    '1.30.2',
    '1.30.3',
    boundElsewhere(object('telemetry.istio.io/v1', 'Telemetry', 'infra/policy', GATEWAY)),
    atWaypoint('AS_WRITTEN'),
    ['NOBODY NOT_ATTACHED'],
  ],
  [
    'envoyFilterTargets',
    '1.26',
    '1.27',
    bound(object(`${NETWORKING}alpha3`, 'EnvoyFilter', 'shop/policy', { ...GATEWAY, configPatches: [{}] })),
    ['NOBODY NOT_ATTACHED'],
    atWaypoint('AS_WRITTEN'),
  ],
  [
    'envoyFilterClassTargets',
    '1.27',
    '1.28',
    bound(object(`${NETWORKING}alpha3`, 'EnvoyFilter', 'istio-system/policy', { ...CLASS, configPatches: [{}] })),
    ['NOBODY NOT_ATTACHED'],
    atWaypoint('AS_WRITTEN'),
  ],
  [
    'trafficExtensions',
    '1.29',
    '1.30',
    bound(object('extensions.istio.io/v1alpha1', 'TrafficExtension', 'shop/policy', { ...GATEWAY, lua: {} })),
    ['NOBODY NOT_ATTACHED'],
    atWaypoint('AS_WRITTEN'),
  ],
  [
    'waypointAddressByName',
    '1.23',
    '1.24',
    [
      ...bound(authorizationPolicy('shop/policy', { ...SERVICE, rules: [{}] })).filter((one) => one !== WAYPOINT),
      waypoint('shop/waypoint'),
    ],
    ['NOBODY TARGET_NOT_BOUND'],
    atWaypoint('AS_WRITTEN'),
  ],
  [
    'waypointReferenceHoldsNamespace',
    '1.22',
    '1.23',
    boundElsewhere(authorizationPolicy('infra/policy', { ...GATEWAY, rules: [{}] })),
    ['NOBODY BYPASSED'],
    atWaypoint('AS_WRITTEN'),
  ],
  [
    'waypointChecksAllowedRoutes',
    '1.22',
    '1.23',
    [
      namespace('shop', { labels: { 'istio.io/use-waypoint': 'infra/waypoint' } }),
      namespace('infra'),
      pod('shop/cart', { captured: true }),
      service('shop/cart'),
      waypoint('infra/waypoint', IP),
      authorizationPolicy('infra/policy', { ...GATEWAY, rules: [{}] }),
    ],
    atWaypoint('AS_WRITTEN'),
    ['NOBODY BYPASSED'],
  ],
  [
    'ingressUseWaypointOnService',
    '1.29',
    '1.30',
    [
      ...bound(authorizationPolicy('shop/policy', { ...SERVICE, rules: [{}] })).filter(
        ({ kind }) => kind !== 'Service',
      ),
      service('shop/cart', { labels: { 'istio.io/ingress-use-waypoint': '1' } }),
    ],
    atWaypoint('AS_WRITTEN'),
    atWaypoint('AS_WRITTEN').map((line) => line.replace('INGRESS BYPASSED', 'INGRESS AS_WRITTEN')),
  ],
  [
    'ingressUseWaypointOnNamespace',
    '1.24',
    '1.25',
    [
      ...bound(authorizationPolicy('shop/policy', { ...SERVICE, rules: [{}] })).filter(
        ({ kind }) => kind !== 'Namespace',
      ),
      namespace('shop', { waypoint: 'waypoint', labels: { 'istio.io/ingress-use-waypoint': 'True' } }),
    ],
    atWaypoint('AS_WRITTEN'),
    atWaypoint('AS_WRITTEN').map((line) => line.replace('INGRESS BYPASSED', 'INGRESS AS_WRITTEN')),
  ],
  [
    'canaryWaypoints',
    '1.30',
    '1.31',
    [
      ...bound(
        waypoint('shop/next', IP),
        authorizationPolicy('shop/policy', {
          targetRefs: [{ group: GATEWAY_API, kind: 'Gateway', name: 'next' }],
          rules: [{}],
        }),
      ).filter(({ kind }) => kind !== 'Service'),
      service('shop/cart', { waypoint: 'waypoint', labels: { 'istio.io/use-waypoint-canary': 'next' } }),
    ],
    ['NOBODY BYPASSED'],
    atWaypoint('AS_WRITTEN'),
  ],
  [
    'customDryRunDenies',
    '1.29',
    '1.30',
    bound(
      meshConfig({
        extensionProviders: [
          { name: 'authz', envoyExtAuthzGrpc: { service: 'cart.shop.svc.cluster.local', port: 80 } },
        ],
      }),
      authorizationPolicy(
        'shop/policy',
        { ...SERVICE, action: 'CUSTOM', provider: { name: 'authz' }, rules: [{}] },
        DRY_RUN,
      ),
    ),
    atWaypoint('DRY_RUN_LOGGED'),
    atWaypoint('DENY_WIDENED'),
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
