const TRAFFIC_TYPES: ReadonlySet<string> = new Set(['service', 'workload', 'all', 'none']);

/** What `istio.io/waypoint-for` may say; every other word counts as `none` (semantics 2.2). */
export const isTrafficType = (waypointFor: string): boolean => TRAFFIC_TYPES.has(waypointFor);
