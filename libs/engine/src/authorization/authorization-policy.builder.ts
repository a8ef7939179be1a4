import type { Manifest } from '../manifest/manifest.js';
import type { AuthorizationPolicy, AuthorizationRule } from '../model/policy.js';

const SOURCE_FIELDS = [
  'principals',
  'requestPrincipals',
  'namespaces',
  'serviceAccounts',
  'trustDomains',
  'ipBlocks',
  'remoteIpBlocks',
];
const OPERATION_FIELDS = ['hosts', 'ports', 'methods', 'paths'];

interface LooseRule {
  readonly from?: readonly { readonly source?: object }[];
  readonly to?: readonly { readonly operation?: object }[];
  readonly when?: readonly {
    readonly key: string;
    readonly values?: readonly string[];
    readonly notValues?: readonly string[];
  }[];
}

/** An AuthorizationPolicy of the model for specs, with rules as they are written in YAML. */
export function authorizationPolicy(
  given: Omit<Partial<AuthorizationPolicy>, 'rules'> & { readonly rules?: readonly LooseRule[] },
): AuthorizationPolicy {
  const name = given.name ?? 'policy';
  const namespace = given.namespace ?? 'shop';
  return {
    kind: 'AuthorizationPolicy',
    namespace,
    name,
    labels: {},
    annotations: {},
    targetRefs: [],
    selector: undefined,
    creationTimestamp: '',
    manifest: manifest(namespace, name),
    action: 'ALLOW',
    provider: '',
    dryRun: false,
    ...given,
    rules: (given.rules ?? []).map(rule),
  };
}

function rule({ from = [], to = [], when = [] }: LooseRule): AuthorizationRule {
  return {
    from: from.map(({ source }) => lists(SOURCE_FIELDS, source)),
    to: to.map(({ operation }) => lists(OPERATION_FIELDS, operation)),
    when: when.map(({ key, values = [], notValues = [] }) => ({ key, values, notValues })),
  } as AuthorizationRule;
}

function lists(names: readonly string[], given: object = {}): object {
  const negated = names.map((name) => `not${name.charAt(0).toUpperCase()}${name.slice(1)}`);
  return { ...Object.fromEntries([...names, ...negated].map((name) => [name, []])), ...given };
}

const manifest = (namespace: string, name: string): Manifest => ({
  group: 'security.istio.io',
  version: 'v1',
  kind: 'AuthorizationPolicy',
  namespace,
  name,
  body: {},
  place: { file: 'policy.yaml', line: 1 },
  locate: () => ({ file: 'policy.yaml', line: 1 }),
});
