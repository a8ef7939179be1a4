import type { Manifest } from '../manifest/manifest.js';
import { isUsedKind } from '../manifest/used-kinds.js';
import { builtInSchemas, kindInOtherCase } from './built-in-schemas.js';
import type { Definitions } from './custom/definitions.js';
import { gatewayApiFaults } from './gateway-api/rules.js';
import { istioRules } from './istio/rules.js';
import { kindCheck } from './kind-check.js';
import { KUBERNETES_RULES } from './kubernetes/rules.js';
import { KUBERNETES_SCHEMAS, KUBERNETES_VERSIONS } from './kubernetes/schemas.js';
import { fault, type Check, type Fault, type Schema, type SchemaDialect } from './schema.js';

/** Kubernetes' own kinds are decoded into Go structs: null is absent, and only some fields are known to us. */
const KUBERNETES: SchemaDialect = { unknownFields: 'IGNORE', nulls: 'ABSENT', pattern: nativePattern };
const CUSTOM: SchemaDialect = { unknownFields: 'REFUSE', nulls: 'REFUSE', pattern: nativePattern };

/** Patterns of the schemas that this engine brings: known to be harmless to a backtracking engine. */
function nativePattern(pattern: string): (text: string) => boolean {
  const expression = new RegExp(pattern);
  return (text) => expression.test(text);
}

/** What is asked of objects of one kind in one version. */
export interface KindCheck {
  /** Types, and what else a schema says. */
  readonly check: Check;
  /** What is asked beyond a schema; called when `check` has nothing to say. */
  readonly rules: (manifest: Manifest) => Fault[] | null;
}

interface KnownKind {
  readonly group: string;
  readonly version: string;
  readonly kindCheck: KindCheck | null;
}

const accept = (): null => null;

/** Checks of the schemas that this engine brings: constant, made when first needed in a process. */
const builtInChecks = new WeakMap<Schema, Check>();

function checkOf(schema: Schema, dialect: SchemaDialect): Check {
  let check = builtInChecks.get(schema);
  if (check === undefined) builtInChecks.set(schema, (check = kindCheck(schema, dialect)));
  return check;
}

/** The checks of the kinds of one snapshot. */
export class KindChecks {
  readonly #byKind = new Map<string, KnownKind[]>();

  constructor(private readonly definitions: Definitions) {}

  /** null for kinds that the analysis does not read. */
  of(group: string, kind: string, version: string): KindCheck | null {
    let known = this.#byKind.get(kind);
    if (known === undefined) this.#byKind.set(kind, (known = []));
    for (const one of known) if (one.group === group && one.version === version) return one.kindCheck;
    const check = this.#ofCluster(group, kind, version) ?? builtIn(group, kind, version);
    const made = check === null ? null : { check, rules: rulesOf(group, kind) };
    known.push({ group, version, kindCheck: made });
    return made;
  }

  /** What the cluster's own definition says, if it has one. */
  #ofCluster(group: string, kind: string, version: string): Check | null {
    const definition = this.definitions.size === 0 ? null : this.definitions.of(group, kind);
    if (definition === null) return null;
    return definition.checkOf(version) ?? notServed(group, definition.versions);
  }
}

const GATEWAY_API = ['gateway.networking.k8s.io', 'gateway.networking.x-k8s.io'];

function rulesOf(group: string, kind: string): KindCheck['rules'] {
  if (group.endsWith('istio.io')) return istioRules(group, kind) ?? accept;
  if (GATEWAY_API.includes(group)) return gatewayApiFaults;
  return KUBERNETES_RULES[`${group}/${kind}`] ?? accept;
}

function builtIn(group: string, kind: string, version: string): Check | null {
  if (!isUsedKind(group, kind)) {
    const meant = kindInOtherCase(group, kind);
    return meant === null ? null : () => [fault(`must be ${meant}: there is no kind ${kind}`, 'kind')];
  }
  const own = KUBERNETES_SCHEMAS[`${group}/${kind}`];
  if (own !== undefined) {
    const served = KUBERNETES_VERSIONS[group] ?? version;
    return served === version ? checkOf(own, KUBERNETES) : notServed(group, [served]);
  }
  const schemas = builtInSchemas(group, kind);
  if (schemas === null) return accept;
  const schema = schemas[version];
  if (schema !== undefined) return checkOf(schema, CUSTOM);
  return isOlderThanAll(version, schemas) ? notServed(group, Object.keys(schemas)) : accept;
}

function notServed(group: string, versions: readonly string[]): Check {
  const known = versions.map((version) => (group === '' ? version : `${group}/${version}`)).join(' or ');
  return () => [fault(`must be ${known}: no other version of the kind is served`, 'apiVersion')];
}

/** A version that comes after those we know may well be served by a newer release. */
const isOlderThanAll = (version: string, schemas: Readonly<Record<string, Schema>>): boolean =>
  Object.keys(schemas).every((known) => priority(version) < priority(known));

/** apimachinery pkg/version CompareKubeAwareVersionStrings: v1 over v1beta1 over v1alpha1; others never count as old. */
function priority(version: string): number {
  const [, major, stage, minor = '0'] = /^v(\d{1,4})(?:(alpha|beta)(\d{1,4}))?$/.exec(version) ?? [];
  if (major === undefined) return Infinity;
  return (stage === undefined ? 2 : stage === 'beta' ? 1 : 0) * 1e8 + Number(major) * 1e4 + Number(minor);
}
