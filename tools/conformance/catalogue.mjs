import { conditions } from './sections/conditions.mjs';
import { invalid } from './sections/invalid.mjs';
import { services } from './sections/services.mjs';
import { waypointPolicies } from './sections/waypoint-policies.mjs';
import { verdicts } from './sections/verdicts.mjs';
import { workloads } from './sections/workloads.mjs';
import { ztunnelPolicies } from './sections/ztunnel-policies.mjs';

/**
 * What is compared, one file a section: `expected(scenario)` and `ours(subject)` list items, `keyOf(item)` pairs them,
 * `evidence(subject, item)` explains ours. A section asks every scenario for which `applies(scenario)` is true; without it,
 * those with an `expect`.
 */
export const sections = [workloads, services, ztunnelPolicies, waypointPolicies, conditions, verdicts, invalid];
