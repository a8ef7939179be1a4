import { describe, expect, it } from '@jest/globals';
import { manifestsFromYaml } from '../testing/from-yaml.js';
import { modelOf } from '../testing/model-of.js';
import { verdictLine } from '../testing/verdict-lines.js';
import { judge } from './judge.js';

const gateway = (metadata: string, container: string) => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: ingress, namespace: edge }
spec:
  selector: { matchLabels: { istio: ingress } }
  template:
    metadata: ${metadata}
    spec: { serviceAccountName: ingress, containers: [${container}] }
`;
/** As istioctl writes it out, as the Helm chart has it injected, and as istiod deploys it for a Gateway API Gateway. */
const WRITTEN = gateway(
  "{ labels: { istio: ingress, sidecar.istio.io/inject: 'false' } }",
  '{ name: istio-proxy, image: proxyv2, args: [proxy, router] }',
);
const INJECTED = gateway(
  "{ labels: { istio: ingress, sidecar.istio.io/inject: 'true' }, annotations: { inject.istio.io/templates: gateway } }",
  '{ name: istio-proxy, image: auto }',
);
const OF_GATEWAY_API = gateway(
  '{ labels: { istio: ingress, gateway.networking.k8s.io/gateway-name: ingress } }',
  '{ name: istio-proxy, image: proxyv2, args: [proxy, router] }',
);
const ORDINARY = gateway('{ labels: { istio: ingress } }', '{ name: nginx, image: nginx, args: [proxy, router] }');

const policy = (kind: string, api: string, spec: string) => `
apiVersion: ${api}
kind: ${kind}
metadata: { name: policy, namespace: edge }
spec: ${spec}
`;
const DENY = policy(
  'AuthorizationPolicy',
  'security.istio.io/v1',
  '{ selector: { matchLabels: { istio: ingress } }, action: DENY, rules: [{ to: [{ operation: { paths: [/admin] } }] }] }',
);
const TOKENS = policy(
  'RequestAuthentication',
  'security.istio.io/v1',
  '{ selector: { matchLabels: { istio: ingress } }, jwtRules: [{ issuer: a, jwksUri: https://a.example }] }',
);

const verdictsOf = (...documents: string[]) => judge(modelOf(manifestsFromYaml(documents.join('---'))));

describe('a classic gateway', () => {
  it.each([
    ['that istioctl writes out', WRITTEN],
    ['that the injector makes', INJECTED],
  ])('%s evaluates what selects it, HTTP and tokens included', (_, deployment) => {
    for (const document of [DENY, TOKENS]) {
      const verdicts = verdictsOf(deployment, document);
      expect(verdicts.map(verdictLine)).toEqual(['GATEWAY INGRESS AS_WRITTEN']);
      expect(verdicts[0]).toMatchObject({
        enforcer: { namespace: 'edge', name: 'ingress' },
        targets: [{ kind: 'Deployment', namespace: 'edge', name: 'ingress' }],
      });
    }
  });

  it.each([
    ['a pod that istiod deploys for a Gateway', OF_GATEWAY_API],
    ['a container with the same arguments', ORDINARY],
  ])('is not %s', (_, deployment) => {
    expect(verdictsOf(deployment, DENY).map(({ enforcer }) => enforcer.type)).not.toContain('GATEWAY');
  });

  it('reads no policy with targetRefs', () => {
    const targeted = DENY.replace(
      'selector: { matchLabels: { istio: ingress } }',
      'targetRefs: [{ group: gateway.networking.k8s.io, kind: Gateway, name: ingress }]',
    );
    expect(verdictsOf(WRITTEN, targeted).map(({ enforcer }) => enforcer.type)).toEqual(['NOBODY']);
  });
});
