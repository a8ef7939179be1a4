/**
 * istiod's environment flags that change the answers, with their defaults (semantics 0.4; istio
 * pilot/pkg/features/ambient.go and pilot.go). A flag that the snapshot does not set has its default.
 */
export const ISTIOD_FEATURES = {
  PILOT_ENABLE_AMBIENT: true, // false in istiod itself, true in the ambient profile, which Waymark is about
  PILOT_AUTO_ALLOW_WAYPOINT_POLICY: false,
  ENABLE_LAYERED_WAYPOINT_AUTHORIZATION_POLICIES: false,
  ENABLE_INGRESS_WAYPOINT_ROUTING: true,
  AMBIENT_ENABLE_STATUS: true,
  AMBIENT_ENABLE_DRY_RUN_AUTHORIZATION_POLICY: false,
  AMBIENT_ENABLE_MULTI_NETWORK: false,
  AMBIENT_ENABLE_MULTI_NETWORK_WAYPOINT: true,
  AMBIENT_ENABLE_MULTI_NETWORK_INGRESS: false,
  ENABLE_SELECTOR_BASED_K8S_GATEWAY_POLICY: true,
  PILOT_ENABLE_MULTIPLE_CUSTOM_AUTHZ_PROVIDERS: false,
  PILOT_ENABLE_AGENTGATEWAY: false,
  PILOT_ENABLE_ALPHA_GATEWAY_API: false,
} as const satisfies Record<string, boolean>;

export type IstiodFeature = keyof typeof ISTIOD_FEATURES;

const TRUE_WORDS = new Set(['1', 't', 'T', 'true', 'TRUE', 'True']);
const FALSE_WORDS = new Set(['0', 'f', 'F', 'false', 'FALSE', 'False']);

/** Go strconv.ParseBool; undefined for everything that Go calls an error. */
export function goBool(value: string): boolean | undefined {
  if (TRUE_WORDS.has(value)) return true;
  return FALSE_WORDS.has(value) ? false : undefined;
}

/** Flags that are off whatever they say where ambient is off (semantics 0.4). */
const PARTS_OF_AMBIENT: ReadonlySet<string> = new Set<IstiodFeature>([
  'PILOT_AUTO_ALLOW_WAYPOINT_POLICY',
  'ENABLE_INGRESS_WAYPOINT_ROUTING',
  'AMBIENT_ENABLE_STATUS',
  'AMBIENT_ENABLE_DRY_RUN_AUTHORIZATION_POLICY',
  'AMBIENT_ENABLE_MULTI_NETWORK',
  'AMBIENT_ENABLE_MULTI_NETWORK_WAYPOINT',
  'AMBIENT_ENABLE_MULTI_NETWORK_INGRESS',
]);

/** Every flag with the value that istiod would use; a value that Go cannot parse leaves the default. */
export function featuresFrom(environment: ReadonlyMap<string, string>): Readonly<Record<IstiodFeature, boolean>> {
  const set = (name: string, normally: boolean): boolean => goBool(environment.get(name) ?? '') ?? normally;
  const ambient = set('PILOT_ENABLE_AMBIENT', ISTIOD_FEATURES.PILOT_ENABLE_AMBIENT);
  const features = Object.entries(ISTIOD_FEATURES).map(([name, normally]): [string, boolean] => [
    name,
    set(name, normally) && (ambient || !PARTS_OF_AMBIENT.has(name)),
  ]);
  return Object.freeze(Object.fromEntries(features)) as Readonly<Record<IstiodFeature, boolean>>;
}
