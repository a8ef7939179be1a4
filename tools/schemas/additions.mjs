/**
 * What releases after the one in the package brought, from Istio's API reference. Leave out what the package knows.
 */

/** Fields that the package's Istio 1.29 does not know. */
export function newerFields(group, kind, schema) {
  if (group === 'security.istio.io' && kind === 'AuthorizationPolicy') {
    const source = schema.properties.spec.properties.rules.items.properties.from.items.properties.source;
    source.properties.trustDomains ??= STRINGS;
    source.properties.notTrustDomains ??= STRINGS;
  }
  return schema;
}

const STRINGS = { type: 'array', items: { type: 'string' } };

export function newerKinds() {
  return [];
}
