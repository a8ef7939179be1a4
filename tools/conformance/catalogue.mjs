import { conditions } from './sections/conditions.mjs';
import { services } from './sections/services.mjs';
import { waypointPolicies } from './sections/waypoint-policies.mjs';
import { verdicts } from './sections/verdicts.mjs';
import { workloads } from './sections/workloads.mjs';
import { ztunnelPolicies } from './sections/ztunnel-policies.mjs';

/**
 * What is compared, one file a section: `expected(scenario)` and `ours(subject)` list items, `keyOf(item)` pairs them,
 * `evidence(subject, item)` explains ours.
 */
export const sections = [workloads, services, ztunnelPolicies, waypointPolicies, conditions, verdicts];
