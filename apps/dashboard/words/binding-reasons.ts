import type { BindingReason } from '../api/generated/graphql';

/** Why a service or workload has no waypoint; finishes "no waypoint: …". */
export const BINDING_WORDS: Record<BindingReason, string> = {
  BOUND: 'bound',
  NO_REFERENCE: 'none asked for',
  OPTED_OUT: 'opted out',
  IS_WAYPOINT_INSTANCE: 'it is a waypoint itself',
  NOT_AMBIENT: 'not in ambient',
  WAYPOINT_MISSING: 'the one it names is missing',
  WAYPOINT_NOT_READY: 'the one it names has no address yet',
  ATTACHMENT_DENIED: 'the one it names refuses its namespace',
  UNSUPPORTED_TRAFFIC_TYPE: 'the one it names is for other traffic',
  CROSS_NAMESPACE_FORBIDDEN: 'the one it names is in another namespace',
};
