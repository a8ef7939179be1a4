import { AttachedPolicies, chainPolicies, chainsOf, ExtAuthzProviders } from '@waymark/engine';

/** What the filters of each waypoint chain hold (semantics 5.1). */
export const waypointPolicies = {
  name: 'waypointPolicies',
  expected: ({ expect }) =>
    (expect.waypointPolicies ?? []).map(({ policies, ...chain }) => ({
      ...chain,
      policies: { emptyAllow: false, ...policies },
    })),
  ours({ model }) {
    const index = {
      authorization: new AttachedPolicies(model, 'AuthorizationPolicy'),
      requestAuthentication: new AttachedPolicies(model, 'RequestAuthentication'),
      providers: new ExtAuthzProviders(model),
    };
    return model.gateways
      .filter(({ role, ready }) => role === 'WAYPOINT' && ready !== 'NOT_READY')
      .flatMap((gateway) => chainsOf(gateway).map((chain) => fromChain(chain, chainPolicies(chain, index))));
  },
  keyOf: ({ waypoint, service, port, protocol }) => `${waypoint} ${service ?? 'pods'}:${port ?? ''} ${protocol}`,
};

const fromChain = ({ waypoint, service, port, protocol }, { issuers, emptyAllow, ...policies }) => ({
  waypoint: `${waypoint.namespace}/${waypoint.name}`,
  service: service?.hostname ?? null,
  port,
  protocol: protocol.toLowerCase(),
  policies: {
    ...Object.fromEntries(Object.entries(policies).map(([list, members]) => [list, members.map(nameOf).sort()])),
    emptyAllow,
    jwt: issuers,
  },
});

const nameOf = ({ namespace, name }) => `${namespace}/${name}`;
